import { createI420, type I420, planesOf } from './i420.ts';

/** Copies the whole of `from` into `to`, its top left corner at (x, y): even px; `from` must fit. */
export function copyPart(from: I420, to: I420, x: number, y: number): void {
  const targets = planesOf(to);
  planesOf(from).forEach((plane, i) => {
    const target = targets[i];
    if (!target) return;
    const left = i === 0 ? x : x / 2;
    const top = i === 0 ? y : y / 2;
    const width = Math.min(plane.width, target.width - left);
    const height = Math.min(plane.height, target.height - top);
    for (let row = 0; row < height; row++) {
      const at = row * plane.width;
      target.bytes.set(plane.bytes.subarray(at, at + width), (top + row) * target.width + left);
    }
  });
}

/** The picture turned clockwise by a multiple of 90 degrees. Its sides must be multiples of 8 where they swap. */
export function rotated(picture: I420, degrees: 0 | 90 | 180 | 270): I420 {
  if (degrees === 0) return picture;
  const swap = degrees !== 180;
  const out = createI420(swap ? picture.height : picture.width, swap ? picture.width : picture.height);
  const targets = planesOf(out);
  planesOf(picture).forEach((plane, i) => {
    const target = targets[i];
    if (!target) return;
    const { width, height, bytes } = plane;
    // Where the first sample goes, and how far apart neighbours of a row and of a column end up.
    const start = degrees === 90 ? height - 1 : degrees === 180 ? width * height - 1 : (width - 1) * target.width;
    const along = degrees === 90 ? target.width : degrees === 180 ? -1 : -target.width;
    const down = degrees === 90 ? -1 : degrees === 180 ? -width : 1;
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0, to = start + y * down; x < width; x++, at++, to += along) target.bytes[to] = bytes[at] ?? 0;
    }
  });
  return out;
}
