/** Chinese, Japanese and Korean text may break between any two of these. */
const IDEOGRAPH = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3134f}]/u;
/** These stay with the character before them, */
const NOT_FIRST = /^[,.!?:;)\]}'"”’»…、。，．！？：；）】》」』〉〕｝％·ー]/u;
/** and these with the one after. */
const NOT_LAST = /[([{'"“‘«（【《「『〈〔｛]$/u;

/** Thai, Lao, Burmese and Khmer write no spaces between words. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/u;
const words = new Intl.Segmenter('th', { granularity: 'word' });

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The pieces of a text that a line break may come between: words with their space, or single ideographs. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let open = false;
  const breaks = UNSPACED.test(text) ? new Set([...words.segment(text)].map(({ index }) => index)) : undefined;
  for (const { segment, index } of graphemes.segment(text)) {
    const last = pieces.at(-1);
    if (/^\s$/u.test(segment)) {
      if (last !== undefined) pieces[pieces.length - 1] = `${last} `;
      open = false;
      continue;
    }
    const wide = IDEOGRAPH.test(segment);
    if (breaks?.has(index) && UNSPACED.test(segment)) open = false;
    const sticks = last !== undefined && !last.endsWith(' ') && (NOT_FIRST.test(segment) || NOT_LAST.test(last));
    if (sticks || (open && !wide && last !== undefined)) pieces[pieces.length - 1] = `${last}${segment}`;
    else pieces.push(segment);
    open = !wide;
  }
  return pieces;
}

/**
 * Breaks a text into lines no wider than `limit`, as even as the number of lines allows. Its own line breaks are kept;
 * a single word wider than the limit is broken inside.
 * @param measure the width of a text, in the unit of `limit`
 */
export function wrap(text: string, limit: number, measure: (text: string) => number): string[] {
  return wrapped(text, limit, measure).map(isolated);
}

/** Letters of Hebrew and Arabic, and of their presentation forms. */
const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** A line that begins from the right is laid out from there, its full stop included. */
function isolated(line: string): string {
  return RIGHT_TO_LEFT.test(line) ? `\u2067${line}\u2069` : line;
}

function wrapped(text: string, limit: number, measure: (text: string) => number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => {
    const pieces = piecesOf(paragraph.trim());
    const lines = fill(pieces, limit, measure);
    if (lines.length < 2) return lines;
    // The narrowest width that needs no more lines avoids a lonely last word.
    let low = 0;
    let high = limit;
    for (let i = 0; i < 8; i++) {
      const middle = (low + high) / 2;
      const fits = fill(pieces, middle, measure);
      if (fits.length <= lines.length && fits.every((line) => measure(line) <= limit)) high = middle;
      else low = middle;
    }
    return fill(pieces, high, measure);
  });
}

function fill(pieces: string[], limit: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && measure((line + piece).trimEnd()) > limit) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
    while (measure(line.trimEnd()) > limit) {
      const head = longestHead(line, limit, measure);
      if (head.length >= line.length) break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** As many graphemes as fit, at least one. */
function longestHead(text: string, limit: number, measure: (text: string) => number): string {
  let head = '';
  for (const { segment } of graphemes.segment(text)) {
    if (head !== '' && measure(head + segment) > limit) break;
    head += segment;
  }
  return head;
}
