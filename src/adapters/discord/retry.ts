import type { Clock } from '../../lib/clock.ts';
import { RETRY_WAITS_MS } from './limits.ts';
import { platformErrorKind } from './platform-error.ts';

/**
 * Does `work` until it succeeds: waits out rate limits, and tries again after failures that may pass. Rejects with the
 * signal's reason once it is aborted, with any other failure at once, and after `tries` failures that may pass.
 */
export async function persist<T>(
  clock: Clock,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  tries = Number.POSITIVE_INFINITY,
): Promise<T> {
  for (let failures = 0; ; ) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      const trouble = platformErrorKind(error);
      if (trouble.kind === 'wait') {
        await clock.sleep(trouble.ms, signal);
        continue;
      }
      failures += 1;
      if (trouble.kind !== 'passing' || failures >= tries) throw error;
      await clock.sleep(RETRY_WAITS_MS[Math.min(failures, RETRY_WAITS_MS.length) - 1] ?? 0, signal);
    }
  }
}
