import { splitText, truncate } from '../kit/text.ts';
import { MESSAGE_LENGTH } from './limits.ts';

const URL_SHAPE = /https?:\/\/[^\s<>]+/g;
/** Marks of headings, small print and quotes. Only space of the same line is looked at: with line ends it were quadratic. */
const LINE_MARK = /^([^\S\n\r\u2028\u2029]*)(-?#{1,3} |>{1,3} )/gm;

/**
 * Plain text as Discord shows it character by character: no formatting, no mention, no quote. Addresses stay as they
 * are, so that they can be followed. Takes time linear in the text.
 */
export function escapeText(text: string): string {
  let escaped = '';
  let from = 0;
  for (const match of text.matchAll(URL_SHAPE)) {
    escaped += escapePlain(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  escaped += escapePlain(text.slice(from));
  return escaped.replace(LINE_MARK, '$1\\$2');
}

const BACKSLASH = 0x5c;
/** What Discord takes for markup. */
const MARKS = '\\*_~`|[]<';

/** 1 for each character of ASCII that is escaped. */
const IS_MARK = new Uint8Array(0x80);
for (const mark of MARKS) IS_MARK[mark.charCodeAt(0)] = 1;

/** As many characters are made into text at once, so that the buffer stays small. */
const CHUNK = 4096;
/** Up to here, in UTF-16 units, it takes less time without a buffer: between many addresses there are many such pieces. */
const SHORT = 64;

/**
 * One pass over the characters: a text of nothing but marks takes no longer than any other, which it does with patterns
 * whose matches are replaced.
 */
function escapeMarks(text: string): string {
  let escaped = '';
  if (text.length < SHORT) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      escaped += code < 0x80 && IS_MARK[code] === 1 ? `\\${text.charAt(at)}` : text.charAt(at);
    }
    return escaped;
  }
  const codes = new Uint16Array(Math.min(CHUNK, text.length) * 2);
  const bytes = Buffer.from(codes.buffer);
  for (let from = 0; from < text.length; from += CHUNK) {
    let length = 0;
    for (let at = from; at < text.length && at < from + CHUNK; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x80 && IS_MARK[code] === 1) codes[length++] = BACKSLASH;
      codes[length++] = code;
    }
    escaped += bytes.toString('utf16le', 0, length * codes.BYTES_PER_ELEMENT);
  }
  return escaped;
}

function escapePlain(text: string): string {
  const escaped = escapeMarks(text);
  // A word joiner keeps @everyone from looking like one; nobody is notified in any case.
  return escaped.includes('@') ? escaped.replace(/@(everyone|here)/g, '@\u2060$1') : escaped;
}

/** How long {@link escapeText} makes a text. Much less work than to escape it, as is done many times to split a text. */
export function escapedLength(text: string): number {
  let added = text.match(LINE_MARK)?.length ?? 0;
  let from = 0;
  if (text.includes('http')) {
    for (const match of text.matchAll(URL_SHAPE)) {
      added += addedBetween(text, from, match.index);
      from = match.index + match[0].length;
    }
  }
  return text.length + added + addedBetween(text, from, text.length);
}

const AT = 0x40;

/** How many characters {@link escapePlain} adds to a piece of a text. */
function addedBetween(text: string, from: number, to: number): number {
  let added = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) continue;
    if (IS_MARK[code] === 1) added += 1;
    else if (code === AT && (text.startsWith('everyone', at + 1) || text.startsWith('here', at + 1))) added += 1;
  }
  return added;
}

/** Most messages that one text may take; what is longer than that the core cuts. */
const MOST_MESSAGES = 3;

/**
 * A text as messages: escaped, in parts that fit, cut at the best borders where these leave it few parts.
 *
 * @param head stands before the first part, ready to be sent
 */
export function messagesOfText(text: string, head = '', limit = MESSAGE_LENGTH): string[] {
  const options = { limit, first: limit - head.length, measure: escapedLength };
  const wellCut = splitText(text, options);
  const mayBeFewer = wellCut.length > MOST_MESSAGES && escapedLength(text) <= MOST_MESSAGES * limit;
  const parts = mayBeFewer ? splitText(text, { ...options, tight: true }) : wellCut;
  const [first = '', ...others] = parts.map(escapeText);
  return head || parts.length > 0 ? [head + first, ...others] : [];
}

/** The start of a text, escaped, as much as fits into a message. */
export function shortened(text: string, limit = MESSAGE_LENGTH): string {
  return escapeText(truncate(text, limit, escapedLength));
}
