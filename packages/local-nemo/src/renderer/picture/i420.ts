/**
 * A picture as the encoder wants it: 8-bit planar YUV 4:2:0, BT.709, limited range. Composing in this format spares
 * every frame a conversion and moves half as many bytes as RGBA.
 */
export interface I420 {
  /** px; a multiple of 8, so that every plane's rows start on a 32-bit boundary. */
  width: number;
  /** px; even. */
  height: number;
  /** The three planes, one after the other. */
  data: Uint8Array;
  y: Plane;
  u: Plane;
  v: Plane;
}

/** One plane; `words` sees the same memory four samples at a time. */
export interface Plane {
  width: number;
  height: number;
  bytes: Uint8Array;
  words: Int32Array;
}

export const BLACK_Y = 16;
export const NEUTRAL_CHROMA = 128;

/** A new picture, zero-filled. Sizes in px are rounded up to what the format allows. */
export function createI420(width: number, height: number): I420 {
  const w = Math.ceil(width / 8) * 8;
  const h = Math.ceil(height / 2) * 2;
  const buffer = new ArrayBuffer((w * h * 3) / 2);
  const plane = (offset: number, planeWidth: number, planeHeight: number): Plane => ({
    width: planeWidth,
    height: planeHeight,
    bytes: new Uint8Array(buffer, offset, planeWidth * planeHeight),
    words: new Int32Array(buffer, offset, (planeWidth * planeHeight) / 4),
  });
  return {
    width: w,
    height: h,
    data: new Uint8Array(buffer),
    y: plane(0, w, h),
    u: plane(w * h, w / 2, h / 2),
    v: plane((w * h * 5) / 4, w / 2, h / 2),
  };
}

/** The planes of a picture, luma first. */
export function planesOf(picture: I420): [Plane, Plane, Plane] {
  return [picture.y, picture.u, picture.v];
}

/** Copies `from` onto `to`, which must be of the same size. */
export function copyI420(from: I420, to: I420): void {
  to.data.set(from.data);
}
