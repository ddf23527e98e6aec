import { rm } from 'node:fs/promises';
import type { MediaJob } from './media-jobs.ts';
import { resultPool } from './media-pool.ts';

/** A thumbnail is not worth more of the user's time than this, the wait for a free child included, in ms. */
const LIMIT_MS = 20_000;

/**
 * Makes a thumbnail of a video: a JPEG of one of its first frames, the first that is not black. The defaults are Telegram's
 * limits for the `thumbnail` of sendVideo (JPEG, at most 320 px a side, at most 200 kB).
 *
 * Decoding runs in a child process and is given up after 20 s: where many videos are finished at once, some are sent
 * without a thumbnail.
 * @throws Error when none could be made, and nothing is at `outPath` then; the signal's reason when aborted.
 */
export async function makeThumbnail(
  path: string,
  outPath: string,
  { maxSide = 320, maxBytes = 200_000 }: { maxSide?: number; maxBytes?: number },
  signal: AbortSignal,
): Promise<void> {
  try {
    const job: MediaJob = { type: 'thumbnail', path, outPath, maxSide, maxBytes };
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    await resultPool.run(job, { signal: limited, limitMs: LIMIT_MS });
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}
