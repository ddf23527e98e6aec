import { Readable } from 'node:stream';
import { type Piece, resumable } from '../../core/media/resume.ts';
import type { Clock } from '../../lib/clock.ts';
import { RETRY_WAITS_MS } from './limits.ts';

interface DownloadOptions {
  /** Where the file is; `fresh` when the address of before no longer leads there. Undefined when it is nowhere. */
  address: (fresh: boolean) => Promise<string | undefined>;
  clock: Clock;
  signal: AbortSignal;
}

/** How often in a row it may fail without a byte coming. */
const FRUITLESS_TRIES = 6;

/**
 * Opens a file on Discord's servers. A connection that breaks is taken up where it broke.
 * @returns undefined when no address leads to it
 */
export async function download(options: DownloadOptions): Promise<Readable | undefined> {
  const { clock, signal } = options;
  const first = await connect(options, 0);
  if (!first) return undefined;
  const again = async (offset: number) => {
    const rest = await connect(options, offset);
    if (!rest) throw new Error('the file went away while it was read');
    return rest;
  };
  const pause = () => clock.sleep(RETRY_WAITS_MS[0] ?? 0, signal);
  const bytes = resumable(first, { connect: again, pause, tries: FRUITLESS_TRIES, signal });
  return Readable.from(bytes, { objectMode: false });
}

async function connect({ address, clock, signal }: DownloadOptions, offset: number): Promise<Piece | undefined> {
  let fresh = false;
  for (let failed = 0; ; ) {
    try {
      const url = await address(fresh);
      if (url === undefined) return undefined;
      const headers: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
      const response = await fetch(url, { headers, signal });
      const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
      const from = response.status === 206 && range ? Number(range[1]) : 0;
      if (response.ok && response.body) return { from, body: response.body };
      await response.body?.cancel();
      const passing = response.status >= 500 || response.status === 429;
      if (!passing && fresh) return undefined;
      if (!passing) {
        fresh = true;
        continue;
      }
      throw new Error(`the file server answered ${response.status}`);
    } catch (error) {
      signal.throwIfAborted();
      if (++failed >= FRUITLESS_TRIES) throw error;
      await clock.sleep(RETRY_WAITS_MS[Math.min(failed, RETRY_WAITS_MS.length) - 1] ?? 0, signal);
    }
  }
}
