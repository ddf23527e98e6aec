/** How a video is encoded so that it fits a limit. */
export interface FitPlan {
  maxLongSide: number;
  maxShortSide: number;
  /** Frames a second; slower videos keep theirs. */
  maxFrameRate: number;
  /** Bits a second. */
  pictureBitRate: number;
  soundBitRate: number;
}

export interface FitSource {
  width: number;
  height: number;
  durationMs: number;
  hasAudio: boolean;
}

/** Share of the limit that is used: what is sent must not fail by a few bytes. */
const SAFETY = 0.95;
/** Share of a file that the MP4 itself takes. */
const OVERHEAD = 0.015;

/**
 * The sizes tried, best first, each with the bits a pixel that it needs: less looks worse than the next smaller one.
 * Below the last, blocks and smears are all that is left.
 */
const LEVELS = [
  { short: 1080, long: 1920, frameRate: 30, bitsPerPixel: 0.05 },
  { short: 720, long: 1280, frameRate: 30, bitsPerPixel: 0.035 },
  { short: 720, long: 1280, frameRate: 24, bitsPerPixel: 0.033 },
  { short: 540, long: 960, frameRate: 30, bitsPerPixel: 0.032 },
  { short: 540, long: 960, frameRate: 24, bitsPerPixel: 0.026 },
] as const;

/**
 * More bits a pixel nobody sees. Without a bound a film that is only to be made playable would be filled up to the limit,
 * or be given more bits a second than an encoder takes.
 */
const MOST_BITS_PER_PIXEL = 0.2;

/**
 * The best way to bring a video under `limitBytes`; undefined when every way would look too bad. Never larger than the
 * source, nor than `maxShortSide` px on its short side.
 */
export function planFit(
  source: FitSource,
  limitBytes: number,
  maxShortSide: number = LEVELS[0].short,
): FitPlan | undefined {
  const seconds = source.durationMs / 1000;
  if (seconds <= 0 || source.width <= 0 || source.height <= 0) return undefined;
  const total = (limitBytes * 8 * SAFETY * (1 - OVERHEAD)) / seconds;
  const soundBitRate = soundFor(total);
  const pictureBitRate = Math.floor(total - (source.hasAudio ? soundBitRate : 0));
  const long = Math.max(source.width, source.height);
  const short = Math.min(source.width, source.height);
  for (const level of LEVELS) {
    if (level.short > maxShortSide) continue;
    const scale = Math.min(1, level.long / long, level.short / short);
    const pixelsPerSecond = long * scale * short * scale * level.frameRate;
    if (pictureBitRate < pixelsPerSecond * level.bitsPerPixel) continue;
    return {
      maxLongSide: level.long,
      maxShortSide: level.short,
      maxFrameRate: level.frameRate,
      pictureBitRate: Math.min(pictureBitRate, Math.round(pixelsPerSecond * MOST_BITS_PER_PIXEL)),
      soundBitRate,
    };
  }
  return undefined;
}

/** The smallest picture that a render may have, as far as is known before it is fetched. */
const SMALLEST = { width: 640, height: 360 };

/** False when a video of this length certainly has no version that fits: it need not be fetched to find that out. */
export function mayFit(durationMs: number, limitBytes: number): boolean {
  return planFit({ ...SMALLEST, durationMs, hasAudio: true }, limitBytes) !== undefined;
}

/** Sound gets less where there is little to share. */
function soundFor(totalBitRate: number): number {
  if (totalBitRate > 1_500_000) return 128_000;
  return totalBitRate > 600_000 ? 96_000 : 64_000;
}
