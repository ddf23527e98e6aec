import { z } from 'zod';
import { type Aspect, FRAME_SIZES } from '../../draft.ts';

/** Names of resolutions, with what they make of a frame of 1080 px. */
const FACTORS = {
  '360p': 1 / 3,
  '480p': 480 / 1080,
  '720p': 720 / 1080,
  '1080p': 1,
  '2k': 1440 / 1080,
  '4k': 2,
} as const;
export const RESOLUTIONS = ['360p', '480p', '720p', '1080p', '2k', '4k'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

const LEAST_FPS = 10;
/** Phones play no more in a chat. */
const MOST_FPS = 60;
const DEFAULT_FPS = 30;
/** What a preview is made in; longer films are cut off. */
const PREVIEW = { resolution: '360p', fps: 15, mostMs: 60_000 } as const;

/** How a video is to be rendered; what cannot be read is left to the renderer. */
export const outputWish = z.object({
  resolution: z.enum(RESOLUTIONS).optional().catch(undefined),
  fps: z.number().positive().max(1000).optional().catch(undefined),
  /** A film to be looked at once: small, few frames a second, its first minute alone; made in a fraction of the time. */
  quality: z.literal('preview').optional().catch(undefined),
});
export type OutputWish = z.infer<typeof outputWish>;

/** What a film is made in. */
export interface FilmOutput {
  resolution: Resolution;
  /** px */
  width: number;
  height: number;
  /** Frames a second. */
  fps: number;
  /** To be encoded as fast as can be. */
  quick: boolean;
  /** The film ends after so much, in ms. */
  mostMs: number;
}

/**
 * Share of the frame's pixels, along a side, that the finest picture must have: coarser ones gain nothing from a larger
 * frame but size.
 */
const FINE_ENOUGH = 0.75;

/**
 * What is made of a wish: never finer than the pictures, unless that is the usual 1080p.
 * @param finest how many px of its own the finest picture has for one of a 1080p frame, along a side
 */
export function filmOutput(aspect: Aspect, wish: OutputWish, finest: number): FilmOutput {
  const quick = wish.quality === 'preview';
  const wanted = quick ? PREVIEW.resolution : (wish.resolution ?? '1080p');
  const sensible = RESOLUTIONS.filter(
    (name) => FACTORS[name] <= FACTORS[wanted] && (FACTORS[name] <= 1 || FACTORS[name] * FINE_ENOUGH <= finest),
  );
  const resolution = sensible.at(-1) ?? wanted;
  const factor = FACTORS[resolution];
  const { width, height } = FRAME_SIZES[aspect];
  const fps = Math.min(Math.max(Math.round(quick ? PREVIEW.fps : (wish.fps ?? DEFAULT_FPS)), LEAST_FPS), MOST_FPS);
  // Frames are composed eight columns and two rows at a time.
  return {
    resolution,
    width: Math.round((width * factor) / 8) * 8,
    height: Math.round((height * factor) / 2) * 2,
    fps,
    quick,
    mostMs: quick ? PREVIEW.mostMs : Number.POSITIVE_INFINITY,
  };
}

/** Whether the wish depends on how fine the pictures are. */
export function needsFinePictures({ resolution, quality }: OutputWish): boolean {
  return quality !== 'preview' && resolution !== undefined && FACTORS[resolution] > 1;
}
