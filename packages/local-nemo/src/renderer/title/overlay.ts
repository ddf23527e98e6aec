import type { Canvas } from '@napi-rs/canvas';
import { chromaOf, lumaOf } from '../picture/colour.ts';
import type { I420 } from '../picture/i420.ts';

/** A drawing to lay over frames: its planes in the frame's format, and how much of each it covers (0 to 255). */
export interface Overlay {
  /** First row, and number of rows, that the drawing touches; even, px. */
  top: number;
  rows: number;
  luma: Layer;
  u: Layer;
  v: Layer;
}

interface Layer {
  value: Uint8Array;
  cover: Uint8Array;
}

/** Makes an overlay of a canvas of the frame's size. Rows without a drawing are left out. */
export function overlayOf(canvas: Canvas): Overlay {
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const isEmpty = (row: number) => {
    for (let i = row * width * 4 + 3; i < (row + 1) * width * 4; i += 4) if (pixels[i]) return false;
    return true;
  };
  let top = 0;
  while (top < height && isEmpty(top)) top++;
  let bottom = height;
  while (bottom > top && isEmpty(bottom - 1)) bottom--;
  top -= top % 2;
  const rows = Math.min(height - top, bottom - top + ((bottom - top) % 2));
  const layer = (size: number): Layer => ({ value: new Uint8Array(size), cover: new Uint8Array(size) });
  const luma = layer(width * rows);
  const u = layer((width * rows) / 4);
  const v = { value: new Uint8Array(u.value.length), cover: u.cover };
  for (let y = 0; y < rows; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let cover = 0;
      let [r, g, b] = [0, 0, 0];
      for (let k = 0; k < 4; k++) {
        const at = (y + (k >> 1)) * width + x + (k & 1);
        const p = (top * width + at) * 4;
        const alpha = pixels[p + 3] ?? 0;
        luma.value[at] = lumaOf(pixels[p] ?? 0, pixels[p + 1] ?? 0, pixels[p + 2] ?? 0);
        luma.cover[at] = alpha;
        cover += alpha;
        r += (pixels[p] ?? 0) * alpha;
        g += (pixels[p + 1] ?? 0) * alpha;
        b += (pixels[p + 2] ?? 0) * alpha;
      }
      const c = ((y >> 1) * width + x) >> 1;
      const chroma = cover === 0 ? { u: 128, v: 128 } : chromaOf(r / cover, g / cover, b / cover);
      u.value[c] = chroma.u;
      v.value[c] = chroma.v;
      u.cover[c] = (cover + 2) >> 2;
    }
  }
  return { top, rows, luma, u, v };
}

/** Lays an overlay over a frame of the width it was made for. @param opacity 0 to 1 */
export function lay(overlay: Overlay, frame: I420, opacity: number): void {
  const k = Math.round(opacity * 257);
  if (k <= 0) return;
  blend(overlay.luma, frame.y.bytes, overlay.top * frame.width, k);
  const chromaStart = (overlay.top * frame.width) / 4;
  blend(overlay.u, frame.u.bytes, chromaStart, k);
  blend(overlay.v, frame.v.bytes, chromaStart, k);
}

/** @param k opacity, times 257, so that a cover of 255 at full opacity makes almost exactly 65536 */
function blend(layer: Layer, target: Uint8Array, start: number, k: number): void {
  const { value, cover } = layer;
  for (let i = 0; i < cover.length; i++) {
    const share = (cover[i] ?? 0) * k;
    if (share === 0) continue;
    const was = target[start + i] ?? 0;
    target[start + i] = was + ((((value[i] ?? 0) - was) * share + 32768) >> 16);
  }
}
