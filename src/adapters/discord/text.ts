import { MESSAGE_LETTERS } from './limits.ts';

const URL_SHAPE = /https?:\/\/[^\s<>]+/g;

/**
 * Plain text as Discord shows it letter by letter: no formatting, no mention, no quote. Addresses stay as they are, so
 * that they can be followed.
 */
export function escapeText(text: string): string {
  let escaped = '';
  let from = 0;
  for (const match of text.matchAll(URL_SHAPE)) {
    escaped += escapePlain(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  escaped += escapePlain(text.slice(from));
  return escaped.replace(/^(\s*)(-?#{1,3} |>{1,3} )/gm, '$1\\$2');
}

function escapePlain(text: string): string {
  // A word joiner keeps @everyone from looking like one; nobody is rung in any case.
  return text.replace(/[\\*_~`|[\]<]/g, '\\$&').replace(/@(everyone|here)/g, '@\u2060$1');
}

/**
 * Cuts a text into pieces that fit a message, on paragraph, line or word borders where there is one in the second half,
 * never inside a surrogate pair or between a backslash and its letter.
 */
export function splitText(text: string, limit = MESSAGE_LETTERS): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const head = rest.slice(0, limit + 1);
    const border = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark)).find((at) => at > limit / 2);
    const at = border ?? safeCut(rest, limit);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

/** The text cut to `limit` letters with an ellipsis. */
export function truncate(text: string, limit = MESSAGE_LETTERS): string {
  return text.length > limit ? `${text.slice(0, safeCut(text, limit - 1))}…` : text;
}

/** The largest cut at or before `limit` that leaves surrogate pairs and escaped letters whole. */
function safeCut(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  const escapes = /\\*$/.exec(text.slice(0, limit))?.[0].length ?? 0;
  return cutsPair || escapes % 2 === 1 ? limit - 1 : limit;
}
