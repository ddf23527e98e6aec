import type { Piece } from '../bytes.ts';
import type { Orientation } from './exif.ts';

/** What an image's structure says, read without decoding a pixel of it. */
export interface ImageStructure {
  /** px, as stored: before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** 1 for a still. */
  frames: number;
  /** The parts that make the picture; metadata (position, camera, comments, thumbnails) is left out. */
  pieces: Piece[];
  /** True when the file has no end marker and one was added: it may be cut off, which only decoding can tell. */
  endMissing?: boolean;
}

/** Thrown as soon as an animation turns out to have more frames than may be decoded. */
export class TooManyFramesError extends Error {
  override readonly name = 'TooManyFramesError';
}
