import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { tiffOf } from '../../../src/core/media/tiff.ts';
import {
  drawn,
  EXIF_WITH_GPS,
  expectCode,
  expectUpright,
  filesIn,
  HEIGHT,
  never,
  openSpool,
  sourceOf,
  storedFor,
  WIDTH,
} from './helpers.ts';
import { afterHeader, chunk, exifOrientation, fixture, pixels, take } from './picture-bytes.ts';

describe('orientation is put into the pixels', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('JPEG with EXIF orientation %i', async (orientation) => {
    const jpeg = await storedFor(orientation)
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .withExif(EXIF_WITH_GPS)
      .withMetadata({ orientation })
      .toBuffer();
    expect((await sharp(jpeg).metadata()).orientation).toBe(orientation);
    const file = await take(jpeg);
    await expectUpright(file.path);
    const metadata = await sharp(file.path).metadata();
    expect(metadata.orientation).toBeUndefined();
    expect(metadata.exif).toBeUndefined();
    expect(file).toMatchObject({ width: WIDTH, height: HEIGHT, converted: true, contentType: 'image/jpeg' });
  });

  test('PNG with EXIF orientation 6, without loss', async () => {
    const png = afterHeader(await storedFor(6).png().toBuffer(), chunk('eXIf', exifOrientation(6)));
    const file = await take(png, 'a.png');
    await expectUpright(file.path, 0);
    expect(file).toMatchObject({ width: WIDTH, height: HEIGHT, name: 'a.png', converted: true });
  });

  test.each([true, false])('WebP with EXIF orientation 8 (lossless: %s)', async (lossless) => {
    const webp = await storedFor(8).webp({ lossless, quality: 95 }).withMetadata({ orientation: 8 }).toBuffer();
    expect((await sharp(webp).metadata()).orientation).toBe(8);
    const file = await take(webp, 'a.webp');
    await expectUpright(file.path, lossless ? 0 : 12);
  });
});

describe('HEIC becomes an upright JPEG', () => {
  test.each([
    ['upright', 'stored upright'],
    ['irot-cw', 'turned by the file itself'],
    ['irot-180', 'turned by the file itself'],
    ['irot-ccw', 'turned by the file itself'],
    ['imir', 'mirrored by the file itself'],
    ['irot-cw-exif6', 'turned by the file itself, and EXIF says the same again: turned once'],
    ['upright-exif6', 'with an EXIF orientation that HEIF readers must ignore'],
  ])('%s: %s', async (name) => {
    const file = await take(await fixture(name), 'IMG_0001.HEIC');
    await expectUpright(file.path);
    expect(file).toMatchObject({ name: 'IMG_0001.jpg', contentType: 'image/jpeg', kind: 'image', converted: true });
    expect(file).toMatchObject({ width: WIDTH, height: HEIGHT, bytes: (await readFile(file.path)).length });
    expect((await sharp(file.path).metadata()).exif).toBeUndefined();
  });

  test('its Display P3 colours become sRGB ones', async () => {
    const file = await take(await fixture('display-p3'), 'p3.heic');
    await expectUpright(file.path);
    expect((await sharp(file.path).metadata()).icc).toBeUndefined();
  });

  test('a transparent one becomes a PNG and stays transparent', async () => {
    const file = await take(await fixture('alpha'), 'alpha.heic');
    expect(file).toMatchObject({ name: 'alpha.png', contentType: 'image/png' });
    expect((await sharp(file.path).stats()).isOpaque).toBe(false);
  });

  test('a truncated one is damaged', async () => {
    const { dir, turn } = await openSpool();
    const heic = await fixture('upright');
    await expectCode(turn.take(sourceOf(heic.subarray(0, heic.length - 100)), never()), 'damaged');
    expect(await filesIn(dir)).toEqual([]);
  });

  test('one that declares more pixels than allowed is not decoded', async () => {
    const heic = await fixture('upright');
    const at = heic.indexOf('ispe') + 8;
    heic.writeUInt32BE(60_000, at);
    heic.writeUInt32BE(60_000, at + 4);
    const { dir, turn } = await openSpool();
    await expectCode(turn.take(sourceOf(heic), never()), 'too-many-pixels');
    expect(await filesIn(dir)).toEqual([]);
  });

  test('aborting ends the decoder and leaves nothing', async () => {
    const { dir, turn } = await openSpool();
    const heic = await fixture('upright');
    const aborter = new AbortController();
    const reason = new Error('enough');
    const taking = turn.take(sourceOf(heic), aborter.signal);
    setImmediate(() => aborter.abort(reason));
    await expect(taking).rejects.toBe(reason);
    expect(await filesIn(dir)).toEqual([]);
  });
});

test('AVIF becomes JPEG', async () => {
  const avif = await drawn().avif({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  const file = await take(avif, 'a.avif');
  await expectUpright(file.path);
  expect(file).toMatchObject({ name: 'a.jpg', contentType: 'image/jpeg', converted: true });
});

describe('metadata goes, pixels stay', () => {
  test('JPEG: EXIF, GPS, comment, XMP and what follows the end; the colour profile stays', async () => {
    const clean = await drawn().jpeg().withIccProfile('p3').withExif(EXIF_WITH_GPS).toBuffer();
    const segment = Buffer.from('\xff\xfe\x00\x08secret', 'latin1');
    const xmpText = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude="52,31N"/>', 'latin1');
    const xmp = Buffer.concat([Buffer.from([0xff, 0xe1, 0, xmpText.length + 2]), xmpText]);
    const mpf = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 8]), Buffer.from('MPF\0ab', 'latin1')]);
    const motion = Buffer.concat([Buffer.from('0000001866747970', 'hex'), Buffer.from('a motion video')]);
    const jpeg = Buffer.concat([clean.subarray(0, 2), segment, xmp, mpf, clean.subarray(2), motion]);
    expect(jpeg.includes('Reelay Test Camera')).toBe(true);
    const file = await take(jpeg);
    const out = await readFile(file.path);
    for (const trace of ['Reelay Test Camera', 'Exif', 'secret', 'xmpmeta', 'MPF', 'motion']) {
      expect(out.includes(trace), trace).toBe(false);
    }
    expect(out.subarray(-2).toString('hex')).toBe('ffd9');
    expect((await sharp(out).metadata()).icc).toBeDefined();
    expect(await pixels(out)).toEqual(await pixels(jpeg));
    expect(file).toMatchObject({ converted: true, bytes: out.length });
  });

  test('JPEG: a progressive one, with its many scans, keeps its pixels', async () => {
    const noise = sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    });
    const jpeg = await noise.jpeg({ progressive: true, quality: 95 }).withExif(EXIF_WITH_GPS).toBuffer();
    const file = await take(jpeg);
    expect((await readFile(file.path)).includes('Exif')).toBe(false);
    expect(await pixels(file.path)).toEqual(await pixels(jpeg));
  });

  test('JPEG: one with nothing to remove is sent byte for byte', async () => {
    const jpeg = await drawn().jpeg().toBuffer();
    const file = await take(jpeg);
    expect(await readFile(file.path)).toEqual(jpeg);
    expect(file.converted).toBe(false);
  });

  test('PNG: texts, EXIF and times go', async () => {
    const text = chunk('tEXt', Buffer.from('Comment\0a secret'));
    const compressed = chunk('zTXt', Buffer.concat([Buffer.from('Raw\0\0'), deflateSync('secret')]));
    const clean = await drawn().png().toBuffer();
    const png = afterHeader(clean, text, compressed, chunk('eXIf', exifOrientation(1)), chunk('tIME', Buffer.alloc(7)));
    const file = await take(png, 'a.png');
    expect(await readFile(file.path)).toEqual(clean);
    expect(file.converted).toBe(true);
  });

  test('WebP: EXIF and XMP go, and the header no longer announces them', async () => {
    const webp = await drawn().webp().withExif(EXIF_WITH_GPS).withXmp('<x:xmpmeta>secret</x:xmpmeta>').toBuffer();
    expect(webp.includes('Reelay Test Camera') && webp.includes('secret')).toBe(true);
    const file = await take(webp, 'a.webp');
    const out = await readFile(file.path);
    expect(out.includes('Reelay Test Camera') || out.includes('secret')).toBe(false);
    expect((out[20] ?? 0) & 0x0c).toBe(0);
    expect(out.readUInt32LE(4)).toBe(out.length - 8);
    expect(await pixels(out)).toEqual(await pixels(webp));
  });

  test('GIF: comments go, frames and the loop stay', async () => {
    const frames = Buffer.concat([await drawn().raw().toBuffer(), await drawn().negate().raw().toBuffer()]);
    const raw = { width: WIDTH, height: HEIGHT * 2, channels: 3 as const, pageHeight: HEIGHT };
    const gif = await sharp(frames, { raw })
      .gif({ loop: 3, delay: [100, 200] })
      .toBuffer();
    const comment = Buffer.from('\x21\xfe\x06secret\x00', 'latin1');
    const file = await take(Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]), 'a.gif');
    expect(await readFile(file.path)).toEqual(gif);
    expect(await sharp(file.path).metadata()).toMatchObject({ pages: 2, loop: 3, delay: [100, 200] });
  });
});

describe('colours that a HEIF declares by numbers instead of a profile', () => {
  /** The file with the numbers (ITU-T H.273) in the place of its profile; its matrix stays BT.601 in full range. */
  function withNumbers(heif: Buffer, primaries: number, transfer: number): Buffer {
    const at = heif.indexOf('colr');
    const numbers = Buffer.from([0, primaries, 0, transfer, 0, 6, 0x80]);
    return Buffer.concat([heif.subarray(0, at + 4), Buffer.from('nclx'), numbers, heif.subarray(at + 15)]);
  }

  test('Display P3 becomes what it becomes with its profile', async () => {
    const heic = await fixture('display-p3');
    const [expected, made] = await Promise.all(
      [heic, withNumbers(heic, 12, 13)].map(async (bytes) =>
        sharp((await take(bytes, 'p3.heic')).path)
          .raw()
          .toBuffer(),
      ),
    );
    const apart = (a: Buffer | undefined, b: Buffer | undefined) =>
      Math.max(...(a ?? []).map((value, at) => Math.abs(value - (b?.[at] ?? 999))));
    expect(apart(made, expected)).toBeLessThanOrEqual(3);
  });

  // Greys alone: in 8-bit AVIF the rounding of colours is as large as what may be wrong.
  const GREYS = [60, 100, 130, 150];

  // Made of the same greys by FFmpeg's own program: zscale to linear light and BT.709, tonemap=mobius, zscale to BT.709.
  test.each([
    ['PQ', 16, [68, 154, 216, 237]],
    ['HLG', 18, [90, 151, 187, 206]],
  ])('%s is tone-mapped as FFmpeg does it', async (_, transfer, expected) => {
    const data = Buffer.from(GREYS.flatMap((grey) => Array.from({ length: 32 * 32 * 3 }, () => grey)));
    const chart = { width: 32, height: 32 * GREYS.length, channels: 3 as const, data };
    // Its profile is there for its place in the file: the pixels are not converted to it.
    const profile =
      (await sharp(await drawn().withIccProfile('p3').png().toBuffer()).metadata()).icc ?? Buffer.alloc(0);
    const avif = await sharp(tiffOf(chart, profile))
      .keepIccProfile()
      .avif({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const file = await take(withNumbers(avif, 9, transfer), 'hdr.avif');
    const made = await sharp(file.path).raw().toBuffer();
    for (const [at, grey] of expected.entries()) {
      const middle = (at * 32 + 16) * 96 + 48;
      for (const value of made.subarray(middle, middle + 3)) expect(Math.abs(value - grey)).toBeLessThanOrEqual(3);
    }
  });
});
