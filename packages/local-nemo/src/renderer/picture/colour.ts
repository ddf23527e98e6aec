import { createI420, type I420 } from './i420.ts';

// ITU-R BT.709, limited range, in 16.16 fixed point: 219 steps of luma and 224 of chroma.
const KR = 0.2126;
const KB = 0.0722;
const KG = 1 - KR - KB;
const fixed = (value: number) => Math.round(value * 65536);
const YR = fixed((KR * 219) / 255);
const YG = fixed((KG * 219) / 255);
const YB = fixed((KB * 219) / 255);
const UR = fixed((-KR / (2 * (1 - KB))) * (224 / 255));
const UG = fixed((-KG / (2 * (1 - KB))) * (224 / 255));
const UB = fixed(0.5 * (224 / 255));
const VR = fixed(0.5 * (224 / 255));
const VG = fixed((-KG / (2 * (1 - KR))) * (224 / 255));
const VB = fixed((-KB / (2 * (1 - KR))) * (224 / 255));

/** Luma of a colour given in 0..255 each. */
export function lumaOf(r: number, g: number, b: number): number {
  return (YR * r + YG * g + YB * b + (16 << 16) + 32768) >> 16;
}

/** The two chroma samples of a colour given in 0..255 each. */
export function chromaOf(r: number, g: number, b: number): { u: number; v: number } {
  return {
    u: (UR * r + UG * g + UB * b + (128 << 16) + 32768) >> 16,
    v: (VR * r + VG * g + VB * b + (128 << 16) + 32768) >> 16,
  };
}

/**
 * Converts packed 8-bit RGB to I420; chroma is the mean of each 2×2 block.
 * @param rgb three bytes a pixel, rows without padding
 * @param width px, a multiple of 8
 * @param height px, even
 */
export function rgbToI420(rgb: Uint8Array, width: number, height: number): I420 {
  const out = createI420(width, height);
  const { y, u, v } = out;
  const row = width * 3;
  let chroma = 0;
  for (let line = 0; line < height; line += 2) {
    let top = line * row;
    let bottom = top + row;
    let above = line * width;
    let below = above + width;
    for (let x = 0; x < width; x += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < 2; k++) {
        const r0 = rgb[top] ?? 0;
        const g0 = rgb[top + 1] ?? 0;
        const b0 = rgb[top + 2] ?? 0;
        const r1 = rgb[bottom] ?? 0;
        const g1 = rgb[bottom + 1] ?? 0;
        const b1 = rgb[bottom + 2] ?? 0;
        y.bytes[above++] = (YR * r0 + YG * g0 + YB * b0 + (16 << 16) + 32768) >> 16;
        y.bytes[below++] = (YR * r1 + YG * g1 + YB * b1 + (16 << 16) + 32768) >> 16;
        r += r0 + r1;
        g += g0 + g1;
        b += b0 + b1;
        top += 3;
        bottom += 3;
      }
      // The sums are four times too large, hence the shift by 18.
      u.bytes[chroma] = (UR * r + UG * g + UB * b + (128 << 18) + 131072) >> 18;
      v.bytes[chroma] = (VR * r + VG * g + VB * b + (128 << 18) + 131072) >> 18;
      chroma++;
    }
  }
  return out;
}
