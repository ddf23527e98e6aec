import { expect, test } from 'vitest';
import { createI420, type I420, type Plane, planesOf } from '../../src/renderer/picture/i420.ts';
import { type Rect, Resampler, resample } from '../../src/renderer/picture/resample.ts';

/** Rough and smooth parts, the same each time. */
function textured(width: number, height: number): I420 {
  const picture = createI420(width, height);
  picture.data.forEach((_, i) => {
    picture.data[i] = i % 97 < 40 ? (Math.imul(i, 2_654_435_761) >>> 24) % 256 : 60 + (i % 97);
  });
  return picture;
}

/** Catmull and Rom's cubic between `b` and `c`, as their paper writes it. */
function cubic([a, b, c, d]: [number, number, number, number], t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * (b - c) + d - a) * t * t * t);
}

/** The same part of a plane by floating-point arithmetic, one sample at a time. */
function sampleOf(plane: Plane, part: Rect, target: Plane, column: number, row: number): number {
  const at = (size: number, from: number, length: number, i: number, n: number) =>
    Math.min(Math.max(from + ((i + 0.5) * length) / n - 0.5, 0), size - 1);
  const x = at(plane.width, part.x, part.width, column, target.width);
  const y = at(plane.height, part.y, part.height, row, target.height);
  const pixel = (i: number, j: number) => {
    const inside = (value: number, size: number) => Math.min(Math.max(value, 0), size - 1);
    return plane.bytes[inside(j, plane.height) * plane.width + inside(i, plane.width)] ?? 0;
  };
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const down = (i: number) =>
    Math.min(
      255,
      Math.max(0, Math.round(cubic([pixel(i, top - 1), pixel(i, top), pixel(i, top + 1), pixel(i, top + 2)], y - top))),
    );
  const value = cubic([down(left - 1), down(left), down(left + 1), down(left + 2)], x - left);
  return Math.min(255, Math.max(0, value));
}

function largestDifference(source: I420, part: Rect, target: I420): number {
  let largest = 0;
  planesOf(target).forEach((plane, i) => {
    const from = planesOf(source)[i];
    if (!from) return;
    const k = i === 0 ? 1 : 0.5;
    const scaled = { x: part.x * k, y: part.y * k, width: part.width * k, height: part.height * k };
    for (let row = 0; row < plane.height; row++) {
      for (let column = 0; column < plane.width; column++) {
        const drawn = plane.bytes[row * plane.width + column] ?? 0;
        largest = Math.max(largest, Math.abs(drawn - sampleOf(from, scaled, plane, column, row)));
      }
    }
  });
  return largest;
}

const PARTS: [what: string, source: [number, number], target: [number, number], part: Rect][] = [
  ['a little finer', [240, 136], [200, 112], { x: 3.3, y: 1.7, width: 221.4, height: 125.1 }],
  ['much finer', [240, 136], [64, 36], { x: 0, y: 0, width: 240, height: 136 }],
  ['coarser', [64, 48], [200, 120], { x: 7.25, y: 4.5, width: 40, height: 24 }],
  ['at all four edges', [64, 48], [96, 72], { x: -4, y: -4, width: 72, height: 56 }],
  // 152, 76 and 8, 4 are no multiples of the 16 columns that are written at once.
  ['narrow rows', [160, 90], [152, 86], { x: 1, y: 1, width: 155.5, height: 87.5 }],
  ['hardly any columns', [16, 8], [8, 4], { x: 0.5, y: 0.5, width: 15, height: 7 }],
];

test.each(PARTS)('the part of a picture is the cubic through its samples: %s', (_, source, target, part) => {
  const picture = textured(...source);
  const out = createI420(...target);
  resample(picture, part, out);
  // Each of the two passes rounds, and the second weighs what the first one lost.
  expect(largestDifference(picture, part, out)).toBeLessThan(1.75);
});

test('a picture of the same size, drawn whole, is the same byte for byte', () => {
  const picture = textured(176, 98);
  const out = createI420(176, 98);
  resample(picture, { x: 0, y: 0, width: 176, height: 98 }, out);
  expect(Buffer.from(out.data).equals(picture.data)).toBe(true);
});

test('light and dark stay within what a byte holds', () => {
  const picture = createI420(64, 32);
  for (let i = 0; i < picture.y.bytes.length; i++) picture.y.bytes[i] = i % 8 < 4 ? 0 : 255;
  const out = createI420(64, 32);
  resample(picture, { x: 0.5, y: 0, width: 64, height: 32 }, out);
  const values = new Set(out.y.bytes);
  // Between two equal neighbours the cubic runs beyond them, where a byte would begin anew.
  expect([...values].filter((value) => value > 20 && value < 110)).toEqual([]);
  expect(values.has(0) && values.has(255)).toBe(true);
});

test('a loaded picture stays as it was, is drawn at any size, and gives way to the next', () => {
  const resampler = new Resampler();
  const picture = createI420(32, 16);
  picture.data.fill(77);
  resampler.load(picture);
  picture.data.fill(0);
  for (const size of [8, 640, 16, 1920]) {
    const out = createI420(size, size / 2);
    resampler.draw({ x: 4, y: 2, width: 20, height: 10 }, out);
    expect(new Set(out.data)).toEqual(new Set([77]));
  }
  const large = createI420(2400, 1352);
  large.data.fill(155);
  resampler.load(large);
  const out = createI420(1920, 1080);
  resampler.draw({ x: 1.5, y: 1.5, width: 2300, height: 1290 }, out);
  expect(new Set(out.data)).toEqual(new Set([155]));
});

test('a part that the kernel cannot bring to the target is refused', () => {
  const picture = textured(480, 16);
  expect(() => resample(picture, { x: 0, y: 0, width: 480, height: 16 }, createI420(96, 16))).toThrow(RangeError);
});
