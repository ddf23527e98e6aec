import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalDraft, TextSegment } from '../../src/draft.ts';
import { makeFilm } from '../../src/renderer/film/film.ts';
import { type Frame, frameAt, meanColour } from './probe.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

const none = () => {};
const LEAST_CONTRAST = 4.5;

/** Relative luminance (WCAG 2) of a colour, 0 to 1. */
function luminance([r, g, b]: readonly [number, number, number]): number {
  const linear = (value: number) => (value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

describe('texts, logos and framing in the finished film', async () => {
  const dir = await temporaryFolder();
  const files: Record<string, string> = {};
  let count = 0;

  beforeAll(async () => {
    const size = { width: 960, height: 540 };
    files.white = await photo(join(dir, 'white.png'), '#ffffff', size);
    files.black = await photo(join(dir, 'black.png'), '#000000', size);
    files.grey = await photo(join(dir, 'grey.png'), '#808080', size);
    const drawn = async (name: string, width: number, height: number, svg: string) => {
      const file = join(dir, `${name}.png`);
      await sharp(
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`),
      )
        .png()
        .toFile(file);
      files[name] = file;
    };
    const stripes = Array.from(
      { length: 48 },
      (_, i) => `<rect x="${i * 20}" y="150" width="10" height="390" fill="#fff"/>`,
    );
    await drawn('busy', 960, 540, `<rect width="960" height="540" fill="#203040"/>${stripes.join('')}`);
    await drawn('logo', 300, 300, '<circle cx="150" cy="150" r="150" fill="#ff2020"/>');
    await drawn(
      'person',
      450,
      800,
      '<rect width="450" height="800" fill="#7fb2d6"/><circle cx="225" cy="110" r="70" fill="#e8b48c"/><circle cx="200" cy="100" r="8"/><circle cx="250" cy="100" r="8"/><path d="M130 800 L160 230 Q225 190 290 230 L320 800Z" fill="#4a6fa5"/>',
    );
  });

  async function still(src: string, texts: Partial<TextSegment['m']>[], rest: Partial<LocalDraft['m']> = {}) {
    const out = join(dir, `text-${count++}.mp4`);
    const titles = texts.map((m, i) => ({
      id: `t${i}`,
      s: 0,
      d: 1000,
      m: { text: 'HHHH', style: 'title' as const, position: 'center' as const, color: '#ffffff', ...m },
    }));
    const draft = draftOf([{ d: 1000, m: { src } }], { titles, aspect: rest.aspect ?? '16:9' });
    await makeFilm({ draft: { ...draft, m: { ...draft.m, ...rest } }, files }, out, none);
    return frameAt(out, 500);
  }

  /** The contrast between the letters' colour and most of what is between and close around them. */
  function contrastOf(frame: Frame, colour: [number, number, number]): number {
    const isText = (at: number) => colour.every((value, k) => Math.abs(value - (frame.rgba[at + k] ?? 0)) < 50);
    const around: number[] = [];
    for (let y = Math.round(frame.height * 0.46); y < frame.height * 0.54; y++) {
      for (let x = Math.round(frame.width * 0.42); x < frame.width * 0.58; x++) {
        const at = (y * frame.width + x) * 4;
        if (isText(at)) continue;
        around.push(luminance([frame.rgba[at] ?? 0, frame.rgba[at + 1] ?? 0, frame.rgba[at + 2] ?? 0]));
      }
    }
    const text = luminance(colour);
    const ratios = around
      .map((other) => (Math.max(text, other) + 0.05) / (Math.min(text, other) + 0.05))
      .sort((a, b) => a - b);
    // The letters' own soft edges are the rest.
    return ratios[Math.floor(ratios.length * 0.25)] ?? 0;
  }

  test.each([
    ['white on white, plain', 'white', '#ffffff', undefined],
    ['white on white, on a plate', 'white', '#ffffff', 'plate'],
    ['red on grey, plain', 'grey', '#ff3b30', undefined],
    ['black on black, plain', 'black', '#000000', undefined],
    ['black on grey, on a plate', 'grey', '#000000', 'plate'],
    ['yellow on white, glowing', 'white', '#ffd60a', 'glow'],
  ] as const)('a text can be read: %s has a contrast of 4.5 at least', async (_name, src, color, design) => {
    const frame = await still(src, [{ color, ...(design && { design }) }]);
    const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];
    expect(contrastOf(frame, rgb)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });

  test('the four designs differ in the picture', async () => {
    const frames = [
      await still('grey', [{}]),
      await still('grey', [{ design: 'plate' }]),
      await still('grey', [{ design: 'outline' }]),
      await still('grey', [{ design: 'glow' }]),
    ];
    const prints = frames.map((frame) => meanColour(frame, 0.3, 0.42, 0.4, 0.16)[0].toFixed(1));
    expect(new Set(prints).size).toBe(4);
  });

  /** First and last row, as shares of the height, that white letters take. */
  function rowsOf(frame: Frame): [number, number] {
    const rows = Array.from({ length: frame.height }, (_, y) => y).filter((y) => {
      for (let x = 0; x < frame.width; x++) if ((frame.rgba[(y * frame.width + x) * 4] ?? 0) > 225) return true;
      return false;
    });
    return [(rows[0] ?? 0) / frame.height, (rows.at(-1) ?? 0) / frame.height];
  }

  test.each(['top', 'bottom'] as const)(
    'a text at the %s of an upright video stays clear of what apps lay over it',
    async (position) => {
      const [from, to] = rowsOf(await still('black', [{ position, text: 'HHHH HHHH HHHH HHHH' }], { aspect: '9:16' }));
      expect(from).toBeGreaterThan(0.1);
      expect(to).toBeLessThan(0.85);
    },
  );

  test('a text whose place nobody chose goes to the calm part of the picture; a chosen place is kept', async () => {
    const chosen = await still('busy', [{ color: '#ff3b30' }]);
    const free = await still('busy', [{ color: '#ff3b30', free: true }]);
    const redness = (frame: Frame, y: number) => {
      let red = 0;
      for (let row = Math.round(y * frame.height); row < (y + 0.2) * frame.height; row++) {
        for (let x = 0; x < frame.width; x++) {
          const at = (row * frame.width + x) * 4;
          if ((frame.rgba[at] ?? 0) > 190 && (frame.rgba[at + 1] ?? 0) < 110) red++;
        }
      }
      return red;
    };
    expect(redness(chosen, 0.4)).toBeGreaterThan(500);
    expect(redness(free, 0.4)).toBe(0);
    expect(redness(free, 0.05)).toBeGreaterThan(500);
  });

  test('a subtitle stands under its title, smaller', async () => {
    const frame = await still('black', [{}, { text: 'HHHH', style: 'caption', under: true }]);
    const inRow = (y: number) => {
      const row = Math.round(y * frame.height);
      let white = 0;
      for (let x = 0; x < frame.width; x++) if ((frame.rgba[(row * frame.width + x) * 4] ?? 0) > 200) white++;
      return white;
    };
    const rows = Array.from({ length: 60 }, (_, i) => 0.35 + i * 0.005).map((y) => inRow(y) > 0);
    const blocks = rows.filter((is, i) => is && !rows[i - 1]).length;
    expect(blocks).toBe(2);
  });

  test.each([
    ['tl', 0.02, 0.02],
    ['br', 0.88, 0.86],
  ] as const)('the logo stands in its corner: %s', async (corner, x, y) => {
    const frame = await still('grey', [], { logo: { src: 'logo', name: 'logo', corner } });
    const [r, g] = meanColour(frame, x, y, 0.1, 0.12);
    expect(r - g).toBeGreaterThan(25);
    const [middle, green] = meanColour(frame, 0.4, 0.4, 0.2, 0.2);
    expect(Math.abs(middle - green)).toBeLessThan(6);
  });

  test('an end that leads back shows the first picture in its last frame', async () => {
    const draft = draftOf([
      { d: 1500, m: { src: 'white' } },
      { d: 1500, m: { src: 'black' } },
    ]);
    const out = join(dir, 'loop.mp4');
    await makeFilm({ draft: { ...draft, m: { ...draft.m, loop: true } }, files }, out, none);
    expect(meanColour(await frameAt(out, 2000))[0]).toBeLessThan(20);
    expect(meanColour(await frameAt(out, 2960))[0]).toBeGreaterThan(200);
  });

  test('a portrait that fills a wide frame keeps the head', async () => {
    const out = join(dir, 'head.mp4');
    const draft = draftOf([{ d: 500, m: { src: 'person', fit: 'fill' } }]);
    await makeFilm({ draft, files }, out, none);
    const frame = await frameAt(out, 250);
    let skin = 0;
    for (let at = 0; at < frame.rgba.length; at += 4) {
      const [r, g, b] = [frame.rgba[at] ?? 0, frame.rgba[at + 1] ?? 0, frame.rgba[at + 2] ?? 0];
      if (r > 215 && g > 160 && g < 200 && b > 115 && b < 165) skin++;
    }
    // A circle of 140 of 450 px across, as the frame shows it.
    const whole = Math.PI * (70 / 450) ** 2 * frame.width ** 2;
    expect(skin / whole).toBeGreaterThan(0.9);
  });
});
