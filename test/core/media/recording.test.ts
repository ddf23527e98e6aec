import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { probeVideo, UnreadableMediaError } from '../../../src/core/media/probe.ts';
import { makeThumbnail } from '../../../src/core/media/thumbnail.ts';
import { expectCode, filesIn, never, openSpool, sourceOf, tempFolder } from './helpers.ts';
import { box, film, wav, withInIndex } from './recordings.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

async function take(bytes: Uint8Array, name = 'film.mp4') {
  const { turn } = await openSpool();
  return await turn.take(sourceOf(bytes, name), never());
}

async function stored(bytes: Uint8Array): Promise<string> {
  const path = join(await tempFolder(), 'film');
  await writeFile(path, bytes);
  return path;
}

describe('recordings', () => {
  test('an MP4 without a position is sent byte for byte', async () => {
    const mp4 = await film({});
    const file = await take(mp4, 'Film.MOV');
    expect(file).toMatchObject({ name: 'Film.mp4', contentType: 'video/mp4', kind: 'video', converted: false });
    expect(await readFile(file.path)).toEqual(mp4);
  });

  test('an MP4 with sound alone is audio', async () => {
    const file = await take(await film({ picture: false, tone: true }), 'song.mp4');
    expect(file).toMatchObject({ name: 'song.m4a', contentType: 'audio/mp4', kind: 'audio' });
  });

  test('a film in an M4A brand is a video', async () => {
    const mp4 = await film({});
    mp4.write('M4A ', 8, 'latin1');
    expect(await take(mp4, 'song.m4a')).toMatchObject({ name: 'song.mp4', contentType: 'video/mp4', kind: 'video' });
  });

  test('a WAV is audio', async () => {
    expect(await take(wav(), 'a')).toMatchObject({
      name: 'a.wav',
      contentType: 'audio/wav',
      kind: 'audio',
      bytes: 16_044,
    });
  });

  test('where it was taken is blanked in an MP4, and everything else stays in its place', async () => {
    const position = '+52.5200+013.4100/';
    const key = (name: string) => box('mdta', latin1(name));
    const value = (text: string) => box('data', u32(1), u32(0), latin1(text));
    const keys = box(
      'keys',
      u32(0),
      u32(2),
      key('com.apple.quicktime.make'),
      key('com.apple.quicktime.location.ISO6709'),
    );
    const item = (number: number, text: string) => box(u32(number).toString('latin1'), value(text));
    const handler = box('hdlr', u32(0), u32(0), latin1('mdta'), Buffer.alloc(13));
    const meta = box('meta', handler, keys, box('ilst', item(1, 'Camera'), item(2, position)));
    const udta = box(
      'udta',
      box('\xa9xyz', latin1(`\0\x12\x15\xc7${position}`)),
      box('loci', latin1(`\0\0\0\0${position}`)),
    );
    const plain = await film({ tone: true });
    const mp4 = withInIndex(plain, udta, meta);
    expect(mp4.toString('latin1').split(position)).toHaveLength(4);
    const file = await take(mp4);
    const out = await readFile(file.path);
    expect(out.includes('52.5200')).toBe(false);
    expect(out.includes('Camera')).toBe(true);
    expect(out).toHaveLength(mp4.length);
    expect(file).toMatchObject({ converted: true, kind: 'video', bytes: mp4.length });
    const index = mp4.lastIndexOf('moov') - 4;
    expect(out.subarray(0, index)).toEqual(plain.subarray(0, index));
    expect(out.subarray(index + 8, plain.length)).toEqual(plain.subarray(index + 8));
    expect(await probeVideo(file.path, never())).toEqual(await probeVideo(await stored(plain), never()));
  });

  test.each([
    ['subtitles, as a drone writes them', (mp4: Buffer) => mp4],
    // The same track under the names that an action camera's telemetry has.
    [
      'a data track, as an action camera writes it',
      (mp4: Buffer) =>
        latin1(
          mp4
            .toString('latin1')
            .replace(/(hdlr.{8})(?:text|subt)/s, '$1meta')
            .replaceAll('wvtt', 'gpmd'),
        ),
    ],
  ])('where it was taken goes with %s', async (_, asTrack) => {
    const mp4 = asTrack(await film({ tone: true, subtitle: 'GPS(13.4100,52.5200,100) BAROMETER:88.1' }));
    expect(mp4.includes('52.5200')).toBe(true);
    const file = await take(mp4);
    expect(file).toMatchObject({ converted: true, kind: 'video', contentType: 'video/mp4' });
    expect((await readFile(file.path)).includes('52.5200')).toBe(false);
    const plain = await stored(await film({ tone: true }));
    expect(await probeVideo(file.path, never())).toEqual(await probeVideo(plain, never()));
  });

  test('a WAV of the form for more than 4 GB (RF64) is a sound', async () => {
    const plain = wav();
    const sizes = Buffer.alloc(36);
    sizes.write('ds64', 0, 'latin1');
    sizes.writeUInt32LE(28, 4);
    sizes.writeUInt32LE(plain.length + 36 - 8, 8);
    sizes.writeUInt32LE(plain.length - 44, 16);
    sizes.writeUInt32LE((plain.length - 44) / 2, 24);
    const rf64 = Buffer.concat([latin1('RF64\xff\xff\xff\xffWAVE'), sizes, plain.subarray(12)]);
    rf64.writeUInt32LE(0xffffffff, 12 + 36 + 28);
    expect(await take(rf64, 'long.wav')).toMatchObject({ name: 'long.m4a', kind: 'audio', converted: true });
  });

  test('descriptive data that cannot be read is blanked whole, and the film is taken', async () => {
    const broken = box('udta', u32(9999), latin1('\xa9xyz+52.5200+013.4100/'));
    const file = await take(withInIndex(await film({}), broken));
    expect((await readFile(file.path)).includes('52.5200')).toBe(false);
    expect(file).toMatchObject({ converted: true, kind: 'video' });
  });

  test.each([
    ['cut off in its index', async () => (await film({})).subarray(0, -50)],
    ['cut off in its media', async () => (await film({})).subarray(0, 400)],
    ['an AVI without a header', async () => latin1(`RIFF\x28\0\0\0AVI ${'\0'.repeat(60)}`)],
    ['an AVI that ends early', async () => latin1(`RIFF\xff\xff\0\0AVI LIST\x10\0\0\0hdrl${'\0'.repeat(60)}`)],
    ['an MP3 header with nothing behind', async () => latin1(`ID3\x03\0\0\0\0\0\x0a${'\0'.repeat(10)}\xff\xfb\x90\0`)],
  ])('%s is damaged, and nothing of it is left', async (_, bytes) => {
    const { dir, spool, turn } = await openSpool();
    await expectCode(turn.take(sourceOf(await bytes(), 'film.mp4'), never()), 'damaged');
    expect(await filesIn(dir)).toEqual([]);
    expect(spool.heldBytes).toBe(0);
  });

  test('a playlist that names other files is a text', async () => {
    const { turn } = await openSpool();
    const playlist = Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n');
    expect(await expectCode(turn.take(sourceOf(playlist), never()), 'unsupported')).toMatchObject({
      detected: 'a text file',
    });
  });
});

describe('probing', () => {
  test('gives size, length and sound', async () => {
    const silent = await probeVideo(await stored(await film({ seconds: 2 })), never());
    expect(silent).toEqual({ width: 64, height: 48, durationMs: 2000, hasAudio: false, playsEverywhere: true });
    const loud = await probeVideo(await stored(await film({ seconds: 1, tone: true })), never());
    expect(loud).toMatchObject({ width: 64, height: 48, hasAudio: true });
  });

  test('fails on what holds no video, and when aborted', async () => {
    await expect(probeVideo(await stored(wav()), never())).rejects.toBeInstanceOf(UnreadableMediaError);
    await expect(probeVideo(await stored(Buffer.from('hello')), never())).rejects.toBeInstanceOf(UnreadableMediaError);
    const reason = new Error('enough');
    await expect(probeVideo(await stored(wav()), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('thumbnails', () => {
  test('come from the first frame that is not black, within the limits', async () => {
    const path = await stored(await film({ seconds: 2, blackSeconds: 0.8 }));
    const out = join(await tempFolder(), 'still.jpg');
    await makeThumbnail(path, out, { maxSide: 32 }, never());
    const { data, info } = await sharp(out).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 32, height: 24, channels: 3 });
    expect((await sharp(out).metadata()).format).toBe('jpeg');
    expect(data[0]).toBeGreaterThan(150);
    expect(data[1]).toBeLessThan(60);
  });

  test('fail without leaving a file: no video, disk full, aborted', async () => {
    const out = join(await tempFolder(), 'still.jpg');
    const path = await stored(await film({ seconds: 1 }));
    await expect(makeThumbnail(await stored(wav()), out, {}, never())).rejects.toThrow('no picture in the file');
    await expect(makeThumbnail(path, out, { maxBytes: 10 }, never())).rejects.toThrow('no quality fits');
    const aborter = new AbortController();
    const reason = new Error('enough');
    const making = makeThumbnail(path, out, {}, aborter.signal);
    aborter.abort(reason);
    await expect(making).rejects.toBe(reason);
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });
});
