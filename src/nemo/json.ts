export type Json = Record<string, unknown>;

/** True for a JSON object, false for arrays, null and everything else. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nesting beyond this is refused: it overflows the stack of whatever walks the value later (`JSON.stringify` as well). */
const MAX_DEPTH = 200;
/** Texts up to this length are not scanned: they cannot nest deep enough to do harm. */
const UNSCANNED_LENGTH = 2000;
const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [34, 92, 91, 93, 123, 125];

/** JSON, or undefined where the text is none or is nested deeper than 200 levels. Linear in its length. */
export function parseJson(text: string): unknown {
  if (text.length > UNSCANNED_LENGTH && isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

/** Index of the quote that closes the string opened at `open`, or the text's length. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(close - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return close;
  }
  return text.length;
}

/** Strings, which are skipped, and whole numbers of 16 digits and more outside of them. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs;

/**
 * Like {@link parseJson}, but whole numbers that JavaScript cannot represent exactly come back as strings of their
 * digits: Nemo's session ids have 19 digits, and some answers write them as numbers.
 */
export function parseJsonExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return parseJson(text);
  const quoted = text.replace(STRING_OR_LONG_NUMBER, (found) =>
    found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${found}"`,
  );
  return parseJson(quoted);
}

/**
 * An identifier as a string: from a string, or from a whole number that was read without loss. Undefined for anything
 * else, and for a number beyond 2^53, whose last digits are already lost.
 */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

export interface CopyLimits {
  /** Characters of all strings and keys together. */
  chars: number;
  /** Levels of objects and arrays. */
  depth: number;
}

/** A copy of a JSON object that is bounded in size, whatever it is given; what exceeds the limits is cut or left out. */
export function boundedCopy(value: Json, limits: CopyLimits): Json {
  const budget = { chars: limits.chars };
  const copied = copyOf(value, budget, limits.depth);
  return isObject(copied) ? copied : {};
}

function copyOf(value: unknown, budget: { chars: number }, depth: number): unknown {
  if (typeof value === 'string') {
    const text = cutText(value, Math.max(0, budget.chars));
    budget.chars -= text.length;
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      if (budget.chars <= 0) break;
      budget.chars -= 1;
      items.push(copyOf(item, budget, depth - 1));
    }
    return items;
  }
  const object: Json = {};
  for (const key in value) {
    budget.chars -= key.length + 1;
    if (budget.chars <= 0) break;
    object[key] = copyOf((value as Json)[key], budget, depth - 1);
  }
  return object;
}

/** The beginning of a text, at most `limit` UTF-16 units, without keeping the whole text in memory. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A plain slice refers to the whole text, which then stays in memory for as long as the slice does.
  return Buffer.from(text.slice(0, limit), 'utf16le').toString('utf16le');
}
