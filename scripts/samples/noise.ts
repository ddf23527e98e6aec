/** Seeded noise and the small arithmetic of shading; every function is pure, so a picture is the same on every machine. */

/** A colour in linear light; 1 is white, more is brighter than white. */
export type Rgb = readonly [number, number, number];

/** `value` held between 0 and 1. */
export const unit = (value: number): number => Math.max(0, Math.min(1, value));

/** From `a` (at `t` = 0) to `b` (at `t` = 1), in a straight line. */
export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;

/** A soft step: 0 up to `from`, 1 from `to` on. */
export function soft(from: number, to: number, value: number): number {
  const t = unit((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** From colour `a` to colour `b`, in a straight line. */
export const mix = (a: Rgb, b: Rgb, t: number): Rgb => [lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)];

/** Light `b`, `amount` times, on top of `a`. */
export const glow = (a: Rgb, b: Rgb, amount: number): Rgb => [
  a[0] + b[0] * amount,
  a[1] + b[1] * amount,
  a[2] + b[2] * amount,
];

/** A gradient through `stops`, each a place and its colour, in rising order. */
export function gradient(stops: readonly (readonly [number, Rgb])[], at: number): Rgb {
  let [fromAt, from] = stops[0] ?? [0, [0, 0, 0]];
  for (const [toAt, to] of stops) {
    if (at < toAt) return mix(from, to, soft(fromAt, toAt, at));
    [fromAt, from] = [toAt, to];
  }
  return from;
}

/** A number from 0 up to 1 for two whole numbers and a seed, with no pattern to see. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** A source of numbers from 0 up to 1, always the same for the same seed. */
export function dice(seed: number): () => number {
  let thrown = 0;
  return () => hash(thrown++, 17, seed);
}

function slope(ix: number, iy: number, seed: number, dx: number, dy: number): number {
  const turn = hash(ix, iy, seed) * Math.PI * 2;
  return Math.cos(turn) * dx + Math.sin(turn) * dy;
}

/** Perlin's gradient noise: about −0.7 to 0.7, smooth, one wave per unit. */
export function noise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  const sx = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const sy = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  const top = lerp(slope(ix, iy, seed, fx, fy), slope(ix + 1, iy, seed, fx - 1, fy), sx);
  const low = lerp(slope(ix, iy + 1, seed, fx, fy - 1), slope(ix + 1, iy + 1, seed, fx - 1, fy - 1), sx);
  return lerp(top, low, sy);
}

/** Noise of several scales laid over each other, each half as wide and half as strong as the one before. */
export function clouds(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 1;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += noise(x * scale, y * scale, seed + octave * 31) * weight;
    weight *= 0.5;
    scale *= 2.03;
  }
  return sum;
}

/** Like {@link clouds}, with sharp crests, as mountains have them: about 0 to 1. */
export function crests(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let scale = 1;
  let before = 1;
  for (let octave = 0; octave < octaves; octave++) {
    const crest = 1 - Math.abs(noise(x * scale, y * scale, seed + octave * 57)) * 1.6;
    sum += crest * crest * weight * before;
    before = unit(crest);
    weight *= 0.48;
    scale *= 2.07;
  }
  return sum;
}
