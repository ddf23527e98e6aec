import { splitAfterAction, splitBeforeAction } from './compound.ts';
import type { Intent, IntentStep } from './intent.ts';
import { type Match, matchAll, matchMisspelled, matchWhole, stepOf } from './match.ts';
import { normalise } from './normalise.ts';
import { lookUpVocabulary, type PhraseBook } from './phrase-book.ts';
import { isOnlyPoliteness } from './politeness.ts';
import type { Strength } from './story.ts';

/**
 * Longer texts are prompts without being read, in UTF-16 units: no platform's message is longer. Some patterns take time
 * that grows with the square of a text's length, which this bounds to milliseconds.
 */
export const LONGEST_TEXT = 4096;

/** "Add a, then export, then send it": more actions at either end than anybody writes. */
const MOST_CUTS = 4;

type Tail = Match & { isExport: boolean };

function matchTail(book: PhraseBook, tail: string, mayBeFreshStart: boolean): Tail | undefined {
  const match = matchWhole(book, tail);
  const after = match?.entry.phrases.afterEdit;
  if (!match || !after || (after === 'fresh-start' && !mayBeFreshStart)) return undefined;
  return { ...match, isExport: after !== 'wish' };
}

function matchLead(book: PhraseBook, text: string, strength: Strength): Match | undefined {
  const match = matchWhole(book, text);
  const { core, rule, argument } = match ?? {};
  if (!match || core === undefined || rule === undefined) return undefined;
  return match.entry.phrases.beforeEdit?.({ core, rule, argument, text, strength }) ? match : undefined;
}

interface Ends {
  /** What is left between them. */
  text: string;
  before: Match[];
  after: Match[];
  beforeRules: string[];
  afterRules: string[];
}

function cutEnds(book: PhraseBook, whole: string): Ends {
  const ends: Ends = { text: whole, before: [], after: [], beforeRules: [], afterRules: [] };
  for (let cuts = 0; cuts < MOST_CUTS; cuts++) {
    const cut = splitBeforeAction(ends.text, (tail) => matchTail(book, tail, cuts === 0));
    if (!cut) break;
    ends.text = cut.head;
    ends.after.unshift(cut.match);
    ends.afterRules.unshift(`compound.${cut.strength}`, cut.match.rule);
  }
  // A new project is wanted only once the old one is safe: "add a title and then start over" is about the video.
  if (ends.after[0]?.entry.phrases.afterEdit === 'fresh-start')
    return { ...ends, text: whole, after: [], afterRules: [] };
  for (let cuts = 0; cuts < MOST_CUTS; cuts++) {
    const cut = splitAfterAction(ends.text, (part, strength) => matchLead(book, part, strength));
    if (!cut) break;
    ends.text = cut.rest;
    ends.before.push(cut.match);
    ends.beforeRules.push(cut.match.rule, `compound.${cut.strength}`);
  }
  return ends;
}

function readText(book: PhraseBook, text: string): Intent {
  const whole = matchWhole(book, text);
  if (whole) return { steps: [stepOf(whole)], rules: [whole.rule] };

  const all = matchAll(book, text);
  if (all)
    return { steps: withoutRepeats(all.map(stepOf)), rules: ['compound.actions', ...all.map(({ rule }) => rule)] };

  const misspelled = matchMisspelled(book, text);
  if (misspelled) return { steps: [stepOf(misspelled)], rules: [misspelled.rule] };

  const asked = lookUpVocabulary(book, normalise(text));
  if (asked) {
    const { action, argument, rule } = asked;
    return { steps: [{ kind: 'action', action, ...(argument !== undefined && { argument }) }], rules: [rule] };
  }

  const ends = cutEnds(book, text);
  const { steps, rule } = readMiddle(book, ends.text, text);
  return {
    steps: withoutRepeats([...ends.before.map(stepOf), ...steps, ...ends.after.map(stepOf)]),
    rules: [...ends.beforeRules, ...rule, ...ends.afterRules],
  };
}

/** What is left of a message when the actions around it are off: an edit, one more action, or a "thanks". */
function readMiddle(book: PhraseBook, text: string, whole: string): { steps: IntentStep[]; rule: string[] } {
  const match = matchWhole(book, text);
  if (match) return { steps: [stepOf(match)], rule: [match.rule] };
  if (isOnlyPoliteness(normalise(text)) && text !== whole) return { steps: [], rule: [] };
  return { steps: [{ kind: 'prompt', text }], rule: ['prompt'] };
}

/** Drops what was just asked for already; an export after one more edit is another one. */
function withoutRepeats(steps: IntentStep[]): IntentStep[] {
  const asked = new Set<string>();
  return steps.filter((step) => {
    if (step.kind === 'prompt') {
      asked.clear();
      return true;
    }
    const key = `${step.action} ${step.argument ?? ''}`;
    const repeated = asked.has(key);
    asked.add(key);
    return !repeated;
  });
}

/** A text as it is, for the agent. */
function unread(text: string): Intent {
  return { steps: [{ kind: 'prompt', text }], rules: ['prompt.long'] };
}

/**
 * What a message asks for, in order. An action is recognised only when a whole utterance (less politeness) asks for it, or
 * when an edit ends in "… and then export it" or begins with "export it, then …"; whatever else is said goes to the agent in
 * the user's own words.
 * @param message `text` as the user wrote it, `media` the number of attached files; with any the first step is `upload`.
 * @param book the phrases of the actions there are
 */
export function classify(message: { text: string; media: number }, book: PhraseBook): Intent {
  const text = message.text.trim();
  const said: Intent =
    text === '' ? { steps: [], rules: ['empty'] } : text.length > LONGEST_TEXT ? unread(text) : readText(book, text);
  if (message.media < 1) return said;
  return {
    steps: withoutRepeats([{ kind: 'action', action: 'upload' }, ...said.steps]),
    rules: ['media', ...said.rules],
  };
}
