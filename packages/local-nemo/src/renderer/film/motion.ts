import type { Motion } from '../../draft.ts';
import type { Rect } from '../picture/resample.ts';
import type { Focus } from './frame-source.ts';

/** A size in frames: a picture of 1.3 × 1 covers the frame and has 30 % of its width to spare. */
export interface Extent {
  width: number;
  height: number;
}

/** Where the camera looks at the beginning and at the end of a shot, on a picture of a given extent. */
export interface CameraPath {
  motion: Motion;
  /** What part of the frame the motion covers: 0.12 is a zoom by 12 %, or a pan over 12 % of the frame. */
  amount: number;
}

/** Share of the spare height left above the window: faces are more often in the upper half of a photo. */
export const UPWARD_BIAS = 0.42;
const MOTION_PER_SECOND = 0.028;
const LEAST_MOTION = 0.07;
const MOST_MOTION = 0.16;
const MOST_STRONG_MOTION = 0.5;

/**
 * How far a shot's camera travels. Longer shots travel further, so that the speed feels alike, within bounds.
 * @param durationMs how long the shot is visible
 */
export function cameraPath(motion: Motion, strength: number, durationMs: number): CameraPath {
  const normal = Math.min(Math.max((durationMs / 1000) * MOTION_PER_SECOND, LEAST_MOTION), MOST_MOTION);
  return { motion, amount: motion === 'still' ? 0 : Math.min(normal * strength, MOST_STRONG_MOTION) };
}

/** The largest magnification that a path reaches on a picture of this extent. */
export function greatestZoom(path: CameraPath, extent: Extent): number {
  if (path.motion === 'zoom-in' || path.motion === 'zoom-out') return 1 + path.amount;
  return panZoom(path, extent);
}

/**
 * The window that the camera shows, in frames, on a picture of `extent`; always inside of it.
 * @param focus what of the spare size lies before the window while it rests
 * @param progress 0 at the shot's first visible moment, 1 at its last
 */
export function cameraWindow(path: CameraPath, extent: Extent, progress: number, focus?: Focus): Rect {
  const t = Math.min(Math.max(progress, 0), 1);
  const zoom = zoomAt(path, extent, t);
  const width = 1 / zoom;
  const height = 1 / zoom;
  const spareX = extent.width - width;
  const spareY = extent.height - height;
  const travel = (glide(t) - 0.5) * path.amount * width;
  // The centre of a whole-frame window stays where it is while the camera zooms.
  const restX = (extent.width - 1) * (focus?.x ?? 0.5) + (1 - width) / 2;
  const restY = (extent.height - 1) * (focus?.y ?? UPWARD_BIAS) + (1 - height) / 2;
  const rect = { x: restX, y: restY, width, height };
  switch (path.motion) {
    case 'pan-left':
      rect.x = restX - travel;
      break;
    case 'pan-right':
      rect.x = restX + travel;
      break;
    case 'pan-up':
      rect.y = restY - travel;
      break;
    case 'pan-down':
      rect.y = restY + travel;
      break;
    default:
      break;
  }
  rect.x = Math.min(Math.max(rect.x, 0), spareX);
  rect.y = Math.min(Math.max(rect.y, 0), spareY);
  return rect;
}

function zoomAt(path: CameraPath, extent: Extent, t: number): number {
  // Exponential, because a zoom is felt as a ratio: a linear one seems to slow down.
  if (path.motion === 'zoom-in') return (1 + path.amount) ** glide(t);
  if (path.motion === 'zoom-out') return (1 + path.amount) ** (1 - glide(t));
  return panZoom(path, extent);
}

/** As little magnification as gives the pan room to travel. */
function panZoom(path: CameraPath, extent: Extent): number {
  if (path.motion === 'still') return 1;
  const sideways = path.motion === 'pan-left' || path.motion === 'pan-right';
  const length = sideways ? extent.width : extent.height;
  // The bias uses up some of the spare height, which a vertical pan then cannot have.
  const free = sideways ? length : 1 + (length - 1) * 2 * UPWARD_BIAS;
  return Math.max(1, (1 + path.amount) / free);
}

/** Nearly even, softened at both ends; never stands still. */
function glide(t: number): number {
  return 0.7 * t + 0.3 * t * t * (3 - 2 * t);
}
