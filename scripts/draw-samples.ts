/**
 * Draws the sample photos in `samples/`, which the demo makes its video of. They are computed, light by light, so
 * that the project ships pictures of its own: `npm run samples` (about a minute).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { drawSample, SAMPLES } from './samples/all.ts';

const HEIGHT = 1280;
const folder = new URL('../samples/', import.meta.url);

await mkdir(folder, { recursive: true });
for (const name of SAMPLES) {
  const jpeg = drawSample(name, HEIGHT);
  await writeFile(new URL(`${name}.jpg`, folder), jpeg);
  process.stdout.write(`samples/${name}.jpg ${Math.round(jpeg.length / 1000)} kB\n`);
}
