import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { MediaJob } from './media-jobs.ts';
import { receptionPool } from './media-pool.ts';

/** A preview is not worth more time than this, in ms. */
const LIMIT_MS = 30_000;

const previewResult = z.object({ made: z.boolean() });

/**
 * Makes a small JPEG of a picture or a video that somebody sent, upright and without metadata; false for what has no
 * picture. Decoding runs in a child process.
 * @param options.maxSide px
 * @throws Error when it could not be made, and nothing is at `outPath` then; the signal's reason when aborted
 */
export async function makePreview(
  path: string,
  outPath: string,
  { maxSide }: { maxSide: number },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const job: MediaJob = { type: 'preview', path, outPath, maxSide };
    const result = await receptionPool.run(job, { signal, limitMs: LIMIT_MS });
    return previewResult.parse(result).made;
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}
