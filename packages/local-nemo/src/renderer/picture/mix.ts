import { BLACK_Y, type I420, NEUTRAL_CHROMA, planesOf } from './i420.ts';

/** Mixes `over` into `base`: 0 leaves `base`, 1 gives `over`. Both must be of the same size. */
export function crossfade(base: I420, over: I420, amount: number): void {
  const b = Math.round(Math.min(Math.max(amount, 0), 1) * 256);
  const a = 256 - b;
  const out = new Int32Array(base.data.buffer);
  const add = new Int32Array(over.data.buffer);
  for (let i = 0; i < out.length; i++) {
    const m = out[i] ?? 0;
    const n = add[i] ?? 0;
    const even = ((Math.imul(m & 0xff00ff, a) + Math.imul(n & 0xff00ff, b) + 0x800080) >>> 8) & 0xff00ff;
    const odd = (Math.imul((m >>> 8) & 0xff00ff, a) + Math.imul((n >>> 8) & 0xff00ff, b) + 0x800080) & 0xff00ff00;
    out[i] = even | odd;
  }
}

/** Dims a picture towards black: 1 leaves it, 0 is black. */
export function dim(picture: I420, light: number): void {
  const k = Math.round(Math.min(Math.max(light, 0), 1) * 256);
  const luma = new Uint8Array(256);
  const chroma = new Uint8Array(256);
  for (let i = 0; i < 256; i++) {
    luma[i] = BLACK_Y + (((Math.max(i, BLACK_Y) - BLACK_Y) * k + 128) >> 8);
    chroma[i] = NEUTRAL_CHROMA + (((i - NEUTRAL_CHROMA) * k + 128) >> 8);
  }
  for (const plane of planesOf(picture)) {
    const table = plane === picture.y ? luma : chroma;
    for (let i = 0; i < plane.bytes.length; i++) plane.bytes[i] = table[plane.bytes[i] ?? 0] ?? 0;
  }
}

/** Pushes `base` out to the left while `over` follows from the right; `amount` from 0 to 1. */
export function push(base: I420, over: I420, amount: number): void {
  // Even steps keep luma and chroma together; at this speed nobody sees the fraction of a pixel.
  const shift = Math.round((Math.min(Math.max(amount, 0), 1) * base.width) / 2) * 2;
  const targets = planesOf(base);
  planesOf(over).forEach((plane, i) => {
    const target = targets[i];
    if (!target) return;
    const by = i === 0 ? shift : shift / 2;
    for (let row = 0; row < plane.height; row++) {
      const at = row * plane.width;
      target.bytes.copyWithin(at, at + by, at + plane.width);
      target.bytes.set(plane.bytes.subarray(at, at + by), at + plane.width - by);
    }
  });
}

/** Uncovers `over` from left to right behind a soft edge; `amount` from 0 to 1. */
export function wipe(base: I420, over: I420, amount: number): void {
  const edge = 0.12;
  const targets = planesOf(base);
  planesOf(over).forEach((plane, i) => {
    const target = targets[i];
    if (!target) return;
    const weights = new Uint16Array(plane.width);
    for (let x = 0; x < plane.width; x++) {
      const w = (amount * (1 + edge) - (x + 0.5) / plane.width) / edge;
      weights[x] = Math.round(smooth(w) * 256);
    }
    for (let row = 0, at = 0; row < plane.height; row++) {
      for (let x = 0; x < plane.width; x++, at++) {
        const was = target.bytes[at] ?? 0;
        target.bytes[at] = was + ((((plane.bytes[at] ?? 0) - was) * (weights[x] ?? 0) + 128) >> 8);
      }
    }
  });
}

/** Smoothstep: eases from 0 to 1, flat outside. */
export function smooth(t: number): number {
  const x = Math.min(Math.max(t, 0), 1);
  return x * x * (3 - 2 * x);
}
