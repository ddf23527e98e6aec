import type { Extent } from './motion.ts';

/** A cover crop that would lose more of the picture than this shows it whole instead, over a blurred cover of itself. */
const MOST_CROPPED = 0.35;
/** Of the frame's width or height. */
const LEAST_BACKDROP = 0.01;

export interface Fit {
  kind: 'cover' | 'whole';
  /** The composed picture's size, in frames. */
  extent: Extent;
  /** The part of the frame that the whole picture takes when not zoomed, for `whole`: 1 on one side. */
  inner: Extent;
}

/**
 * How a picture is laid into a frame.
 * @param aspect width / height of the picture
 * @param frameAspect width / height of the frame
 * @param wish how it is to be laid in; undefined: whichever loses less
 */
export function fitInto(aspect: number, frameAspect: number, wish?: 'fill' | 'whole'): Fit {
  const ratio = aspect / frameAspect;
  const lost = 1 - Math.min(ratio, 1 / ratio);
  const inner = { width: Math.min(1, ratio), height: Math.min(1, 1 / ratio) };
  // A sliver of backdrop would look like a mistake.
  if (wish === 'whole' ? lost > LEAST_BACKDROP : wish === undefined && lost > MOST_CROPPED)
    return { kind: 'whole', extent: { width: 1, height: 1 }, inner };
  return { kind: 'cover', extent: { width: Math.max(1, ratio), height: Math.max(1, 1 / ratio) }, inner };
}
