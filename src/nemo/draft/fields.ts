import { cutText, isObject } from '../json.ts';

/** An object whose fields are read one by one, each leniently. */
export type Bag = Record<string, unknown>;

// By hand, not by a schema: most fields are missing from most segments, and a schema's complaint about each of them, which
// nobody reads, made a draft of 30 kB take 12 ms instead of half a millisecond.
export const bag = (value: unknown): Bag => (isObject(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function finite(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** Names and texts are read up to this length. */
const MAX_WORDS = 1000;

function words(value: unknown): string | undefined {
  const read = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof read !== 'string') return undefined;
  const text = cutText(read, MAX_WORDS).trim();
  return text === '' ? undefined : text;
}

export function firstNumber(...values: unknown[]): number | undefined {
  for (const value of values) {
    const read = finite(value);
    if (read !== undefined) return read;
  }
  return undefined;
}

export function firstWords(...values: unknown[]): string | undefined {
  for (const value of values) {
    const read = words(value);
    if (read !== undefined) return read.replace(/\s+/gu, ' ');
  }
  return undefined;
}

/** A word, or the kind of an object such as `{"kind":"crossfade","d":500}`. */
export function firstKind(...values: unknown[]): string | undefined {
  for (const value of values) {
    const { kind, type, name } = bag(value);
    const found = firstWords(value, kind, type, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
