import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fitVideo } from '../../../src/core/media/fit.ts';
import { probeVideo } from '../../../src/core/media/probe.ts';
import { never, tempFolder } from './helpers.ts';
import { noisyFilm } from './recordings.ts';

async function source() {
  const folder = await tempFolder();
  const path = join(folder, 'film.mp4');
  await noisyFilm(path);
  return { folder, path, facts: await probeVideo(path, never()) };
}

test('a video over the limit becomes one that fits and plays everywhere, with its length and sound', async () => {
  const { folder, path, facts } = await source();
  expect((await stat(path)).size).toBeGreaterThan(400_000);
  const outPath = join(folder, 'fitted.mp4');
  const percents: number[] = [];
  const fitted = await fitVideo(path, outPath, facts, 300_000, {
    signal: never(),
    onProgress: (percent) => percents.push(percent),
  });
  const { size } = await stat(outPath);
  expect(fitted?.bytes).toBe(size);
  expect(size).toBeLessThanOrEqual(300_000);
  expect(size).toBeGreaterThan(150_000);
  const probed = await probeVideo(outPath, never());
  expect(probed).toMatchObject({ width: 320, height: 240, hasAudio: true, playsEverywhere: true });
  expect(Math.abs(probed.durationMs - facts.durationMs)).toBeLessThan(100);
  expect(percents.length).toBeGreaterThan(0);
  expect(percents.every((percent) => percent >= 0 && percent <= 99)).toBe(true);
});

test('a limit under which nothing looks good gives none, and leaves no file', async () => {
  const { folder, path, facts } = await source();
  expect(await fitVideo(path, join(folder, 'fitted.mp4'), facts, 20_000, { signal: never() })).toBeUndefined();
  expect(await readdir(folder)).toEqual(['film.mp4']);
});

test('cancelling ends the encoding and leaves no file', async () => {
  const { folder, path, facts } = await source();
  const aborter = new AbortController();
  const reason = new Error('cancelled');
  const fitting = fitVideo(path, join(folder, 'fitted.mp4'), facts, 300_000, { signal: aborter.signal });
  setImmediate(() => aborter.abort(reason));
  await expect(fitting).rejects.toBe(reason);
  expect(await readdir(folder)).toEqual(['film.mp4']);
});
