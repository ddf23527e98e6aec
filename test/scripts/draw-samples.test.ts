import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawSample, SAMPLES } from '../../scripts/samples/all.ts';

const fileOf = (name: string): URL => new URL(`../../samples/${name}.jpg`, import.meta.url);

/** The mean colours of a picture in a grid of 6 × 4 fields, as one row of bytes. */
async function meanColours(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg).resize(6, 4, { fit: 'fill', kernel: 'linear' }).removeAlpha().raw().toBuffer();
}

describe('the sample photos', () => {
  it.each(SAMPLES)('%s is 1920 × 1280 and small enough to be cloned with the source', async (name) => {
    const { width, height, format } = await sharp(await readFile(fileOf(name))).metadata();
    expect({ width, height, format }).toEqual({ width: 1920, height: 1280, format: 'jpeg' });
    expect((await stat(fileOf(name))).size).toBeLessThanOrEqual(260_000);
  });

  it.each(SAMPLES)('%s is what the script draws', async (name) => {
    const committed = await meanColours(await readFile(fileOf(name)));
    const drawn = await meanColours(drawSample(name, 240));
    expect(drawn.length).toBe(6 * 4 * 3);
    for (const [index, value] of drawn.entries()) expect(Math.abs(value - (committed[index] ?? 999))).toBeLessThan(10);
  });

  it('is drawn the same, byte for byte, each time', () => {
    expect(drawSample('sea', 48).equals(drawSample('sea', 48))).toBe(true);
  });
});
