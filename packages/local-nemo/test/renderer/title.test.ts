import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { drawTitle } from '../../src/renderer/title/draw.ts';
import { coverageOf } from '../../src/renderer/title/coverage.ts';
import { fontsFor } from '../../src/renderer/title/fonts.ts';
import { piecesOf, wrap } from '../../src/renderer/title/wrap.ts';

const byLength = (text: string) => [...text].length;

test('Latin breaks between words, evenly', () => {
  expect(wrap('one two three four', 12, byLength)).toEqual(['one two', 'three four']);
  expect(wrap('a weekend by the sea', 16, byLength)).toEqual(['a weekend', 'by the sea']);
});

test('Chinese breaks between any two characters, but not before a full stop', () => {
  expect(wrap('海边的周末很好', 4, byLength)).toEqual(['海边的周', '末很好']);
  expect(piecesOf('你好。再见')).toEqual(['你', '好。', '再', '见']);
  expect(piecesOf('《你好》')).toEqual(['《你', '好》']);
});

test('a word wider than the line is broken inside, and own line breaks are kept', () => {
  expect(wrap('abcdefghij', 4, byLength)).toEqual(['abcd', 'efgh', 'ij']);
  expect(wrap('up\ndown', 40, byLength)).toEqual(['up', 'down']);
});

test.each([
  ['Latin, Greek, Cyrillic and Chinese', 'Grüezi Καλημέρα Привет 你好，世界'],
  ['Korean', '안녕하세요'],
  ['Arabic, Persian and Hebrew', 'مرحبا بالعالم، گچپژ שלום עולם'],
  ['Hindi and Thai', 'नमस्ते दुनिया สวัสดีชาวโลก'],
  ['emoji of every kind', '👨‍👩‍👧‍👦 🇨🇭 👍🏽 ❤️ ❤ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☀ © ™ ★'],
])('every character is covered of %s', (_, text) => {
  expect(coverageOf(text)).toMatchObject({ missing: [], drawable: text });
});

test('what no font has is named as it is written, and left out of the text', () => {
  expect(coverageOf('Aꦲ ბ 🎉')).toMatchObject({ missing: ['ꦲ', 'ბ'], drawable: 'A 🎉' });
  // Of Unicode 16, younger than the font; and a letter with a mark that the font of the letter lacks.
  expect(coverageOf('\u{1fae9}').missing).toEqual(['\u{1fae9}']);
});

test('text fonts come before the emoji, which have digits too', () => {
  const names = coverageOf('🎂 30 안녕').files.map(({ name }) => name.replace(/-\d+-wght.*/, ''));
  expect(names).toEqual(['noto-sans-latin-wght-normal', 'noto-sans-kr', 'noto-sans-kr', 'twemoji']);
});

test('a line of Hebrew or Arabic is laid out from the right, one of others is not', () => {
  expect(wrap('שלום עולם!', 40, byLength)).toEqual(['\u2067שלום עולם!\u2069']);
  expect(wrap('(مرحبا)', 40, byLength)).toEqual(['\u2067(مرحبا)\u2069']);
  expect(wrap('Hello שלום!', 40, byLength)).toEqual(['Hello שלום!']);
});

test('Thai breaks between its words, which no spaces divide', () => {
  expect(piecesOf('สวัสดีชาวโลก')).toEqual(['สวัสดี', 'ชาว', 'โลก']);
});

function inkOf(text: string, style: 'title' | 'caption') {
  const frame = { width: 640, height: 360 };
  const canvas = drawTitle({ text, position: 'center', style, color: '#ff0000' }, frame);
  if (!canvas) return undefined;
  const { data } = canvas.getContext('2d').getImageData(0, 0, frame.width, frame.height);
  let [left, right, count] = [frame.width, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if ((data[i] ?? 0) < 200 || (data[i + 3] ?? 0) < 200) continue;
    const x = (i / 4) % frame.width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    count++;
  }
  return { left, right, count };
}

test('a title is centred, in its colour, and no wider than 85 % of the frame', () => {
  const ink = inkOf('A very long title that has to be broken into lines somewhere', 'title');
  expect(ink?.count).toBeGreaterThan(1000);
  expect((ink?.right ?? 0) - (ink?.left ?? 0)).toBeLessThan(640 * 0.85);
  expect(Math.abs((ink?.left ?? 0) + (ink?.right ?? 0) - 640)).toBeLessThan(12);
});

test('characters of different font files are all drawn, none as the box for a missing one', () => {
  // These lie in seven files; the boxes would have the same number of pixels.
  const inks = [...'再见夏天海边末'].map((character) => inkOf(character, 'title')?.count ?? 0);
  expect(Math.min(...inks)).toBeGreaterThan(100);
  expect(new Set(inks).size).toBeGreaterThanOrEqual(6);
  // Together they are drawn from the same files as one by one.
  const together = inkOf('再见夏天海边末', 'title')?.count ?? 0;
  const sum = inks.reduce((total, ink) => total + ink, 0);
  expect(Math.abs(together - sum) / sum).toBeLessThan(0.1);
});

test('a title is drawn bold: its strokes cover more of the same outline than regular ones', () => {
  const inkOfWeight = (weight: number) => {
    const context = createCanvas(400, 120).getContext('2d');
    context.fontVariationSettings = `'wght' ${weight}`;
    context.font = `60px ${fontsFor('夏 Title').stack}`;
    context.fillText('夏 Title', 20, 90);
    const { data } = context.getImageData(0, 0, 400, 120);
    return data.filter((value, i) => i % 4 === 3 && value > 127).length;
  };
  expect(inkOfWeight(700)).toBeGreaterThan(inkOfWeight(400) * 1.2);
});

test('a caption is smaller than a title', () => {
  expect(inkOf('夏天', 'caption')?.count ?? 0).toBeLessThan((inkOf('夏天', 'title')?.count ?? 0) / 2);
});

/** How many pixels a text colours otherwise than its own red. */
function coloursOf(text: string): number {
  const canvas = drawTitle({ text, position: 'center', style: 'title', color: '#ff0000' }, { width: 640, height: 360 });
  const data = canvas?.getContext('2d').getImageData(0, 0, 640, 360).data ?? new Uint8ClampedArray();
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if ((data[i + 3] ?? 0) > 200 && (data[i + 1] ?? 0) + (data[i + 2] ?? 0) > 120) count++;
  }
  return count;
}

test('emoji are drawn in their own colours, also when they are made of several or asked for by a digit', () => {
  for (const emoji of ['🎉', '👨‍👩‍👧‍👦', '🇨🇭', '👍🏽', '☀️', '1️⃣', '🏳️‍🌈']) {
    expect(coloursOf(emoji), emoji).toBeGreaterThan(60);
    // One picture, not one for each of its parts.
    const ink = inkOf(`I${emoji}I`, 'title');
    expect((ink?.right ?? 0) - (ink?.left ?? 0), emoji).toBeLessThan(80);
  }
  expect(coloursOf('30')).toBe(0);
});

test('Arabic letters are joined: together they take less room than one by one', () => {
  const widthOf = (text: string) => {
    const ink = inkOf(text, 'title');
    return (ink?.right ?? 0) - (ink?.left ?? 0);
  };
  const apart = [...'سبحان'].reduce((sum, letter) => sum + widthOf(letter), 0);
  expect(widthOf('سبحان')).toBeLessThan(apart * 0.85);
});

test('nothing is drawn of what no font has, nor of spaces', () => {
  expect(inkOf('ꦲꦤ', 'title')).toBeUndefined();
  expect(inkOf('   ', 'caption')).toBeUndefined();
});
