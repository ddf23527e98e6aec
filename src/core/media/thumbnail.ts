import { rm } from 'node:fs/promises';
import { runChild } from './child-process.ts';
import type { ThumbnailJob } from './thumbnail-child.ts';

/** A still is not worth more of the user's time than this, the wait for a place among others included, in ms. */
const PATIENCE_MS = 20_000;

/**
 * Makes a still of a video: a JPEG of one of its first frames, the first that is not black. The defaults are Telegram's
 * limits for the `thumbnail` of sendVideo (JPEG, at most 320 px a side, at most 200 kB).
 *
 * Decoding is native code that can take its process down, so it runs in a process of its own, without the bot's
 * environment, and is given up after 20 s: where many videos are finished at once, some are sent without.
 * @throws Error when no still could be made, and nothing is at `outPath` then; the signal's reason when aborted.
 */
export async function makeThumbnail(
  path: string,
  outPath: string,
  { maxSide = 320, maxBytes = 200_000 }: { maxSide?: number; maxBytes?: number },
  signal: AbortSignal,
): Promise<void> {
  try {
    const job: ThumbnailJob = { path, outPath, maxSide, maxBytes };
    await runChild('thumbnail-child', job, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}
