import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawn, expectCode, expectUpright, filesIn, HEIGHT, never, openSpool, sourceOf, WIDTH } from './helpers.ts';
import { chunk, fixture, take } from './picture-bytes.ts';

describe('bad pictures are refused, and nothing of them is left', () => {
  const refused = async (bytes: Uint8Array, code: 'damaged' | 'too-many-pixels') => {
    const { dir, spool, turn } = await openSpool();
    await expectCode(turn.take(sourceOf(bytes), never()), code);
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
  };

  test.each(['jpeg', 'png', 'gif', 'webp'] as const)('a truncated %s', async (format) => {
    const whole = await drawn().resize(400, 300).toFormat(format).toBuffer();
    await refused(whole.subarray(0, whole.length - 30), 'damaged');
    await refused(whole.subarray(0, Math.floor(whole.length / 2)), 'damaged');
  });

  test('a PNG with a broken checksum', async () => {
    const png = await drawn().png().toBuffer();
    const at = png.indexOf('IDAT') + 20;
    png[at] = (png[at] ?? 0) ^ 0xff;
    await refused(png, 'damaged');
  });

  test('a PNG of 2.5 gigapixels, before anything is decoded', async () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(50_000, 0);
    header.writeUInt32BE(50_000, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const signature = Buffer.from('89504e470d0a1a0a', 'hex');
    const data = chunk('IDAT', deflateSync(Buffer.alloc(1_000_000)));
    const bomb = Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
    const before = process.memoryUsage().rss;
    await refused(bomb, 'too-many-pixels');
    // Decoded it would take 7.5 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  test('a GIF whose frames add up to too much', async () => {
    const one = await drawn().gif().toBuffer();
    const { dir, turn } = await openSpool({ maxAnimationPixels: WIDTH * HEIGHT * 2 });
    const frame = one.subarray(one.indexOf(0x2c, 13 + 3 * 2 ** (((one[10] ?? 0) & 7) + 1)), -1);
    const three = Buffer.concat([one.subarray(0, -1), frame, frame, one.subarray(-1)]);
    await expectCode(turn.take(sourceOf(three), never()), 'too-many-pixels');
    expect(await filesIn(dir)).toEqual([]);
    await expect(turn.take(sourceOf(one), never())).resolves.toMatchObject({ kind: 'image' });
  });

  test('a conversion that cannot be made to fit the limit', async () => {
    const { dir, turn } = await openSpool({ maxFileBytes: 600 });
    const heic = await fixture('upright');
    await expect(turn.take(sourceOf(heic), never())).resolves.toMatchObject({ name: 'photo.jpg' });
    await turn.release();
    const small = await openSpool({ maxFileBytes: 550 });
    // The same noise every time, so that what it comes to in either format does not differ from run to run.
    let seed = 1;
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed % 256;
    });
    const noisy = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .avif({ quality: 1 })
      .toBuffer();
    expect(noisy.length).toBeLessThan(550);
    const error = await expectCode(small.turn.take(sourceOf(noisy), never()), 'too-large');
    expect(error.limitBytes).toBe(550);
    expect(await filesIn(join(dir))).toEqual([]);
  });
});

describe('pictures that every viewer shows are accepted', () => {
  const scanEnd = (jpeg: Buffer) => {
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    return scan + 2 + jpeg.readUInt16BE(scan + 2);
  };
  const noisy = () => drawn().resize(400, 300).jpeg().toBuffer();

  test('a JPEG without its end marker gets one', async () => {
    const jpeg = await noisy();
    const file = await take(jpeg.subarray(0, -2));
    expect(await readFile(file.path)).toEqual(jpeg);
  });

  test('a JPEG whose scan header holds odd parameters is written anew', async () => {
    const jpeg = await noisy();
    jpeg[scanEnd(jpeg) - 2] = 0;
    const file = await take(jpeg);
    expect(file.converted).toBe(true);
    await expect(sharp(file.path, { failOn: 'warning' }).stats()).resolves.toBeDefined();
  });

  test('a JPEG with thousands of fill bytes before a marker', async () => {
    const jpeg = await noisy();
    const at = jpeg.indexOf(Buffer.from([0xff, 0xdb]));
    const filled = Buffer.concat([jpeg.subarray(0, at), Buffer.alloc(9000, 0xff), jpeg.subarray(at)]);
    await expect(take(filled)).resolves.toMatchObject({ width: 400, height: 300 });
  });

  test('a PNG without its end chunk gets one', async () => {
    const png = await drawn().png().toBuffer();
    const file = await take(png.subarray(0, -12), 'a.png');
    expect(await readFile(file.path)).toEqual(png);
  });

  test('a GIF without its trailer, or with zeros before it', async () => {
    const gif = await drawn().gif().toBuffer();
    const bare = await take(gif.subarray(0, -1), 'a.gif');
    expect(await readFile(bare.path)).toEqual(gif);
    const padded = await take(Buffer.concat([gif.subarray(0, -1), Buffer.alloc(3), gif.subarray(-1)]), 'a.gif');
    expect(await readFile(padded.path)).toEqual(gif);
  });

  test.each([-1, 1])('a WebP whose declared size is off by %i', async (off) => {
    const webp = await drawn().webp().toBuffer();
    webp.writeUInt32LE(webp.readUInt32LE(4) + off, 4);
    await expect(take(webp, 'a.webp')).resolves.toMatchObject({ width: WIDTH, height: HEIGHT });
  });

  test('a TIFF becomes a JPEG', async () => {
    const file = await take(await drawn().tiff().toBuffer(), 'scan.tif');
    await expectUpright(file.path);
    expect(file).toMatchObject({ name: 'scan.jpg', contentType: 'image/jpeg', converted: true });
  });
});
