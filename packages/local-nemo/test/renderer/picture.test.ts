import { expect, test } from 'vitest';
import { rgbToI420 } from '../../src/renderer/picture/colour.ts';
import { rotated } from '../../src/renderer/picture/copy.ts';
import { createI420 } from '../../src/renderer/picture/i420.ts';
import { crossfade, dim, push, wipe } from '../../src/renderer/picture/mix.ts';
import { resample } from '../../src/renderer/picture/resample.ts';

function grey(luma: number, width = 16, height = 16) {
  const picture = createI420(width, height);
  picture.y.bytes.fill(luma);
  picture.u.bytes.fill(128);
  picture.v.bytes.fill(128);
  return picture;
}

test('RGB becomes BT.709 in limited range', () => {
  const rgb = new Uint8Array(8 * 2 * 3);
  for (let i = 0; i < 16; i++) rgb.set([255, 0, 0], i * 3);
  const red = rgbToI420(rgb, 8, 2);
  // ITU-R BT.709 for pure red: Y 63, Cb 102, Cr 240.
  expect([red.y.bytes[0], red.u.bytes[0], red.v.bytes[0]]).toEqual([63, 102, 240]);
  const white = rgbToI420(new Uint8Array(48).fill(255), 8, 2);
  expect([white.y.bytes[5], white.u.bytes[1], white.v.bytes[1]]).toEqual([235, 128, 128]);
});

test('resampling a whole picture onto its own size changes nothing', () => {
  const picture = createI420(16, 8);
  picture.data.forEach((_, i) => {
    picture.data[i] = (i * 37) % 256;
  });
  const out = createI420(16, 8);
  resample(picture, { x: 0, y: 0, width: 16, height: 8 }, out);
  // The very last row and column may be off by one thousandth of a pixel.
  expect(Math.max(...out.data.map((value, i) => Math.abs(value - (picture.data[i] ?? 0))))).toBeLessThanOrEqual(2);
});

test('resampling follows fractions of a pixel', () => {
  const ramp = createI420(32, 8);
  for (let i = 0; i < ramp.y.bytes.length; i++) ramp.y.bytes[i] = (i % 32) * 8;
  const out = createI420(16, 8);
  const at = (x: number) => {
    resample(ramp, { x, y: 0, width: 16, height: 8 }, out);
    return out.y.bytes[16 * 4 + 3];
  };
  // Eight steps of light per pixel: an eighth of a pixel is one step.
  expect([at(4), at(4.125), at(4.25), at(4.5)]).toEqual([56, 57, 58, 60]);
});

test('a crossfade mixes, a dim goes to black, not below', () => {
  const mixed = grey(40);
  crossfade(mixed, grey(200), 0.25);
  expect(mixed.y.bytes[7]).toBe(80);
  const dimmed = grey(216);
  dim(dimmed, 0.5);
  expect(dimmed.y.bytes[7]).toBe(116);
  dim(dimmed, 0);
  expect(dimmed.y.bytes[7]).toBe(16);
});

test('a push moves one picture out and the other in; a wipe uncovers from the left', () => {
  const pushed = grey(40);
  push(pushed, grey(200), 0.5);
  expect([pushed.y.bytes[7], pushed.y.bytes[8]]).toEqual([40, 200]);
  const wiped = grey(40, 64, 8);
  wipe(wiped, grey(200, 64, 8), 0.5);
  expect([wiped.y.bytes[10], wiped.y.bytes[54]]).toEqual([200, 40]);
});

test('turning a picture clockwise moves its top left corner to the top right', () => {
  const picture = grey(16, 16, 8);
  picture.y.bytes[0] = 99;
  const turned = rotated(picture, 90);
  expect([turned.width, turned.height, turned.y.bytes[7]]).toEqual([8, 16, 99]);
  expect(rotated(picture, 180).y.bytes[16 * 8 - 1]).toBe(99);
  expect(rotated(picture, 270).y.bytes[15 * 8]).toBe(99);
});
