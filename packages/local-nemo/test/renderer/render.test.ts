import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderDraft } from '../../src/renderer/render.ts';
import { countPixels, frameAt, meanColour, probeVideo, soundBySecond } from './probe.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

const FRAME_MS = 1000 / 30;
const isWhite = (r: number, g: number, b: number) => r > 215 && g > 215 && b > 215;
const isRed = (r: number, g: number, b: number) => r > 180 && g < 100 && b < 100;

describe('a film of three photos with titles and music', async () => {
  const dir = await temporaryFolder();
  const out = join(dir, 'film.mp4');
  const percents: number[] = [];

  beforeAll(async () => {
    const size = { width: 1600, height: 900 };
    const files = {
      red: await photo(join(dir, 'red.jpg'), '#a02020', size),
      blue: await photo(join(dir, 'blue.jpg'), '#2020a0', size),
      green: await photo(join(dir, 'green.jpg'), '#208020', size),
    };
    const draft = draftOf(
      [
        { d: 1000, m: { src: 'red', motion: 'zoom-in' } },
        { d: 1000, m: { src: 'blue', motion: 'pan-left', transition: { kind: 'crossfade', d: 400 } } },
        { d: 1000, m: { src: 'green', motion: 'zoom-out', transition: { kind: 'fade-black', d: 400 } } },
      ],
      {
        music: { name: 'music', mood: 'upbeat', volume: 0.5, fadeIn: 0, fadeOut: 800 },
        titles: [
          { id: 'a', s: 0, d: 800, m: { text: 'Hello', position: 'center', style: 'title', color: '#ffffff' } },
          { id: 'b', s: 1200, d: 700, m: { text: '夏天', position: 'bottom', style: 'title', color: '#ffffff' } },
          { id: 'c', s: 2300, d: 700, m: { text: '🎉🇨🇭', position: 'top', style: 'caption', color: '#ffffff' } },
        ],
      },
    );
    await renderDraft({ draft, files, outPath: out }, { onProgress: (percent) => percents.push(percent) });
  });

  test('is 1080p30 H.264 High with AAC stereo, as long as the draft, index first', async () => {
    const facts = await probeVideo(out);
    expect(facts).toMatchObject({ codec: 'avc', width: 1920, height: 1080, frames: 90, faststart: true });
    expect(facts.codecString).toMatch(/^avc1\.64/);
    expect(facts.frameRate).toBeCloseTo(30, 1);
    expect(Math.abs(facts.videoMs - 3000)).toBeLessThan(1);
    expect(Math.abs(facts.durationMs - 3000)).toBeLessThan(FRAME_MS);
    expect(facts).toMatchObject({ audioCodec: 'aac', sampleRate: 48_000, channels: 2 });
  });

  test('can be heard and does not clip', async () => {
    const facts = await probeVideo(out);
    expect(facts.audioRms).toBeGreaterThan(10 ** (-30 / 20));
    expect(facts.audioPeak).toBeLessThan(10 ** (-1 / 20));
  });

  test('ends quietly where a fade-out is asked for', async () => {
    const { steps } = await soundBySecond(out, 250);
    expect(steps[11] ?? 1).toBeLessThan((steps[4] ?? 0) * 0.5);
  });

  test('begins with its first photo, not with black', async () => {
    const [r, g, b] = meanColour(await frameAt(out, 0));
    expect(r).toBeGreaterThan(120);
    expect(Math.max(g, b)).toBeLessThan(70);
  });

  test('keeps the colours of the photos', async () => {
    const [r, g, b] = meanColour(await frameAt(out, 1600), 0, 0, 1, 0.2);
    // #2020a0, within what 4:2:0 video and JPEG lose.
    expect(Math.abs(r - 0x20) + Math.abs(g - 0x20) + Math.abs(b - 0xa0)).toBeLessThan(18);
  });

  test('shows half of both photos in the middle of a crossfade', async () => {
    const [r, , b] = meanColour(await frameAt(out, 1000));
    expect(Math.abs(r - 96)).toBeLessThan(14);
    expect(Math.abs(b - 96)).toBeLessThan(14);
  });

  test('is black in the middle of a fade through black, and only there', async () => {
    expect(Math.max(...meanColour(await frameAt(out, 2000)))).toBeLessThan(20);
    expect(meanColour(await frameAt(out, 2500))[1]).toBeGreaterThan(100);
  });

  test('shows a Latin title while it lasts, faded in and out', async () => {
    const middle: [number, number, number, number] = [0.2, 0.35, 0.6, 0.3];
    const shown = countPixels(await frameAt(out, 400), isWhite, middle);
    expect(shown).toBeGreaterThan(3000);
    expect(countPixels(await frameAt(out, 0), isWhite, middle)).toBe(0);
    expect(countPixels(await frameAt(out, 1100), isWhite, middle)).toBe(0);
  });

  test('shows the title in every frame while it lasts: no frame is encoded half composed', async () => {
    const strip: [number, number, number, number] = [0.35, 0.42, 0.3, 0.16];
    const times = Array.from({ length: 6 }, (_, i) => 300 + (i * 1000) / 30);
    const counts = await Promise.all(times.map(async (ms) => countPixels(await frameAt(out, ms), isWhite, strip)));
    expect(Math.min(...counts)).toBeGreaterThan(Math.max(...counts) * 0.9);
  });

  test('shows a Chinese title', async () => {
    const shown = countPixels(await frameAt(out, 1550), isWhite, [0.3, 0.7, 0.4, 0.3]);
    expect(shown).toBeGreaterThan(2000);
  });

  test('shows emoji in their own colours', async () => {
    const top: [number, number, number, number] = [0, 0, 1, 0.3];
    expect(countPixels(await frameAt(out, 2650), isRed, top)).toBeGreaterThan(100);
    expect(countPixels(await frameAt(out, 2200), isRed, top)).toBe(0);
  });

  test('reports whole, rising percents up to 100', () => {
    expect(percents.at(-1)).toBe(100);
    expect(percents.every((percent, i) => Number.isInteger(percent) && percent > (percents[i - 1] ?? -1))).toBe(true);
    expect(percents.length).toBeGreaterThan(20);
  });

  test('leaves no other file', async () => {
    expect((await readdir(dir)).sort()).toEqual(['blue.jpg', 'film.mp4', 'green.jpg', 'red.jpg']);
  });
});

describe('a vertical film without music', async () => {
  const dir = await temporaryFolder();
  const out = join(dir, 'film.mp4');

  beforeAll(async () => {
    const files = {
      tall: await photo(join(dir, 'tall.jpg'), '#303030', { width: 900, height: 1600 }, { x: 0.8, y: 0.5, side: 0.1 }),
      wide: await photo(
        join(dir, 'wide.jpg'),
        '#406080',
        { width: 1600, height: 900 },
        { x: 0.02, y: 0.5, side: 0.04 },
      ),
    };
    const draft = draftOf(
      [
        { d: 1200, m: { src: 'tall', motion: 'zoom-in' } },
        { d: 500, m: { src: 'wide' } },
      ],
      { aspect: '9:16' },
    );
    await renderDraft({ draft, files, outPath: out });
  });

  test('is 1080 × 1920 and has no sound track', async () => {
    expect(await probeVideo(out)).toMatchObject({ width: 1080, height: 1920, audioCodec: null, frames: 51 });
  });

  test('magnifies in a zoom-in: a mark grows and moves outwards, in steps finer than a pixel', async () => {
    const marks = await Promise.all(
      [0, 400, 433, 1150].map(async (ms) => {
        const frame = await frameAt(out, ms);
        let [sum, x] = [0, 0];
        for (let at = 0, i = 0; at < frame.rgba.length; at += 4, i++) {
          const light = Math.max(0, (frame.rgba[at] ?? 0) - 60);
          sum += light;
          x += light * (i % frame.width);
        }
        return { area: sum / 195, x: x / sum };
      }),
    );
    const [first, second, next, last] = marks;
    if (!first || !second || !next || !last) throw new Error('four frames were measured');
    // The mark is 108 px wide, 324 px right of the middle; the zoom is at least 7 %.
    expect(Math.abs(first.x - 864)).toBeLessThan(3);
    expect(last.x).toBeGreaterThan(864 + 324 * 0.05);
    expect(last.area / first.area).toBeGreaterThan(1.1);
    expect(next.x - second.x).toBeGreaterThan(0.2);
    expect(next.x - second.x).toBeLessThan(1.2);
  });

  test('shows a wide photo whole, over a darker cover of itself', async () => {
    const frame = await frameAt(out, 1450);
    // The mark at the photo's very left is there, and above the photo lies its dimmed colour instead of black.
    expect(countPixels(frame, isWhite, [0, 0.45, 0.06, 0.1])).toBeGreaterThan(800);
    const [r, g, b] = meanColour(frame, 0.3, 0.05, 0.4, 0.1);
    const [pr, pg, pb] = meanColour(frame, 0.3, 0.45, 0.4, 0.1);
    expect(r + g + b).toBeGreaterThan(60);
    expect(r + g + b).toBeLessThan((pr + pg + pb) * 0.75);
  });
});
