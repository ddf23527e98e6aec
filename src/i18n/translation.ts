import type { en } from './en.ts';

/** The words in braces of a sentence. */
export type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** Every sentence of `en`, by key. */
export type Sentences = typeof en;
export type SentenceKey = keyof Sentences;

/** Equal only when neither side has a placeholder that the other lacks. */
type SamePlaceholders<A extends string, B extends string> = [Placeholders<A>] extends [Placeholders<B>]
  ? [Placeholders<B>] extends [Placeholders<A>]
    ? true
    : false
  : false;

type Checked<T> = {
  [K in SentenceKey]: K extends keyof T
    ? T[K] extends string
      ? SamePlaceholders<Sentences[K], T[K]> extends true
        ? T[K]
        : `placeholders differ from English: ${Sentences[K]}`
      : never
    : string;
} & { [K in Exclude<keyof T, SentenceKey>]: never };

/** Gives the sentences back; the compiler refuses a missing key, an extra key, or other placeholders than the English has. */
export function translation<const T extends Record<string, string>>(
  sentences: T & Checked<T>,
): Record<SentenceKey, string> {
  return sentences;
}
