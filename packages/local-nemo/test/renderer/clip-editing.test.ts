import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalDraft, VideoSegment } from '../../src/draft.ts';
import { makeFilm } from '../../src/renderer/film/film.ts';
import { frameAt, meanColour, pitchOf, probeVideo, soundBySecond } from './probe.ts';
import { draftOf, photo, temporaryFolder, wav } from './render-fixtures.ts';

const none = () => {};
const PITCH = 441;

describe('what is edited of single clips shows in the film', async () => {
  const dir = await temporaryFolder();
  const files: Record<string, string> = {};

  beforeAll(async () => {
    const square = { width: 400, height: 400 };
    const colours = { red: '#c02020', green: '#20c020', blue: '#2020c0' };
    for (const [name, colour] of Object.entries(colours)) {
      files[name] = await photo(join(dir, `${name}.png`), colour, square);
    }
    files.tone = join(dir, 'tone.wav');
    await writeFile(files.tone, wav(PITCH, 3, 44_100));
    files.clip = join(dir, 'clip.mp4');
    // A second each of red, green and blue, with a plain tone.
    const draft = draftOf(
      Object.keys(colours).map((src) => ({ d: 1000, m: { src } })),
      { aspect: '1:1', music: { name: 'tone', src: 'tone', volume: 0.5, fadeIn: 0, fadeOut: 0 } },
    );
    await makeFilm({ draft, files }, files.clip, none);
    files.wide = await photo(join(dir, 'wide.png'), '#f0d020', { width: 1600, height: 900 });
  });

  async function film(name: string, d: number, m: Partial<VideoSegment['m']>): Promise<string> {
    const out = join(dir, `${name}.mp4`);
    const draft = draftOf([{ d, m: { src: 'clip', kind: 'video', ...m } }], { aspect: '1:1' });
    await makeFilm({ draft, files }, out, none);
    return out;
  }

  async function colourAt(path: string, ms: number): Promise<string> {
    const means = meanColour(await frameAt(path, ms), 0.3, 0.3, 0.4, 0.4);
    return ['red', 'green', 'blue'][means.indexOf(Math.max(...means))] ?? '';
  }

  test('a clip with an in-point begins there, in picture and in sound', async () => {
    const out = await film('trimmed', 1500, { in: 1200 });
    expect(await colourAt(out, 0)).toBe('green');
    expect(await colourAt(out, 700)).toBe('green');
    expect(await colourAt(out, 900)).toBe('blue');
    expect((await soundBySecond(out, 500)).steps[0]).toBeGreaterThan(0.1);
  });

  test.each([
    [2, 1500, [250, 750, 1250]],
    [4, 750, [100, 350, 600]],
    [0.5, 4000, [1000, 3000, 3900]],
    [0.25, 3000, [500, 2000, 2900]],
  ] as const)(
    'at %s times the speed the picture runs faster or slower and the tone keeps its pitch',
    async (speed, d, [a, b, c]) => {
      const out = await film(`speed-${speed}`, d, { speed });
      const expected = speed === 0.25 ? ['red', 'red', 'red'] : ['red', 'green', speed < 1 ? 'green' : 'blue'];
      expect([await colourAt(out, a), await colourAt(out, b), await colourAt(out, c)]).toEqual(expected);
      const pitch = await pitchOf(out, 200, Math.min(d - 100, 1200));
      expect(pitch).toBeGreaterThan(PITCH * 0.94);
      expect(pitch).toBeLessThan(PITCH * 1.06);
      expect((await probeVideo(out)).durationMs).toBeCloseTo(d, -2);
    },
  );

  test('the own sound of a clip is as loud as asked, and a muted clip has none', async () => {
    const [whole, half, muted] = [
      await film('loud', 1000, {}),
      await film('half', 1000, { volume: 0.5 }),
      await film('muted', 1000, { volume: 0 }),
    ];
    const loud = (await soundBySecond(whole)).whole;
    expect((await soundBySecond(half)).whole / loud).toBeCloseTo(0.5, 1);
    expect((await probeVideo(muted)).audioCodec).toBeNull();
  });

  test.each([
    ['fill', true],
    ['whole', false],
  ] as const)('a wide photo in an upright frame: %s', async (fit, covers) => {
    const out = join(dir, `wide-${fit}.mp4`);
    await makeFilm({ draft: upright({ src: 'wide', fit }), files }, out, none);
    const frame = await frameAt(out, 200);
    const [top] = meanColour(frame, 0.4, 0.02, 0.2, 0.05);
    const [middle] = meanColour(frame, 0.4, 0.45, 0.2, 0.1);
    expect(middle).toBeGreaterThan(200);
    if (covers) expect(top).toBeGreaterThan(200);
    else expect(top).toBeLessThan(160);
  });

  test('a soft edge fades the picture into its backdrop, a sharp one ends at once', async () => {
    const steps = async (softEdge: boolean) => {
      const out = join(dir, `edge-${softEdge}.mp4`);
      const draft = upright({ src: 'wide', fit: 'whole' });
      await makeFilm({ draft: { ...draft, m: { ...draft.m, ...(softEdge && { softEdge }) } }, files }, out, none);
      const frame = await frameAt(out, 200);
      // Down the middle, over the picture's upper edge: how many rows are neither backdrop nor picture.
      const column = Array.from({ length: 400 }, (_, i) => frame.rgba[((500 + i) * frame.width + 540) * 4] ?? 0);
      const [dark, light] = [Math.min(...column), Math.max(...column)];
      return column.filter((value) => value > dark + 12 && value < light - 12).length;
    };
    expect(await steps(false)).toBeLessThan(6);
    expect(await steps(true)).toBeGreaterThan(12);
  });

  function upright(m: Partial<VideoSegment['m']> & { src: string }): LocalDraft {
    return draftOf([{ d: 500, m }], { aspect: '9:16' });
  }
});
