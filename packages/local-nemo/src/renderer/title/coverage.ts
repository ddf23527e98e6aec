import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { codePointsOf } from './woff2.ts';

/** The packages of fonts, in the order in which a character is looked for; each is named like the files in it. */
const PACKAGES = [
  'noto-sans',
  'noto-sans-sc',
  'noto-sans-kr',
  'noto-sans-arabic',
  'noto-sans-hebrew',
  'noto-sans-devanagari',
  'noto-sans-thai',
] as const;

/** Pictographs, flags, keycaps and skin tones, which are drawn in colour. Digits and `#` count as emoji too and are text. */
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20e3/u;
/** Without a picture of their own: what joins others, chooses their form or direction, and tags of flags. */
const INVISIBLE = /^(?:\s|\p{Default_Ignorable_Code_Point})$/u;

/** A file of a font package, with the characters it is for. */
export interface FontFile {
  /** Its name, without path and extension; unlike that of any other file. */
  name: string;
  path: string;
  ranges: [number, number][];
}

const require = createRequire(import.meta.url);
// `unicode.json` of each package says which file is for which characters.
const unicodeRanges = z.record(z.string(), z.string());

function parseRange(range: string): [number, number] {
  const [from = '0', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

/** Undefined for a package that is not installed: an installation may do without the scripts that nobody there writes. */
function folderOf(name: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

let files: FontFile[] | undefined;

function allFiles(): FontFile[] {
  files ??= PACKAGES.flatMap((name) => {
    const folder = folderOf(`@fontsource-variable/${name}`);
    if (folder === undefined) return [];
    const raw: unknown = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'));
    return Object.entries(unicodeRanges.parse(raw)).map(([subset, ranges]) => {
      // The numbered subsets are written `[4]`.
      const file = `${name}-${subset.replace(/[[\]]/g, '')}-wght-normal`;
      return { name: file, path: join(folder, 'files', `${file}.woff2`), ranges: ranges.split(',').map(parseRange) };
    });
  });
  return files;
}

let emoji: { file: FontFile; points: Set<number> } | undefined;

function emojiFont(): { file: FontFile; points: Set<number> } {
  if (!emoji) {
    const folder = folderOf('twemoji-colr-font');
    const path = join(folder ?? '', 'twemoji.woff2');
    const points = folder === undefined ? new Set<number>() : codePointsOf(readFileSync(path));
    emoji = { file: { name: 'twemoji', path, ranges: [] }, points };
  }
  return emoji;
}

/** What draws a text: font files, the emoji last; and the text without what none of them can draw. */
export interface Coverage {
  files: FontFile[];
  drawable: string;
  /** Characters and emoji that would be empty boxes, each once, as they are written. */
  missing: string[];
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Finds what draws each character of a text; nothing is drawn or registered. */
export function coverageOf(text: string): Coverage {
  const needed = new Set<FontFile>();
  const missing = new Set<string>();
  let drawable = '';
  for (const { segment } of graphemes.segment(text)) {
    const found = filesFor(segment);
    if (!found) {
      missing.add(segment);
      continue;
    }
    for (const file of found) needed.add(file);
    drawable += segment;
  }
  // Digits are in the font of emoji too: text fonts come first.
  const last = emoji?.file;
  const ordered = [...needed].filter((file) => file !== last);
  if (last && needed.has(last)) ordered.push(last);
  return { files: ordered, drawable: drawable.replace(/ {2,}/g, ' '), missing: [...missing] };
}

/** The files that draw a grapheme; undefined where a part of it is in none. */
function filesFor(grapheme: string): FontFile[] | undefined {
  const points = [...grapheme].filter((character) => !INVISIBLE.test(character));
  const text = points.map(textFileFor);
  const isText = text.every((file) => file !== undefined);
  const asksForColour = /\p{Emoji_Presentation}|\ufe0f|\p{Regional_Indicator}/u.test(grapheme);
  // Signs such as © are text, unless they ask for colour.
  if (EMOJI.test(grapheme) && (asksForColour || !isText)) {
    const { file, points: known } = emojiFont();
    return points.every((character) => known.has(character.codePointAt(0) ?? 0)) ? [file] : undefined;
  }
  return isText ? text.filter((file) => file !== undefined) : undefined;
}

function textFileFor(character: string): FontFile | undefined {
  // The ranges of the Chinese and Korean packages name emoji, but their files have none.
  const isPicture = /\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji_Modifier}/u.test(character);
  const code = character.codePointAt(0) ?? 0;
  const found = isPicture
    ? undefined
    : allFiles().find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
  const isPictograph = /\p{Extended_Pictographic}/u.test(character);
  return isPictograph && !found?.name.startsWith('noto-sans-latin') ? undefined : found;
}
