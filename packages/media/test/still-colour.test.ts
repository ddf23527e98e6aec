import { expect, test } from 'vitest';
import { convertStill, needsConversion } from '../src/still-colour.ts';

const PATCHES = [
  [60, 60, 60],
  [100, 100, 100],
  [130, 130, 130],
  [150, 150, 150],
  [120, 112, 106],
  [100, 108, 105],
  [110, 106, 114],
  [140, 136, 130],
];

/** So wide that it is converted in several pieces. */
const WIDTH = 150_000;

/** What becomes of a picture with a row for each patch, and a fourth channel for transparency. */
async function mapped(colours: { primaries: number; transfer: number }): Promise<number[][]> {
  const data = new Uint8Array(WIDTH * PATCHES.length * 4);
  for (const [row, patch] of PATCHES.entries())
    for (let x = 0; x < WIDTH; x++) data.set([...patch, 77], (row * WIDTH + x) * 4);
  await convertStill({ width: WIDTH, height: PATCHES.length, channels: 4, data }, colours);
  return PATCHES.map((_, row) => [...data.subarray((row * WIDTH + WIDTH - 1) * 4, (row * WIDTH + WIDTH) * 4)]);
}

// Made of the same patches by FFmpeg's own program: zscale to linear light and BT.709, tonemap=mobius, zscale to BT.709.
test.each([
  [
    'PQ',
    16,
    [
      [68, 68, 68],
      [154, 154, 154],
      [216, 216, 216],
      [237, 237, 237],
      [207, 165, 149],
      [133, 177, 164],
      [180, 161, 189],
      [230, 206, 185],
    ],
  ],
  [
    'HLG',
    18,
    [
      [90, 90, 90],
      [151, 151, 151],
      [187, 187, 187],
      [206, 206, 206],
      [183, 162, 153],
      [142, 164, 157],
      [167, 157, 171],
      [199, 188, 178],
    ],
  ],
])(
  'a still in %s is tone-mapped as FFmpeg does it, and stays as transparent as it is',
  async (_, transfer, expected) => {
    expect(await mapped({ primaries: 9, transfer })).toEqual(expected.map((patch) => [...patch, 77]));
  },
);

test('Display P3 becomes more saturated sRGB, greys stay', async () => {
  const made = await mapped({ primaries: 12, transfer: 13 });
  expect(made.slice(0, 4)).toEqual(PATCHES.slice(0, 4).map((patch) => [...patch, 77]));
  // With the matrix of SMPTE EG 432-1 in linear light: 120, 112, 106 is 122, 112, 105.
  expect(made[4]).toEqual([122, 112, 105, 77]);
});

test('what looks right as it is needs nothing', () => {
  expect(needsConversion({ primaries: 1, transfer: 13 })).toBe(false);
  expect(needsConversion({ primaries: 2, transfer: 2 })).toBe(false);
  expect(needsConversion({ primaries: 2, transfer: 16 })).toBe(true);
});
