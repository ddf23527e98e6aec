import { rm, stat } from 'node:fs/promises';
import { ChildCrashedError, JobFailedError, JobLimitError } from '@reelay/media/pool';
import { type FitPlan, planFit } from './fit-plan.ts';
import { type ProbedVideo, UnreadableMediaError } from './media.ts';
import { convertResult, type MediaJob } from './media-jobs.ts';
import { fitPool } from './media-pool.ts';

/** One encoding may take this long, from when its turn has come, in ms. */
const FIT_LIMIT_MS = 600_000;
/** Single-pass encoding misses its size by a few thousandths; a second attempt aims lower by what was missed. */
const ATTEMPTS = 3;

export interface FittedVideo {
  bytes: number;
  /** px */
  width: number;
  height: number;
}

/**
 * Writes a version of a video (H.264 and AAC in MP4) of at most 95 % of `limitBytes` to `outPath`, in a child process.
 * @param onProgress percent, 0 to 100; begins anew with each attempt
 * @returns undefined when no version worth seeing fits; nothing is at `outPath` then
 * @throws UnreadableMediaError when it cannot be encoded; the signal's reason when aborted, which ends the child
 */
export async function fitVideo(
  path: string,
  outPath: string,
  source: ProbedVideo,
  limitBytes: number,
  { signal, onProgress }: { signal: AbortSignal; onProgress?: (percent: number) => void },
): Promise<FittedVideo | undefined> {
  let plan = planFit(source, limitBytes);
  try {
    for (let attempt = 0; plan && attempt < ATTEMPTS; attempt++) {
      const { width, height } = await encode(path, outPath, plan, signal, onProgress);
      const { size } = await stat(outPath);
      if (size <= limitBytes * 0.99) return { bytes: size, width, height };
      await rm(outPath);
      plan = { ...plan, pictureBitRate: Math.floor((plan.pictureBitRate * 0.93 * limitBytes) / size) };
    }
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    const isMedia =
      error instanceof JobFailedError || error instanceof JobLimitError || error instanceof ChildCrashedError;
    if (!isMedia) throw error;
    throw new UnreadableMediaError(error.message, { cause: error });
  }
  return undefined;
}

async function encode(
  path: string,
  outPath: string,
  plan: FitPlan,
  signal: AbortSignal,
  onProgress: ((percent: number) => void) | undefined,
): Promise<{ width: number; height: number }> {
  const job: MediaJob = { type: 'convert', path, outPath, options: { ...plan } };
  const result = await fitPool.run(job, {
    signal,
    limitMs: FIT_LIMIT_MS,
    onProgress: (share) => onProgress?.(Math.min(99, Math.floor(share * 100))),
  });
  return convertResult.parse(result);
}
