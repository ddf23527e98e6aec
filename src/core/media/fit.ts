import { rm, stat } from 'node:fs/promises';
import { ChildCrashedError, JobFailedError, JobLimitError } from '@reelay/media/pool';
import { type FitPlan, planFit } from './fit-plan.ts';
import { type ProbedVideo, UnreadableMediaError } from './media.ts';
import { convertResult, gifResult, type MediaJob } from './media-jobs.ts';
import { fitPool } from './media-pool.ts';

/** One encoding may take this long, from when its turn has come, in ms. */
const FIT_LIMIT_MS = 600_000;
/** Single-pass encoding misses its size by a few thousandths; a second attempt aims lower by what was missed. */
const ATTEMPTS = 3;
/** What a smaller version aims at, of the whole: about half the time to send it, and still looks well. */
const SMALL_SHARE = 0.4;
const SMALL_SHORT_SIDE = 720;
/** A GIF is a loop, and has no sound: what is longer is a video. */
const GIF_SECONDS = 10;
/** Larger GIFs do not play at once on a phone. */
const GIF_BYTES = 8_000_000;
/** Sizes and frame rates of a GIF, best first. */
const GIF_LEVELS = [
  { maxSide: 480, frameRate: 15 },
  { maxSide: 400, frameRate: 12 },
  { maxSide: 320, frameRate: 10 },
  { maxSide: 240, frameRate: 8 },
] as const;
/** Bits a second of sound alone, best first. */
const SOUND_BIT_RATES = [192_000, 128_000, 96_000, 64_000];

export interface FittedVideo {
  bytes: number;
  /** px; 0 for sound alone. */
  width: number;
  height: number;
  durationMs: number;
}

export interface FitOptions {
  signal: AbortSignal;
  /** Percent, 0 to 100; begins anew with each attempt. */
  onProgress?: (percent: number) => void;
}

/**
 * Writes a version of a video (H.264 and AAC in MP4) of at most 95 % of `limitBytes` to `outPath`, in a child process.
 * @returns undefined when no version worth seeing fits; nothing is at `outPath` then
 * @throws UnreadableMediaError when it cannot be encoded; the signal's reason when aborted, which ends the child
 */
export function fitVideo(
  path: string,
  outPath: string,
  source: ProbedVideo,
  limitBytes: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  return fitTo(path, outPath, source, planFit(source, limitBytes), limitBytes, options);
}

/** The same for a version of at most 720p that takes less than half of `bytes`; undefined when that would look too bad. */
export function makeSmaller(
  path: string,
  outPath: string,
  source: ProbedVideo & { bytes: number },
  limitBytes: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  const target = Math.min(limitBytes, Math.round(source.bytes * SMALL_SHARE));
  return fitTo(path, outPath, source, planFit(source, target, SMALL_SHORT_SIDE), target, options);
}

/** The same for a version of at most 720p, in the quality of the source as far as the limit allows. */
export async function make720p(
  path: string,
  outPath: string,
  source: ProbedVideo,
  limitBytes: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  const plan = { maxLongSide: 1280, maxShortSide: 720, maxFrameRate: 60, soundBitRate: 128_000 };
  const made = await written(outPath, limitBytes, options.signal, async () => ({
    ...(await convert({ type: 'convert', path, outPath, options: plan }, options)),
    durationMs: source.durationMs,
  }));
  return made ?? fitTo(path, outPath, source, planFit(source, limitBytes, 720), limitBytes, options);
}

/** The sound of a video as M4A. */
export async function makeSound(
  path: string,
  outPath: string,
  source: ProbedVideo,
  limitBytes: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  for (const soundBitRate of SOUND_BIT_RATES) {
    if ((soundBitRate * source.durationMs) / 8000 > limitBytes * 0.95) continue;
    const wanted = { maxLongSide: 0, maxShortSide: 0, maxFrameRate: 0, soundBitRate, withoutPicture: true };
    const made = await written(outPath, limitBytes, options.signal, async () => ({
      ...(await convert({ type: 'convert', path, outPath, options: wanted }, options)),
      durationMs: source.durationMs,
    }));
    if (made) return made;
  }
  return undefined;
}

/** The first seconds of a video as a GIF. */
export async function makeLoop(
  path: string,
  outPath: string,
  limitBytes: number,
  { signal, onProgress }: FitOptions,
): Promise<FittedVideo | undefined> {
  const most = Math.min(limitBytes * 0.95, GIF_BYTES);
  for (const level of GIF_LEVELS) {
    const job: MediaJob = { type: 'gif', path, outPath, options: { ...level, maxSeconds: GIF_SECONDS } };
    const made = await written(outPath, most, signal, async () =>
      gifResult.parse(await fitPool.run(job, { signal, limitMs: FIT_LIMIT_MS, onProgress: percent(onProgress) })),
    );
    if (made) return made;
  }
  return undefined;
}

async function fitTo(
  path: string,
  outPath: string,
  source: ProbedVideo,
  first: FitPlan | undefined,
  limitBytes: number,
  options: FitOptions,
): Promise<FittedVideo | undefined> {
  let plan = first;
  for (let attempt = 0; plan && attempt < ATTEMPTS; attempt++) {
    const job: MediaJob = { type: 'convert', path, outPath, options: { ...plan } };
    let size = 0;
    const made = await written(outPath, limitBytes * 0.99, options.signal, async (sizeNow) => {
      const { width, height } = await convert(job, options);
      size = await sizeNow();
      return { width, height, durationMs: source.durationMs };
    });
    if (made) return made;
    plan = { ...plan, pictureBitRate: Math.floor((plan.pictureBitRate * 0.93 * limitBytes) / size) };
  }
  return undefined;
}

/** What `write` left at `outPath`, with its size; undefined, and nothing is there, when it is over `mostBytes`. */
async function written(
  outPath: string,
  mostBytes: number,
  signal: AbortSignal,
  write: (size: () => Promise<number>) => Promise<Omit<FittedVideo, 'bytes'>>,
): Promise<FittedVideo | undefined> {
  try {
    const sizeNow = async () => (await stat(outPath)).size;
    const made = await write(sizeNow);
    const bytes = await sizeNow();
    if (bytes <= mostBytes) return { ...made, bytes };
    await rm(outPath);
    return undefined;
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    const isMedia =
      error instanceof JobFailedError || error instanceof JobLimitError || error instanceof ChildCrashedError;
    if (!isMedia) throw error;
    throw new UnreadableMediaError(error.message, { cause: error });
  }
}

async function convert(job: MediaJob, { signal, onProgress }: FitOptions): Promise<{ width: number; height: number }> {
  return convertResult.parse(
    await fitPool.run(job, { signal, limitMs: FIT_LIMIT_MS, onProgress: percent(onProgress) }),
  );
}

/** Shares of 1 as whole percent, never the last one: that is the next step's. */
function percent(onProgress: FitOptions['onProgress']): (share: number) => void {
  return (share) => onProgress?.(Math.min(99, Math.floor(share * 100)));
}
