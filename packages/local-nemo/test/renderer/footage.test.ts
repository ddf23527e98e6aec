import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFilm } from '../../src/renderer/film/film.ts';
import { frameAt, meanColour, probeVideo, soundBySecond } from './probe.ts';
import { draftOf, photo, temporaryFolder, wav } from './render-fixtures.ts';

const music = { name: 'music', mood: 'happy' as const, volume: 0.8, fadeIn: 0, fadeOut: 0 };
const none = () => {};

describe('clips, animations and uploaded sound', async () => {
  const dir = await temporaryFolder();
  const clip = join(dir, 'clip.mp4');
  const files: Record<string, string> = { clip };

  beforeAll(async () => {
    const square = { width: 400, height: 400 };
    const sources = {
      red: await photo(join(dir, 'red.png'), '#c02020', square),
      blue: await photo(join(dir, 'blue.png'), '#2020c0', square),
    };
    // Half a second of red, then half a second of blue, with music.
    const draft = draftOf(
      [
        { d: 500, m: { src: 'red' } },
        { d: 500, m: { src: 'blue' } },
      ],
      { aspect: '1:1', music },
    );
    await makeFilm({ draft, files: sources }, clip, none);
    const pages = ['#c02020', '#20c020'].map((background) => ({
      create: { width: 64, height: 64, channels: 3 as const, background },
    }));
    files.gif = join(dir, 'two.gif');
    const strip = { create: { width: 64, height: 128, channels: 3 as const, background: '#000000' } };
    const raw = await sharp(strip)
      .composite(pages.map((input, i) => ({ input, left: 0, top: i * 64 })))
      .removeAlpha()
      .raw()
      .toBuffer();
    await sharp(raw, { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } })
      .gif({ delay: [200, 200], loop: 0 })
      .toFile(files.gif);
    files.tone = join(dir, 'tone.wav');
    await writeFile(files.tone, wav(441, 0.5, 44_100));
  });

  test('a clip plays frame by frame, its last frame stays, and its own sound is heard', async () => {
    const out = join(dir, 'of-clip.mp4');
    const draft = draftOf([{ d: 1400, m: { src: 'clip', kind: 'video' } }], { aspect: '1:1' });
    await makeFilm({ draft, files }, out, none);
    const redness = async (ms: number) => {
      const [r, , b] = meanColour(await frameAt(out, ms));
      return r - b;
    };
    // The cut lies between frame 14 and frame 15.
    expect(await redness(467)).toBeGreaterThan(100);
    expect(await redness(500)).toBeLessThan(-100);
    expect(await redness(1333)).toBeLessThan(-100);
    expect((await probeVideo(out)).audioCodec).toBe('aac');
    const { steps } = await soundBySecond(out, 500);
    expect(steps[0] ?? 0).toBeGreaterThan(0.03);
    // The clip's sound is over after a second.
    expect(steps[2] ?? 0).toBeLessThan(0.02);
  });

  test('a clip recorded sideways is shown upright', async () => {
    const { Input, Output, FilePathSource, FilePathTarget, Mp4OutputFormat, ALL_FORMATS, Conversion } = await import(
      'mediabunny'
    );
    const turned = join(dir, 'turned.mp4');
    const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(join(dir, 'wide.mp4')) });
    const sources = { left: join(dir, 'left.png') };
    await sharp({ create: { width: 640, height: 360, channels: 3, background: '#2020c0' } })
      .composite([
        { input: { create: { width: 320, height: 360, channels: 3, background: '#c02020' } }, left: 0, top: 0 },
      ])
      .toFile(sources.left);
    await makeFilm({ draft: draftOf([{ d: 200, m: { src: 'left' } }]), files: sources }, join(dir, 'wide.mp4'), none);
    const output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(turned) });
    const conversion = await Conversion.init({ input, output, video: { rotate: 90 } });
    await conversion.execute();
    input.dispose();
    const out = join(dir, 'upright.mp4');
    const draft = draftOf([{ d: 200, m: { src: 'turned', kind: 'video' } }], { aspect: '9:16' });
    await makeFilm({ draft, files: { turned } }, out, none);
    // Turned clockwise, what was on the left is on top.
    const frame = await frameAt(out, 100);
    expect(meanColour(frame, 0, 0, 1, 0.4)[0]).toBeGreaterThan(150);
    expect(meanColour(frame, 0, 0.6, 1, 0.4)[2]).toBeGreaterThan(150);
  });

  test('an animated GIF plays in a loop', async () => {
    const out = join(dir, 'of-gif.mp4');
    await makeFilm({ draft: draftOf([{ d: 800, m: { src: 'gif' } }], { aspect: '1:1' }), files }, out, none);
    const colours = await Promise.all([100, 300, 500, 700].map(async (ms) => meanColour(await frameAt(out, ms))));
    expect(colours.map(([r, g]) => (r > g ? 'red' : 'green'))).toEqual(['red', 'green', 'red', 'green']);
  });

  test('uploaded sound of another rate is looped to the length of its segment', async () => {
    const out = join(dir, 'of-tone.mp4');
    const draft = draftOf([{ d: 1500, m: { src: 'gif' } }], {
      aspect: '1:1',
      music: { name: 'tone.wav', src: 'tone', volume: 0.5, fadeIn: 0, fadeOut: 0 },
    });
    await makeFilm({ draft, files }, out, none);
    const { steps, peak } = await soundBySecond(out, 250);
    // A sine of 12000/32768 at half volume has an RMS of 0.129.
    for (const step of steps.slice(0, 5)) expect(step).toBeCloseTo(0.129, 1);
    expect(peak).toBeLessThan(0.3);
    expect(peak).toBeGreaterThan(0.15);
  });
});
