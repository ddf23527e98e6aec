import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openPicture } from '../../src/renderer/film/picture-file.ts';
import { temporaryFolder } from './render-fixtures.ts';

const dir = await temporaryFolder();
const FRAMES = 300;

/** Sixteen greys, far enough apart for a GIF's colours. */
const greyOf = (frame: number) => ((frame % FRAMES) % 16) * 15;

/** A GIF of grey frames, a tenth of a second each. */
async function greys(path: string): Promise<void> {
  const size = { width: 64, height: 48 };
  const roll = Buffer.alloc(size.width * size.height * 3 * FRAMES);
  for (let frame = 0; frame < FRAMES; frame++) {
    const bytes = size.width * size.height * 3;
    roll.fill(greyOf(frame), frame * bytes, (frame + 1) * bytes);
  }
  await sharp(roll, { raw: { width: size.width, height: size.height * FRAMES, channels: 3, pageHeight: size.height } })
    .gif({ delay: Array(FRAMES).fill(100), loop: 0 })
    .toFile(path);
}

test('each frame of a long animation is shown at its time, also in the second round', async () => {
  const path = join(dir, 'greys.gif');
  await greys(path);
  const picture = await openPicture(path);
  picture.size(32, 24);
  const wrong: string[] = [];
  for (const frame of [0, 1, 99, 100, 101, 250, 299, 300, 401]) {
    const { y } = await picture.at(frame * 100 + 50);
    const luma = 16 + (greyOf(frame) * 219) / 255;
    if (Math.abs((y.bytes[0] ?? 0) - luma) > 5) wrong.push(`frame ${frame}: ${y.bytes[0]}, not ${luma}`);
  }
  await picture.close();
  expect(wrong).toEqual([]);
});
