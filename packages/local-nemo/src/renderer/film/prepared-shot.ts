import { RenderError } from '../errors.ts';
import { composeWhole } from '../picture/backdrop.ts';
import { createI420, type I420 } from '../picture/i420.ts';
import { openClip } from './clip.ts';
import { fitInto } from './fit.ts';
import type { Focus } from './frame-source.ts';
import { type CameraPath, cameraPath, type Extent, greatestZoom } from './motion.ts';
import { openPicture } from './picture-file.ts';
import type { Shot } from './plan.ts';

/** A shot ready to be filmed. */
export interface PreparedShot {
  path: CameraPath;
  extent: Extent;
  /** How many px of its own the picture has for one of the frame, along a side. */
  detail: number;
  focus?: Focus | undefined;
  /** The composed picture at a time (ms) since the shot came into view; the same object while nothing changes. */
  at(time: number): Promise<I420>;
  close(): Promise<void>;
}

/** With less to spare than this (in frames), it does not matter what is cut off. */
const LEAST_SPARE = 0.08;

/** Pictures are kept a little finer than they are shown, so that bilinear sampling stays even while the camera moves. */
const OVERSAMPLING = 1.1;

/**
 * Opens a shot's file and lays it into the frame.
 * @param frame px
 * Throws a RenderError naming the segment when the file is missing or cannot be decoded.
 */
export async function prepareShot(
  shot: Shot,
  files: Record<string, string>,
  frame: Extent,
  softEdge = false,
): Promise<PreparedShot> {
  const { name, src, kind, motion, strength, fit: wish } = shot.segment.m;
  const file = Object.hasOwn(files, src) ? files[src] : undefined;
  if (file === undefined) throw new RenderError('bad-media', `the file of "${name}" is missing`, { src });
  const named = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw new RenderError('bad-media', `"${name}" cannot be decoded`, { cause: error, src });
    }
  };
  const source = await named(
    kind === 'video' ? openClip(file, shot.segment.m.in, shot.segment.m.speed) : openPicture(file),
  );
  const fit = fitInto(source.width / source.height, frame.width / frame.height, wish);
  const path = cameraPath(motion, strength, shot.to - shot.from);
  const zoom = greatestZoom(path, fit.extent);
  // Whole while the camera rests: it touches the frame's edges, and a zoom may take a little of them.
  const shown = fit.kind === 'whole' ? fit.inner : fit.extent;
  const natural = source.width / (shown.width * frame.width);
  const finest = path.amount === 0 && fit.kind === 'whole' ? 1 : zoom * OVERSAMPLING;
  const scale = Math.min(Math.max(natural, 1), finest);
  const px = (share: number, side: number) => Math.max(8, Math.round((share * side * scale) / 8) * 8);
  source.size(px(shown.width, frame.width), px(shown.height, frame.height));
  if (fit.kind === 'cover') {
    const spare = Math.max(fit.extent.width, fit.extent.height) - 1;
    const focus =
      spare > LEAST_SPARE ? await named(Promise.resolve(source.focus?.(frame.width / frame.height))) : undefined;
    return {
      path,
      extent: fit.extent,
      focus,
      detail: natural,
      at: (time) => named(source.at(time)),
      close: () => source.close(),
    };
  }
  const composed = createI420(px(1, frame.width), px(1, frame.height));
  const at = composedFrames((time) => named(source.at(time)), composed, softEdge);
  return { path, extent: fit.extent, detail: natural, at, close: () => source.close() };
}

/** Frames of a shot that is shown whole, on a blurred backdrop; one that did not change is the same object. */
function composedFrames(
  pictureAt: (time: number) => Promise<I420>,
  composed: I420,
  softEdge: boolean,
): PreparedShot['at'] {
  let last: I420 | undefined;
  let current = composed;
  return async (time) => {
    const picture = await pictureAt(time);
    if (picture !== last) {
      composeWhole(picture, composed, softEdge);
      // A new object of the same memory tells the caller that the picture changed.
      current = { ...composed };
      last = picture;
    }
    return current;
  };
}
