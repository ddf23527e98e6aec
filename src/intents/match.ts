import { CHINESE } from './chinese.ts';
import { CHINESE_CONTROLS } from './chinese-controls.ts';
import { CHINESE_HELP } from './chinese-help.ts';
import { splitAtConnectors } from './compound.ts';
import { ENGLISH } from './english.ts';
import { ENGLISH_CONTROLS } from './english-controls.ts';
import { ENGLISH_HELP } from './english-help.ts';
import type { ActionName, IntentStep } from './intent.ts';
import { isChinese, normalise } from './normalise.ts';
import { type Found, type Pattern, tryPattern } from './pattern.ts';
import { isOnlyPoliteness, peelPoliteness } from './politeness.ts';
import { slashAction } from './slash.ts';
import { withoutTypo } from './typo.ts';

/** Longer utterances (in UTF-16 units) are never a command alone: their core would have to be politeness. */
const LONGEST_COMMAND = 160;
/** More commands than anybody gives in one message. */
const MOST_PARTS = 5;

const PATTERNS = {
  chinese: [...CHINESE, ...CHINESE_CONTROLS, ...CHINESE_HELP],
  english: [...ENGLISH, ...ENGLISH_CONTROLS, ...ENGLISH_HELP],
} satisfies Record<string, readonly Pattern[]>;

/** A typo is enough for these; `cancel` alone in a message too. What deletes must be spelled. */
const KNOWN_MISSPELLED: ReadonlySet<ActionName> = new Set<ActionName>([
  'export',
  'credits',
  'status',
  'timeline',
  'upload',
  'help',
  'rerun',
  'variation',
  'link',
  'language',
]);

/** A whole text, or a clause, that asks for an action. */
export interface Match extends Found {
  /** What matched, after normalisation and without politeness. */
  core: string;
  rule: string;
}

/** The step that a match asks for. */
export function stepOf({ pattern, argument }: Match): IntentStep {
  return { kind: 'action', action: pattern.action, ...(argument !== undefined && { argument }) };
}

/** These don't wait their turn, so that "delete my data when you are done" is no order to do it now. */
const AT_ONCE: ReadonlySet<ActionName> = new Set<ActionName>(['cancel', 'remove', 'forget']);
const LATER = /\b(?:when|once|after|whenever|as soon as|if)\b|完成?(?:了|之后|以后|后|的话)|如果|要是/u;

/** What spends or deletes is no order when it goes on with an edit ("then stop"), or when too little is said ("new, man"). */
const COSTLY: ReadonlySet<ActionName> = new Set<ActionName>([
  'rerun',
  'variation',
  'new',
  'cancel',
  'remove',
  'forget',
]);
const GOES_ON = /^[^\p{L}]*(?:(?:and|then|also|finally|afterwards|after that)\b|然后|最后|接着|顺便|同时)/u;
const PLAIN_NEW = /^[^\p{L}]*(?:please[, ]+)?new(?:[, ]+please)?[^\p{L}]*$/u;

function isMeant({ action }: Pattern, core: string, normalised: string): boolean {
  if (AT_ONCE.has(action) && LATER.test(normalised)) return false;
  if (core === 'new' && !PLAIN_NEW.test(normalised)) return false;
  return !(COSTLY.has(action) && GOES_ON.test(normalised));
}

function matchNormalised(normalised: string): Match | undefined {
  const patterns = isChinese(normalised) ? PATTERNS.chinese : PATTERNS.english;
  for (const core of peelPoliteness(normalised)) {
    for (const pattern of patterns) {
      const found = tryPattern(pattern, core);
      if (!found) continue;
      return isMeant(pattern, core, normalised) ? { ...found, core, rule: pattern.rule } : undefined;
    }
  }
  return undefined;
}

/** The action that the whole text asks for, if it asks for one and is spelled right. */
export function matchWhole(text: string): Match | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const normalised = normalise(text);
  const slash = slashAction(normalised);
  if (slash) return { ...slash, core: normalised, rule: slash.pattern.rule };
  return matchNormalised(normalised);
}

/** The action that the whole text asks for with one letter wrong ("exprot it"). */
export function matchMisspelled(text: string): Match | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const normalised = normalise(text);
  const corrected = isChinese(normalised) ? undefined : withoutTypo(normalised);
  const match = corrected === undefined ? undefined : matchNormalised(corrected);
  if (!match) return undefined;
  const known =
    KNOWN_MISSPELLED.has(match.pattern.action) || (match.pattern.action === 'cancel' && match.core === 'cancel');
  return known ? { ...match, rule: `${match.rule}+typo` } : undefined;
}

const JOINED = /^(?:and then|and|then|also|finally|然后|然後|最后|最後|接着|接著)[ ,，]*/iu;

/** "stop and start over": several commands and nothing else. */
export function matchAll(text: string): Match[] | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const parts = splitAtConnectors(text);
  if (parts.length < 2 || parts.length > MOST_PARTS) return undefined;
  const matches: Match[] = [];
  for (const part of parts) {
    if (isOnlyPoliteness(normalise(part))) continue;
    const match = matchWhole(matches.length === 0 ? part : part.replace(JOINED, ''));
    if (!match) return undefined;
    matches.push(match);
  }
  return matches.length > 0 ? matches : undefined;
}
