/** Length of a text as the platform counts it once it is written in the platform's way; never below the text's own. */
export type Measure = (text: string) => number;

export interface SplitOptions {
  /** Most that one part may measure. */
  limit: number;
  /** The limit of the first part, where it is another one. */
  first?: number;
  /** The text's own length (UTF-16 units) without it. */
  measure?: Measure;
  /** True where code fences are shown as such: one that is too long for a part is closed and opened again. */
  fences?: boolean;
  /** Cut where a part is almost full, and not at a better border before: takes the fewest parts. */
  tight?: boolean;
  /** Matches what must not be cut in two, such as bold text; global and linear. */
  spans?: RegExp;
}

/** A piece of text: a code fence with its marks, or what is between two of them. */
export interface TextBlock {
  fence: boolean;
  text: string;
}

const FENCE = /```[^\n`]*\n[\s\S]*?\n?```/g;
const SPACE = /\s/;
/** Prose may be cut after these, as at a space. */
const CHINESE_PUNCTUATION = '。！？；，、';

/**
 * Cuts a text into parts that fit a message: between paragraphs, else lines, else words. A character is never cut in
 * two, nor a code fence that would fit into a part of its own. Takes time linear in the text.
 */
export function splitText(text: string, options: SplitOptions): string[] {
  const splitter = new Splitter(options);
  for (const block of options.fences ? blocksOf(text) : [{ fence: false, text }]) {
    if (block.fence) splitter.addFence(block.text);
    else splitter.addProse(block.text);
  }
  return splitter.end();
}

/** The parts of a text while it is cut. */
class Splitter {
  readonly #options: SplitOptions & { measure: Measure };
  readonly #parts: string[] = [];
  #current = '';

  constructor(options: SplitOptions) {
    this.#options = { ...options, measure: options.measure ?? lengthOf };
  }

  end(): string[] {
    this.#close();
    return this.#parts;
  }

  addProse(text: string): void {
    const { measure } = this.#options;
    let rest = text;
    while (!fits(rest, this.#space(), measure)) {
      const cut = cutProse(rest, this.#space(), this.#begun(), this.#options);
      if (cut) this.#current += cut.head;
      this.#close();
      rest = cut ? cut.tail : rest;
    }
    this.#current += rest;
  }

  /** A fence that is too long for a part is closed and opened again. */
  addFence(fence: string): void {
    const { limit, measure } = this.#options;
    const { open, code } = contentOf(fence);
    const marks = measure(`${open}\n\`\`\``);
    for (let at = 0; ; ) {
      const rest = code.slice(at);
      if (fits(rest, this.#space() - marks, measure)) {
        this.#current += at === 0 ? fence : `${open}${rest}\n\`\`\``;
        return;
      }
      const space = prefixLength(rest, this.#space() - marks, measure);
      // A part that is half full is closed rather than filled up by tearing a fence.
      if (this.#begun() && (space < 1 || fits(rest, limit - marks, measure))) this.#close();
      else if (space < 1) {
        this.addProse(`${open}${rest}\n\`\`\``);
        return;
      } else {
        const line = rest.lastIndexOf('\n', space);
        const cut = line > 0 ? line : hardCut(rest, space);
        this.#current += `${open}${rest.slice(0, cut)}\n\`\`\``;
        this.#close();
        at += line > 0 ? cut + 1 : cut;
      }
    }
  }

  #begun(): boolean {
    return this.#current.trim() !== '';
  }

  /** What the part that is being filled may still measure. */
  #space(): number {
    const { limit, first = limit, measure } = this.#options;
    return (this.#parts.length === 0 ? first : limit) - measure(this.#current);
  }

  #close(): void {
    if (this.#begun()) this.#parts.push(this.#current.trim());
    this.#current = '';
  }
}

/** The start of a text that is too long: whole characters, with an ellipsis where some are missing. */
export function truncate(text: string, limit: number, measure: Measure = lengthOf): string {
  return fits(text, limit, measure) ? text : `${text.slice(0, hardCut(text, prefixLength(text, limit - 1, measure)))}…`;
}

/** The code fences of a text and what is between them, in order. */
export function blocksOf(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    if (match.index > at) blocks.push({ fence: false, text: text.slice(at, match.index) });
    blocks.push({ fence: true, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length || blocks.length === 0) blocks.push({ fence: false, text: text.slice(at) });
  return blocks;
}

/** The text without these characters at its end; linear, which a pattern with `+$` is not. */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function lengthOf(text: string): number {
  return text.length;
}

/** A long text is not measured as a whole: it measures its length at least. */
function fits(text: string, space: number, measure: Measure): boolean {
  return text.length <= space && measure(text) <= space;
}

/** How many UTF-16 units from the start of a text measure at most `space`. */
function prefixLength(text: string, space: number, measure: Measure): number {
  const most = Math.max(0, Math.min(space, text.length));
  let [fitting, fittingSize] = [0, 0];
  let [over, overSize] = [most, measure(text.slice(0, most))];
  if (overSize <= space) return most;
  // Each unit that goes takes one off the measure at least.
  if (most - (overSize - space) > most / 2) return most - (overSize - space);
  for (let step = 0; over - fitting > 1; step++) {
    // Where all of it grows alike, this is the place; every other step halves what is left in any case.
    const share = step % 2 === 0 ? (space - fittingSize) / (overSize - fittingSize) : 0.5;
    const guess = fitting + Math.floor(share * (over - fitting));
    const middle = Math.min(over - 1, Math.max(fitting + 1, guess));
    const size = measure(text.slice(0, middle));
    if (size <= space) [fitting, fittingSize] = [middle, size];
    else [over, overSize] = [middle, size];
  }
  return fitting;
}

interface Cut {
  head: string;
  tail: string;
}

/** @returns undefined when nothing fits, so that a new part has to begin */
function cutProse(
  text: string,
  space: number,
  begun: boolean,
  { measure, spans, tight }: SplitOptions & { measure: Measure },
): Cut | undefined {
  const most = prefixLength(text, space, measure);
  // A border near the start would leave a part almost empty, unless there is no other.
  const least = begun ? 0 : most * (tight ? 0.95 : 0.25);
  // What is longer than the window is no span that could be kept whole.
  const window = text.slice(0, 2 * most + 1);
  const held = spans ? spansUpTo(window, spans, most) : [];
  for (const borderBefore of [paragraphEnd, lineEnd, wordEnd]) {
    const at = lastFree(text, held, most, borderBefore);
    if (at !== undefined && at > least) return { head: text.slice(0, at), tail: text.slice(at).trimStart() };
  }
  if (begun) return undefined;
  const at = hardCut(text, most);
  return { head: text.slice(0, at), tail: text.slice(at) };
}

type Span = readonly [from: number, to: number];

/** Spans that begin before `most`, in ascending order. */
function spansUpTo(text: string, pattern: RegExp, most: number): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match.index >= most) break;
    found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

/** A kind of border: its last place at or before `from`, 0 when there is none. */
type BorderBefore = (text: string, from: number) => number;

/** The last border, up to `most`, that is inside of no span. */
function lastFree(text: string, spans: readonly Span[], most: number, before: BorderBefore): number | undefined {
  let span = spans.length - 1;
  for (let place = before(text, most); place > 0; place = before(text, place - 1)) {
    while (span >= 0 && (spans[span]?.[0] ?? 0) >= place) span -= 1;
    if (span < 0 || (spans[span]?.[1] ?? 0) <= place) return place;
  }
  return undefined;
}

/** The first line end of an empty line or several. */
function paragraphEnd(text: string, from: number): number {
  for (let last = lineEnd(text, from); last > 0; last = lineEnd(text, last - 1)) {
    let first = last;
    for (let at = last - 1; at >= 0 && isSpace(text, at); at--) if (text.charAt(at) === '\n') first = at;
    if (first < last) return first;
  }
  return 0;
}

function lineEnd(text: string, from: number): number {
  return Math.max(0, text.lastIndexOf('\n', from));
}

/** The beginning of white space, or behind Chinese punctuation. */
function wordEnd(text: string, from: number): number {
  for (let at = from; at > 0; at--) {
    if (text.charCodeAt(at - 1) > 0x3000 && CHINESE_PUNCTUATION.includes(text.charAt(at - 1))) return at;
    if (isSpace(text, at) && !isSpace(text, at - 1)) return at;
  }
  return 0;
}

/** Most characters are told by their number; a pattern for each would take most of the time. */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80 ? code === 0x20 || (code >= 0x09 && code <= 0x0d) : SPACE.test(text.charAt(at));
}

/** The first line of a code fence, and what is between its marks. */
function contentOf(fence: string): { open: string; code: string } {
  const begin = fence.indexOf('\n') + 1;
  const end = fence.length - '```'.length;
  const last = fence.charAt(end - 1) === '\n' && end > begin ? end - 1 : end;
  return { open: fence.slice(0, begin), code: fence.slice(begin, last) };
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Below this, only a carriage return can belong to the character after it: combining marks begin here. */
const FIRST_COMBINING = 0x300;
const CARRIAGE_RETURN = 0x0d;

/** The last border between two characters, as a reader counts them, at or before `limit`. */
function hardCut(text: string, limit: number): number {
  const before = text.charCodeAt(limit - 1);
  if (before < FIRST_COMBINING && before !== CARRIAGE_RETURN && text.charCodeAt(limit) < FIRST_COMBINING) return limit;
  // Only the neighbourhood matters; a character of more than 100 units is taken apart at its surrogate pairs.
  const start = Math.max(0, limit - 100);
  const border = characters.segment(text.slice(start, limit + 100)).containing(limit - start)?.index ?? 0;
  const at = border > 0 ? start + border : limit;
  const torn = at > 0 && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  return Math.max(torn ? at - 1 : at, 1);
}

/** Control characters, line breaks, and marks that turn the direction of what follows around. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A file's name as it may stand in a sentence: one line, in the direction of the sentence. */
export function plainName(name: string): string {
  return name.replace(UNSHOWN, '').trim();
}
