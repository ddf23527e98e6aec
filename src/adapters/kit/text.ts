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
  /** Matches what must not be cut in two, such as bold text; global and linear. */
  spans?: RegExp;
}

/** A piece of text: a code fence with its marks, or what is between two of them. */
export interface TextBlock {
  fence: boolean;
  text: string;
}

const FENCE = /```[^\n`]*\n[\s\S]*?\n?```/g;
/** Where prose may be cut, the best border first; the last one also after Chinese punctuation. */
const BORDERS = [/\n\s*\n/g, /\n/g, /\s+|(?<=[。！？；，、])/g];

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
  const excess = measure(text.slice(0, most)) - space;
  if (excess <= 0) return most;
  // Each unit that goes takes one off the measure at least.
  let fitting = Math.max(0, most - excess);
  if (fitting > most / 2) return fitting;
  for (let over = most; over - fitting > 1; ) {
    const middle = Math.floor((fitting + over) / 2);
    if (measure(text.slice(0, middle)) <= space) fitting = middle;
    else over = middle;
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
  { measure, spans }: SplitOptions & { measure: Measure },
): Cut | undefined {
  const most = prefixLength(text, space, measure);
  // A border near the start would leave a part almost empty, unless there is no other.
  const least = begun ? 0 : most / 4;
  // What is longer than the window is no span that could be kept whole.
  const window = text.slice(0, 2 * most + 1);
  const held = spans
    ? [...window.matchAll(spans)].map((match) => [match.index, match.index + match[0].length] as const)
    : [];
  for (const border of BORDERS) {
    const places = [...text.slice(0, most + 1).matchAll(border)].map((match) => match.index);
    const at = lastFree(places, held, most);
    if (at !== undefined && at > least) return { head: text.slice(0, at), tail: text.slice(at).trimStart() };
  }
  if (begun) return undefined;
  const at = hardCut(text, most);
  return { head: text.slice(0, at), tail: text.slice(at) };
}

/** The last of the places, up to `most`, that is inside of no span; both are in ascending order. */
function lastFree(
  places: readonly number[],
  spans: readonly (readonly [from: number, to: number])[],
  most: number,
): number | undefined {
  let span = spans.length - 1;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index] ?? 0;
    if (place > most || place === 0) continue;
    while (span >= 0 && (spans[span]?.[0] ?? 0) >= place) span -= 1;
    if (span < 0 || (spans[span]?.[1] ?? 0) <= place) return place;
  }
  return undefined;
}

/** The first line of a code fence, and what is between its marks. */
function contentOf(fence: string): { open: string; code: string } {
  const begin = fence.indexOf('\n') + 1;
  const end = fence.length - '```'.length;
  const last = fence.charAt(end - 1) === '\n' && end > begin ? end - 1 : end;
  return { open: fence.slice(0, begin), code: fence.slice(begin, last) };
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last border between two characters, as a reader counts them, at or before `limit`. */
function hardCut(text: string, limit: number): number {
  // Only the neighbourhood matters; a character of more than 100 units is taken apart at its surrogate pairs.
  const start = Math.max(0, limit - 100);
  const borders = [...characters.segment(text.slice(start, limit + 100))].map(({ index }) => start + index);
  const at = borders.filter((border) => border <= limit && border > start).at(-1) ?? limit;
  const torn = at > 0 && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  return Math.max(torn ? at - 1 : at, 1);
}

/** Control characters, line breaks, and marks that turn the direction of what follows around. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A file's name as it may stand in a sentence: one line, in the direction of the sentence. */
export function plainName(name: string): string {
  return name.replace(UNSHOWN, '').trim();
}
