import type { Piece } from '../bytes.ts';
import type { Orientation } from './exif.ts';

/** What walking an image's structure tells, without decoding a pixel of it. */
export interface WalkedImage {
  /** px, as stored: before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** 1 for a still. */
  frames: number;
  /** The parts that make the picture; metadata (position, camera, comments, thumbnails) is left out. */
  pieces: Piece[];
}
