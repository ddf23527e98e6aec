import { copyPart } from './copy.ts';
import { createI420, type I420, type Plane, planesOf } from './i420.ts';
import { dim, smooth } from './mix.ts';
import { type Rect, resample } from './resample.ts';

const SMALL = 120;
const BLUR_RADIUS = 6;
const LIGHT = 0.55;

/**
 * Lays `picture` whole, centred, over a blurred and darkened cover of itself.
 * @param target gets the composition; `picture` must not be larger
 * @param softEdge fades the picture's edges into the backdrop, where there is any beside it
 */
export function composeWhole(picture: I420, target: I420, softEdge = false): void {
  let small = cropTo(picture, target.width / target.height);
  while (Math.min(small.width, small.height) > SMALL * 2) small = halved(small);
  for (const plane of planesOf(small)) blur(plane, plane === small.y ? BLUR_RADIUS : BLUR_RADIUS / 2);
  dim(small, LIGHT);
  // A margin hides the blur's repeated edges.
  const mx = small.width * 0.04;
  const my = small.height * 0.04;
  resample(small, { x: mx, y: my, width: small.width - 2 * mx, height: small.height - 2 * my }, target);
  dither(target.y);
  const even = (free: number) => Math.max(0, Math.round(free / 4) * 2);
  const [x, y] = [even(target.width - picture.width), even(target.height - picture.height)];
  if (softEdge) blendPart(picture, target, x, y);
  else copyPart(picture, target, x, y);
}

/** Of the picture's side that a soft edge takes. */
const SOFT_EDGE = 0.05;

/** Like {@link copyPart}, fading in from each edge that does not touch the target's own. */
function blendPart(picture: I420, target: I420, x: number, y: number): void {
  const targets = planesOf(target);
  planesOf(picture).forEach((plane, i) => {
    const into = targets[i];
    if (!into) return;
    const by = i === 0 ? 1 : 2;
    const across = edgeWeights(plane.width, x > 0);
    const down = edgeWeights(plane.height, y > 0);
    for (let row = 0; row < plane.height; row++) {
      const start = (y / by + row) * into.width + x / by;
      for (let column = 0; column < plane.width; column++) {
        const weight = (across[column] ?? 1) * (down[row] ?? 1);
        const was = into.bytes[start + column] ?? 0;
        into.bytes[start + column] = was + ((plane.bytes[row * plane.width + column] ?? 0) - was) * weight + 0.5;
      }
    }
  });
}

function edgeWeights(length: number, isSoft: boolean): Float32Array {
  const reach = Math.max(1, length * SOFT_EDGE);
  return Float32Array.from({ length }, (_, i) => (isSoft ? smooth(Math.min(i + 0.5, length - i - 0.5) / reach) : 1));
}

/** The middle of the picture at another aspect, at about half its resolution. */
function cropTo(picture: I420, aspect: number): I420 {
  const width = Math.min(picture.width, picture.height * aspect);
  const height = Math.min(picture.height, picture.width / aspect);
  const from: Rect = { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
  const out = createI420(width / 2, height / 2);
  resample(picture, from, out);
  return out;
}

/** Half the size: bilinear at exactly 2:1 is the mean of each 2×2 block. */
function halved(picture: I420): I420 {
  const out = createI420(picture.width / 2, picture.height / 2);
  resample(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, out);
  return out;
}

/** Three box blurs in each direction come close to a Gaussian. */
function blur(plane: Plane, radius: number): void {
  const line = new Float32Array(Math.max(plane.width, plane.height));
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 0; y < plane.height; y++) blurLine(plane.bytes, y * plane.width, 1, plane.width, radius, line);
    for (let x = 0; x < plane.width; x++) blurLine(plane.bytes, x, plane.width, plane.height, radius, line);
  }
}

function blurLine(bytes: Uint8Array, start: number, step: number, count: number, radius: number, line: Float32Array) {
  const at = (i: number) => bytes[start + Math.min(Math.max(i, 0), count - 1) * step] ?? 0;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < count; i++) {
    line[i] = sum / (2 * radius + 1);
    sum += at(i + radius + 1) - at(i - radius);
  }
  for (let i = 0; i < count; i++) bytes[start + i * step] = Math.round(line[i] ?? 0);
}

/** A grain of ±1 breaks up the steps of a dark, smooth surface. Deterministic, so the same draft gives the same film. */
function dither(plane: Plane): void {
  let state = 0x9e3779b9;
  for (let i = 0; i < plane.bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    plane.bytes[i] = (plane.bytes[i] ?? 0) + ((state >>> 24) % 3) - 1;
  }
}
