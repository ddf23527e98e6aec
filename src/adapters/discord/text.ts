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

function escapePlain(text: string): string {
  // A word joiner keeps @everyone from looking like one; nobody is notified in any case.
  return text.replace(/[\\*_~`|[\]<]/g, '\\$&').replace(/@(everyone|here)/g, '@\u2060$1');
}

function escapedLength(text: string): number {
  return escapeText(text).length;
}

/**
 * A text as messages: escaped, in parts that fit.
 *
 * @param head stands before the first part, ready to be sent
 */
export function messagesOfText(text: string, head = '', limit = MESSAGE_LENGTH): string[] {
  const parts = splitText(text, { limit, first: limit - head.length, measure: escapedLength }).map(escapeText);
  const [first = '', ...others] = parts;
  return head || parts.length > 0 ? [head + first, ...others] : [];
}

/** The start of a text, escaped, as much as fits into a message. */
export function shortened(text: string, limit = MESSAGE_LENGTH): string {
  return escapeText(truncate(text, limit, escapedLength));
}
