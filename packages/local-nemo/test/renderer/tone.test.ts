import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lightAt } from '../../src/renderer/film/plan.ts';
import { renderDraft } from '../../src/renderer/render.ts';
import { drawTitle } from '../../src/renderer/title/draw.ts';
import { frameAt, meanColour } from './probe.ts';
import { draftOf, photo, temporaryFolder } from './render-fixtures.ts';

test('a film in black and white with fades begins and ends black and has no colour between', async () => {
  const dir = await temporaryFolder();
  const files = { red: await photo(join(dir, 'red.jpg'), '#c02020', { width: 640, height: 360 }) };
  const draft = draftOf([{ d: 1200, m: { src: 'red' } }]);
  draft.m = { ...draft.m, look: 'bw', fadeIn: 300, fadeOut: 300 };
  const outPath = join(dir, 'film.mp4');
  await renderDraft({ draft, files, outPath });
  const [r, g, b] = meanColour(await frameAt(outPath, 600));
  expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(6);
  expect(r).toBeGreaterThan(50);
  for (const ms of [0, 1167]) expect(Math.max(...meanColour(await frameAt(outPath, ms)))).toBeLessThan(8);
});

test('the light of a film rises and falls within its fades alone', () => {
  const ends = { fadeIn: 1000, fadeOut: 500, length: 10_000, frame: 1000 / 30 };
  expect([0, 500, 1000, 5000, 9400].map((ms) => lightAt(ends, ms))).toEqual([0, 0.5, 1, 1, 1]);
  expect(lightAt(ends, 10_000 - 1000 / 30)).toBe(0);
  expect(lightAt({ fadeIn: 0, fadeOut: 0, length: 1000, frame: 1000 / 30 }, 0)).toBe(1);
});

test('a big title takes more of the frame than a small one', () => {
  const ink = (size: 'small' | 'medium' | 'big') => {
    const canvas = drawTitle(
      { text: 'Hello', position: 'center', style: 'title', color: '#ff0000', size },
      { width: 640, height: 360 },
    );
    const data = canvas?.getContext('2d').getImageData(0, 0, 640, 360).data ?? new Uint8ClampedArray();
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 0) > 200 && (data[i + 3] ?? 0) > 200) count++;
    return count;
  };
  expect(ink('medium')).toBeGreaterThan(ink('small') * 1.5);
  expect(ink('big')).toBeGreaterThan(ink('medium') * 1.5);
});
