import { expect, test } from 'vitest';
import { planFit } from '../../../src/core/media/fit-plan.ts';

const MIB = 1024 * 1024;
const film = (seconds: number, width = 1920, height = 1080) => ({
  width,
  height,
  durationMs: seconds * 1000,
  hasAudio: true,
});

test.each([
  ['10 s for 10 MiB stays at 1080p', 10, 10, 1080, 30],
  ['30 s for 10 MiB becomes 720p', 30, 10, 720, 30],
  ['100 s for 10 MiB becomes 540p', 100, 10, 540, 30],
  ['3 min for 10 MiB becomes 540p at 24 frames a second', 180, 10, 540, 24],
  ['3 min for 50 MiB becomes 720p', 180, 50, 720, 30],
])('%s', (_, seconds, mib, short, frameRate) => {
  expect(planFit(film(seconds), mib * MIB)).toMatchObject({ maxShortSide: short, maxFrameRate: frameRate });
});

test('what would look too bad has no plan', () => {
  expect(planFit(film(600), 10 * MIB)).toBeUndefined();
  expect(planFit(film(0), 10 * MIB)).toBeUndefined();
});

test('an upright video is measured by its sides, whichever way it lies', () => {
  expect(planFit(film(30, 1080, 1920), 10 * MIB)).toEqual(planFit(film(30), 10 * MIB));
});

test('picture and sound together come to less than 95 % of the limit', () => {
  const plan = planFit(film(30), 10 * MIB);
  const bits = ((plan?.pictureBitRate ?? 0) + (plan?.soundBitRate ?? 0)) * 30;
  expect(bits / 8).toBeLessThan(0.95 * 10 * MIB);
  expect(bits / 8).toBeGreaterThan(0.92 * 10 * MIB);
});

test('a film that is only to be made playable does not grow up to the limit', () => {
  expect(planFit(film(2, 320, 240), 2000 * MIB)).toMatchObject({ pictureBitRate: 460_800, soundBitRate: 128_000 });
});
