import { isObject, parseJson } from '../json.ts';

/** A text is searched for JSON at so many places, each over so many UTF-16 units: bounded work for any text. */
const MAX_ATTEMPTS = 50;
const MAX_LENGTH = 20_000;

/**
 * The text without JSON objects and arrays of objects that stand in it, also within a sentence or a block of code; what
 * only announced them goes with them. Square brackets and braces of prose stay.
 */
export function withoutRawJson(text: string): string {
  let result = '';
  let from = 0;
  let attempts = 0;
  for (let at = nextOpening(text, 0); at !== -1 && attempts < MAX_ATTEMPTS; at = nextOpening(text, at)) {
    attempts += 1;
    const end = endOfJson(text, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    const before = text.slice(from, at).replace(/```(?:json)?\s{0,10}$/, '');
    result += before.replace(/[:：]?[ \t]{0,10}$/, '');
    from = end;
    const fence = /^\s{0,10}```/.exec(text.slice(end, end + 20));
    if (fence) from += fence[0].length;
    at = from;
  }
  if (from === 0) return text;
  // The mark is optional in the pattern, so that each run of spaces is read once.
  return (result + text.slice(from))
    .replace(/[ \t]+([.,;!?。，；！？]?)/g, (spaces: string, mark: string) => mark || spaces)
    .trim();
}

function nextOpening(text: string, from: number): number {
  const [brace, bracket] = [text.indexOf('{', from), text.indexOf('[', from)];
  return brace === -1 || bracket === -1 ? Math.max(brace, bracket) : Math.min(brace, bracket);
}

/** Where the JSON that begins at `start` ends; undefined when there is none. */
function endOfJson(text: string, start: number): number | undefined {
  let depth = 0;
  const limit = Math.min(text.length, start + MAX_LENGTH);
  for (let at = start; at < limit; at++) {
    const letter = text[at];
    if (letter === '"') {
      for (at += 1; at < limit && text[at] !== '"'; at++) if (text[at] === '\\') at += 1;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth === 0) return isRawJson(parseJson(text.slice(start, at + 1))) ? at + 1 : undefined;
    }
  }
  return undefined;
}

const isRawJson = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isRawJson) : isObject(value) && Object.keys(value).length > 0;
