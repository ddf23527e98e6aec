import sharp from 'sharp';
import { expect, test } from 'vitest';
import { expectCode, filesIn, never, openSpool, sourceOf } from '../core/media/helpers.ts';
import { gifOfTinyFrames, plainJpeg, webpOfTinyFrames } from '../core/media/hostile-files.ts';

async function refused(bytes: Uint8Array, code: 'too-complex' | 'too-many-pixels') {
  const { dir, spool, turn } = await openSpool();
  await expectCode(turn.take(sourceOf(bytes, 'file'), never()), code);
  expect(await filesIn(dir)).toEqual([]);
  expect(spool.heldBytes).toBe(0);
}

test('a GIF of 860,000 frames of 10×10 is refused before it is decoded', async () => {
  const gif = gifOfTinyFrames(20_000_000);
  expect(gif.length).toBeGreaterThan(19_000_000);
  const began = performance.now();
  await refused(gif, 'too-complex');
  // Decoding it takes a gigabyte and half a minute.
  expect(performance.now() - began).toBeLessThan(15_000);
});

test('an animated WebP of more than 3,000 frames is refused before it is decoded', async () => {
  await refused(await webpOfTinyFrames(3001), 'too-complex');
});

test.each([
  ['108', 12_000, 9_000, 6_000, 4_500],
  ['200', 16_320, 12_240, 6_000, 4_500],
])(
  'a JPEG of %s megapixels, as phones take, is made smaller and accepted',
  async (_, width, height, smaller, lower) => {
    const { turn } = await openSpool();
    const file = await turn.take(sourceOf(await plainJpeg(width, height), 'IMG.jpg'), never());
    expect(file).toMatchObject({ name: 'IMG.jpg', kind: 'image', width: smaller, height: lower, converted: true });
    expect(await sharp(file.path).metadata()).toMatchObject({ width: smaller, height: lower, format: 'jpeg' });
  },
);

test('a JPEG that claims more pixels than any camera has is refused before it is decoded', async () => {
  const jpeg = await plainJpeg(64, 64);
  const frameHeader = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(60_000, frameHeader + 5);
  jpeg.writeUInt16BE(60_000, frameHeader + 7);
  await refused(jpeg, 'too-many-pixels');
});
