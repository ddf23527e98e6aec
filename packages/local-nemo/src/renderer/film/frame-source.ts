import type { I420 } from '../picture/i420.ts';

/** A place in the spare width and height, 0 to 1. */
export interface Focus {
  x: number;
  y: number;
}

/** Decoded pictures of one file, at the size asked for, over time. */
export interface FrameSource {
  /** px, as it is meant to be seen. */
  width: number;
  height: number;
  /**
   * Where in its spare width and height (0 to 1) a crop to an aspect (width / height) shows what matters most.
   * Undefined: not known.
   */
  focus?(aspect: number): Promise<Focus>;
  /** The picture at a time (ms) since the shot came into view; the same object while nothing changes. */
  at(time: number): Promise<I420>;
  /** Sets the size (px, multiples of 8) of all pictures to come. */
  size(width: number, height: number): void;
  close(): Promise<void>;
}
