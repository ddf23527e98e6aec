import { type Language, spokenIn, type Voice } from './language.ts';
import { traditional } from './traditional.ts';
import type { Placeholders } from './translation.ts';

type SamePlaceholders<A extends string, B extends string> = [Placeholders<A>] extends [Placeholders<B>]
  ? [Placeholders<B>] extends [Placeholders<A>]
    ? true
    : false
  : false;

type Translated<E extends Record<string, string>, Z> = {
  [K in keyof E]: K extends keyof Z
    ? Z[K] extends string
      ? SamePlaceholders<E[K], Z[K]> extends true
        ? Z[K]
        : `placeholders differ from English: ${E[K]}`
      : never
    : string;
};

type Fill<S extends string> = [Placeholders<S>] extends [never]
  ? []
  : [values: Record<Placeholders<S>, string | number>];

/** Gives a sentence of a set with its placeholders filled. */
export type TranslateOf<E extends Record<string, string>> = <K extends keyof E>(
  key: K,
  ...values: Fill<E[K]>
) => string;

/**
 * A set of sentences in both languages, such as a platform's own; the compiler refuses a missing key or other placeholders
 * than the English has. Gives the sentences of a voice.
 */
export function defineCatalogue<const E extends Record<string, string>, const Z extends Record<keyof E, string>>(
  en: E,
  zh: Z & Translated<E, Z>,
): (voice: Voice) => TranslateOf<E> {
  const sentences: Record<Language, Record<keyof E, string>> = { en, zh };
  return (voice) =>
    (key, ...[values]) => {
      const given: Record<string, string | number> = values ?? {};
      const written = sentences[spokenIn(voice)][key];
      return (voice === 'zh-Hant' ? traditional(written) : written).replace(/\{(\w+)\}/g, (placeholder, name: string) =>
        String(given[name] ?? placeholder),
      );
    };
}
