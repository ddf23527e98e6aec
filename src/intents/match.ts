import { splitAtConnectors } from './compound.ts';
import type { IntentStep } from './intent.ts';
import { isChinese, normalise } from './normalise.ts';
import { type Found, lookUp, type PhraseBook, slashAction } from './phrase-book.ts';
import type { ActionPhrases } from './phrases.ts';
import { isOnlyPoliteness, peelPoliteness } from './politeness.ts';
import { withoutTypo } from './typo.ts';

/** Longer utterances (in UTF-16 units) are never a command alone: their core would have to be politeness. */
const LONGEST_COMMAND = 160;
/** More commands than anybody gives in one message. */
const MOST_PARTS = 5;

/** A whole text, or a clause, that asks for an action. */
export interface Match extends Found {
  /** What matched, after normalisation and without politeness. */
  core: string;
  rule: string;
}

/** The step that a match asks for. */
export function stepOf({ entry, argument }: Match): IntentStep {
  return { kind: 'action', action: entry.action, ...(argument !== undefined && { argument }) };
}

/** "delete my data when you are done" is no order to do it now. */
const LATER = /\b(?:when|once|after|whenever|as soon as|if)\b|完成?(?:了|之后|以后|后|的话)|如果|要是/u;
/** What spends or deletes is no order when it goes on with an edit ("then stop"). */
const GOES_ON = /^[^\p{L}]*(?:(?:and|then|also|finally|afterwards|after that)\b|然后|最后|接着|顺便|同时)/u;
/** "new, man" says too little to begin anew. */
const PLAIN_NEW = /^[^\p{L}]*(?:please[, ]+)?new(?:[, ]+please)?[^\p{L}]*$/u;

function isMeant({ immediate, costly }: ActionPhrases, core: string, normalised: string): boolean {
  if (immediate && LATER.test(normalised)) return false;
  if (core === 'new' && !PLAIN_NEW.test(normalised)) return false;
  return !(costly && GOES_ON.test(normalised));
}

function matchNormalised(book: PhraseBook, normalised: string): Match | undefined {
  const entries = isChinese(normalised) ? book.chinese : book.english;
  for (const core of peelPoliteness(normalised)) {
    const found = lookUp(entries, core);
    if (!found) continue;
    return isMeant(found.entry.phrases, core, normalised) ? { ...found, core, rule: found.entry.rule } : undefined;
  }
  return undefined;
}

/** The action that the whole text asks for, if it asks for one and is spelled right. */
export function matchWhole(book: PhraseBook, text: string): Match | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const normalised = normalise(text);
  const slash = slashAction(book, normalised);
  if (slash) return { ...slash, core: normalised, rule: slash.entry.rule };
  return matchNormalised(book, normalised);
}

/** The action that the whole text asks for with one letter wrong ("exprot it"). */
export function matchMisspelled(book: PhraseBook, text: string): Match | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const normalised = normalise(text);
  const corrected = isChinese(normalised) ? undefined : withoutTypo(normalised);
  const match = corrected === undefined ? undefined : matchNormalised(book, corrected);
  if (!match) return undefined;
  const { action, phrases } = match.entry;
  const isBare = match.core.replace(/ (?:it|this|that)$/u, '') === action;
  const known = phrases.misspelled === 'any' || (phrases.misspelled === 'bare' && isBare);
  return known ? { ...match, rule: `${match.rule}+typo` } : undefined;
}

const JOINED = /^(?:and then|and|then|also|finally|然后|然後|最后|最後|接着|接著)[ ,，]*/iu;

/** "stop and start over": several commands and nothing else. */
export function matchAll(book: PhraseBook, text: string): Match[] | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const parts = splitAtConnectors(text);
  if (parts.length < 2 || parts.length > MOST_PARTS) return undefined;
  const matches: Match[] = [];
  for (const part of parts) {
    if (isOnlyPoliteness(normalise(part))) continue;
    const match = matchWhole(book, matches.length === 0 ? part : part.replace(JOINED, ''));
    if (!match) return undefined;
    matches.push(match);
  }
  return matches.length > 0 ? matches : undefined;
}
