import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });

/**
 * A message made ready for reading. `text` has every letter at the same index as `raw`, but in lower case, half width
 * and simplified Chinese; quoted words stand as single letters from the private use area.
 */
export interface Reading {
  raw: string;
  text: string;
  /** Words in quotes, in order: the letter `QUOTE_START + i` stands for the i-th. */
  quotes: string[];
}

export const QUOTE_START = 0xe000;
/** In a pattern: a quotation. */
export const QUOTE = '[\\ue000-\\ue0ff]';

/** Opening marks with what may close them. Straight single quotes count only where no letter touches them from outside. */
const CLOSING: Record<string, string> = {
  '“': '”', '„': '“”', '"': '"', '＂': '＂', '「': '」', '『': '』', '《': '》', '〈': '〉', '«': '»', '`': '`', '‘': '’', "'": "'",
}; // biome-ignore format: a table
const OPENING_CODES = new Set(Object.keys(CLOSING).map((mark) => mark.charCodeAt(0)));
const WORD = /[\p{L}\p{N}]/u;
const MOST_QUOTES = 200;

/** A quotation with its marks: `from` is the opening one's index, `to` follows the closing one. */
export interface QuotedSpan {
  from: number;
  to: number;
}

/** The quotations of a text, none within another. Each mark is looked at once, so it takes time in the text's length. */
export function quotedSpans(text: string): QuotedSpan[] {
  const spans: QuotedSpan[] = [];
  // From here on, no closing mark of this kind comes any more.
  const exhausted = new Set<string>();
  for (let at = 0; at < text.length && spans.length < MOST_QUOTES; at++) {
    // Most letters are no marks: that is told by their number, much faster than by a name of a table.
    const closers = OPENING_CODES.has(text.charCodeAt(at)) ? CLOSING[text.charAt(at)] : undefined;
    if (closers === undefined || exhausted.has(closers)) continue;
    const single = closers === "'" || closers === '’';
    if (single && isWordAt(text, at - 1)) continue;
    const to = closingAfter(text, at, closers, single);
    if (to === undefined) {
      exhausted.add(closers);
      continue;
    }
    if (to === at + 1 || text.slice(at + 1, to).trim() === '') continue;
    spans.push({ from: at, to: to + 1 });
    at = to;
  }
  return spans;
}

function closingAfter(text: string, from: number, closers: string, single: boolean): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (!closers.includes(text.charAt(at))) continue;
    // In "it's a day" the mark stands between letters.
    if (!single || !isWordAt(text, at + 1)) return at;
  }
  return undefined;
}

/** Whether a letter or digit stands there; the marks themselves, of which a text may be full, are told without a pattern. */
function isWordAt(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char !== '' && !(char in CLOSING) && WORD.test(char);
}

/** Reads a message: takes quotations out and folds letters. */
export function read(message: string): Reading {
  const quotes: string[] = [];
  const clean = message.replace(/[\ue000-\ue1ff]/g, '');
  let raw = '';
  let at = 0;
  for (const { from, to } of quotedSpans(clean)) {
    raw += `${clean.slice(at, from)} ${String.fromCharCode(QUOTE_START + quotes.length)} `;
    quotes.push(clean.slice(from + 1, to - 1).trim());
    at = to;
  }
  raw += clean.slice(at);
  return { raw, text: fold(raw), quotes };
}

/** The quotation that a letter stands for. */
export function quoted(reading: Reading, letter: string | undefined): string | undefined {
  return letter === undefined ? undefined : reading.quotes[letter.charCodeAt(0) - QUOTE_START];
}

/** Lower case, half width, simplified; never changes the length. */
function fold(text: string): string {
  let folded = '';
  for (let i = 0; i < text.length; i++) folded += foldLetter(text.charAt(i));
  return folded.replace(/\p{Script=Han}+/gu, simplified);
}

/** Chinese characters simplified. A phrase may get another length; characters by themselves never do. */
function simplified(characters: string): string {
  const whole = toSimplified(characters);
  return whole.length === characters.length ? whole : [...characters].map((each) => toSimplified(each)).join('');
}

function foldLetter(letter: string): string {
  const code = letter.charCodeAt(0);
  const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : code === 0x3000 ? ' ' : letter;
  if (narrow === '’') return "'";
  const lower = narrow.toLowerCase();
  return lower.length === 1 ? lower : narrow;
}

const EN_NUMBERS: Record<string, number> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18,
  nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90, half: 0.5, couple: 2,
  first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10,
}; // biome-ignore format: a table
const ZH_DIGITS: Record<string, number> = {
  零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 半: 0.5,
}; // biome-ignore format: a table

/** In a pattern: a number in digits or words, of either language. */
export const NUMBER =
  '(?:\\d{1,6}(?:\\.\\d{1,3})?|(?:twenty|thirty|forty|fifty)[ -](?:one|two|three|four|five|six|seven|eight|nine)|\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety)\\b|[一二两三四五六七八九十百半]{1,6})';

/** The value of a number as {@link NUMBER} matches it, or of an English ordinal; NaN for anything else. */
export function numberOf(word: string): number {
  const text = word.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts = text.split(/[ -]+/);
  const values = parts.map((part) => EN_NUMBERS[part]);
  if (values.every((value) => value !== undefined)) return values.reduce((sum, value) => sum + value, 0);
  return chineseNumber(text);
}

function chineseNumber(text: string): number {
  if (!/^[零一二两三四五六七八九十百半]+$/.test(text)) return Number.NaN;
  let total = 0;
  let digit = 0;
  for (const letter of text) {
    if (letter === '十') {
      total += (digit || 1) * 10;
      digit = 0;
    } else if (letter === '百') {
      total += (digit || 1) * 100;
      digit = 0;
    } else {
      digit = ZH_DIGITS[letter] ?? 0;
    }
  }
  return total + digit;
}
