const HIDDEN = '\ue000';
const CLOSING: Readonly<Record<string, string>> = {
  '“': '”',
  '"': '"',
  '「': '」',
  '『': '』',
  '《': '》',
  '‘': '’',
  '`': '`',
};
const CLOSERS = new Set([...Object.values(CLOSING), "'"]);
const LETTER = /[\p{L}\p{N}]/u;
const ADDRESS = /https?:\/\/[^\s)）]+/gu;

/**
 * The same text at the same length, so that positions agree, with quoted words and addresses made unreadable. Reads each
 * line once, from the right to know whether a quote still closes, so that unclosed quotes cost no more than closed ones.
 */
export function mask(text: string): string {
  const letters = text.split('');
  const closes = new Map<string, number[]>();
  for (let i = letters.length - 1; i >= 0; i--) {
    const letter = letters[i] ?? '';
    if (CLOSERS.has(letter)) {
      const places = closes.get(letter);
      if (places) places.push(i);
      else closes.set(letter, [i]);
    }
  }
  const closingAfter = (mark: string, from: number): number => {
    const places = closes.get(mark);
    while (places?.length && (places.at(-1) ?? 0) <= from) places.pop();
    return places?.at(-1) ?? -1;
  };
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    let end = -1;
    if (letter === "'" && !LETTER.test(letters[i - 1] ?? ' ')) {
      end = closingAfter("'", i + 1);
      // An apostrophe within the quoted words does not close them.
      for (let tries = 0; end >= 0 && tries < 8 && LETTER.test(letters[end + 1] ?? ' '); tries++)
        end = closingAfter("'", end);
      if (end >= 0 && LETTER.test(letters[end + 1] ?? ' ')) end = -1;
    } else if (CLOSING[letter] !== undefined) {
      end = closingAfter(CLOSING[letter] ?? '', i);
    }
    if (end < 0) continue;
    letters.fill(HIDDEN, i + 1, end);
    i = end;
  }
  return letters.join('').replace(ADDRESS, (address) => HIDDEN.repeat(address.length));
}

/** For reading alone: without Markdown marks, emoji and closing punctuation; typographic apostrophes straight. */
export function plain(text: string): string {
  const words = text
    .replace(/\[([^[\]]*)\]\([^()]*\)/gu, '$1')
    .replace(/[*_`~#]+|\p{Extended_Pictographic}|\ufe0f|\u200d|\u20e3|➡/gu, '')
    .replace(/(\p{L})’(\p{L})/gu, "$1'$2");
  return trimmed(words);
}

const isEdge = (letter: string | undefined, edge: RegExp): boolean => letter !== undefined && edge.test(letter);

function trimmed(words: string): string {
  let start = 0;
  let end = words.length;
  while (start < end && isEdge(words[start], /[\s,.;:，、；：(（–—-]/u)) start++;
  while (end > start && isEdge(words[end - 1], /[\s.!?。！？,，;；:：)）~～]/u)) end--;
  return words.slice(start, end);
}

/** Cuts a text at every match, which goes with the part before it. */
export function cutAfter(text: string, masked: string, boundary: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of masked.matchAll(boundary)) {
    const end = found.index + found[0].length;
    if (end === start) continue;
    parts.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

const SENTENCE_END =
  /(?<=\p{Ll}{2})[.!]+(?=(?:Click|Tap|Press|Open|Drag|Export|Download|Preview|You can) )|(?<!\b(?:e\.g|i\.e|vs|approx|no|\d)|[.!?…])[.!?…]+["”’')*_]*(?=\s|$)\s*|(?<=\d)\.(?=\s+\p{Lu})\s*|[。！？]+[”’」』）*_~～]*\s*/gu;

/** Marks where bold text was closed and opened again at the end of a sentence. */
const SEAM = '\ue001';

/** The sentences of a line. Bold that spans some is closed and opened between them, for `joinSentences` to mend. */
export function sentencesOf(body: string): string[] {
  const sentences = cutAfter(body, mask(body), SENTENCE_END);
  let open = false;
  let carried = '';
  return sentences.map((sentence, i) => {
    let text = `${open ? `${SEAM}**` : ''}${carried}${sentence}`;
    carried = '';
    open = (text.split('**').length - 1) % 2 === 1;
    if (!open || i === sentences.length - 1) return text;
    const last = /\*\*(\s*)$/u.exec(text);
    if (last) {
      // These marks open the next sentence.
      carried = '**';
      text = text.slice(0, last.index) + (last[1] ?? '');
      open = false;
      return text;
    }
    const space = /(?<!\s)\s*$/u.exec(text)?.[0] ?? '';
    return `${text.slice(0, text.length - space.length)}**${SEAM}${space}`;
  });
}

export const joinSentences = (sentences: readonly string[]): string =>
  sentences
    .join('')
    .replace(/\*\*\ue001(\s*)\ue001\*\*/gu, '$1')
    .replaceAll(SEAM, '');

/** Takes emphasis off when only one of its two marks is left. */
export function balance(text: string): string {
  let result = text;
  for (const mark of ['**', '`']) {
    if (result.split(mark).length % 2 === 1) continue;
    const at = result.lastIndexOf(mark);
    result = result.slice(0, at) + result.slice(at + mark.length);
  }
  return result;
}
