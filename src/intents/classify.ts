import { splitAfterAction, splitBeforeAction } from './compound.ts';
import type { ActionName, Intent, IntentStep } from './intent.ts';
import { type Match, matchAll, matchMisspelled, matchWhole, stepOf } from './match.ts';
import { normalise } from './normalise.ts';
import { isOnlyPoliteness } from './politeness.ts';
import type { Strength } from './story.ts';
import { isStory } from './story.ts';

/** "Add a, then export, then send it": more actions at either end than anybody writes. */
const MOST_CUTS = 4;

/** What may follow an edit in one message; what spends or deletes may not, but for a new project after an export. */
const AFTER_EDIT: ReadonlySet<ActionName> = new Set<ActionName>(['export', 'credits', 'status', 'timeline', 'link']);
/** What may come before an edit in one message. */
const BEFORE_EDIT: ReadonlySet<ActionName> = new Set<ActionName>(['export', 'credits', 'timeline', 'link']);

type Tail = Match & { isExport: boolean };

function matchTail(tail: string, mayBeNew: boolean): Tail | undefined {
  const match = matchWhole(tail);
  if (!match) return undefined;
  const { action } = match.pattern;
  if (!AFTER_EDIT.has(action) && !(mayBeNew && action === 'new')) return undefined;
  return { ...match, isExport: action === 'export' || action === 'new' };
}

/** "Start over" may be about the video; a project is not. */
const ANY_NEW_PROJECT = /\b(?:project|session)$|(?:项目|专案|会话)$/u;
const NEW_PROJECT =
  /^(?:start|begin|create|open)\b.*\bnew (?:project|session)$|^(?:新建|创建|开启?|开始).*(?:项目|专案|会话)$/u;

function matchLead(part: string, strength: Strength): Match | undefined {
  const match = matchWhole(part);
  if (!match) return undefined;
  const { action, rule } = match.pattern;
  if (action === 'skill') return match.argument === undefined ? undefined : match;
  if (action === 'new')
    return (strength === 'weak' ? NEW_PROJECT : ANY_NEW_PROJECT).test(match.core) ? match : undefined;
  if (strength === 'weak') return undefined;
  if (action === 'language') return rule.endsWith('.speak') ? match : undefined;
  if (action === 'export' && isStory(part, match.core, part, strength)) return undefined;
  return BEFORE_EDIT.has(action) ? match : undefined;
}

interface Ends {
  /** What is left between them. */
  text: string;
  before: Match[];
  after: Match[];
  beforeRules: string[];
  afterRules: string[];
}

function cutEnds(whole: string): Ends {
  const ends: Ends = { text: whole, before: [], after: [], beforeRules: [], afterRules: [] };
  for (let cuts = 0; cuts < MOST_CUTS; cuts++) {
    const cut = splitBeforeAction(ends.text, (tail) => matchTail(tail, cuts === 0));
    if (!cut) break;
    ends.text = cut.head;
    ends.after.unshift(cut.match);
    ends.afterRules.unshift(`compound.${cut.strength}`, cut.match.rule);
  }
  // A new project is wanted only once the old one is safe: "add a title and then start over" is about the video.
  if (ends.after[0]?.pattern.action === 'new') return { ...ends, text: whole, after: [], afterRules: [] };
  for (let cuts = 0; cuts < MOST_CUTS; cuts++) {
    const cut = splitAfterAction(ends.text, matchLead);
    if (!cut) break;
    ends.text = cut.rest;
    ends.before.push(cut.match);
    ends.beforeRules.push(cut.match.rule, `compound.${cut.strength}`);
  }
  return ends;
}

function readText(text: string): Intent {
  const whole = matchWhole(text);
  if (whole) return { steps: [stepOf(whole)], rules: [whole.rule] };

  const all = matchAll(text);
  if (all)
    return { steps: withoutRepeats(all.map(stepOf)), rules: ['compound.actions', ...all.map(({ rule }) => rule)] };

  const misspelled = matchMisspelled(text);
  if (misspelled) return { steps: [stepOf(misspelled)], rules: [misspelled.rule] };

  const ends = cutEnds(text);
  const { steps, rule } = readMiddle(ends.text, text);
  return {
    steps: withoutRepeats([...ends.before.map(stepOf), ...steps, ...ends.after.map(stepOf)]),
    rules: [...ends.beforeRules, ...rule, ...ends.afterRules],
  };
}

/** What is left of a message when the actions around it are off: an edit, one more action, or a "thanks". */
function readMiddle(text: string, whole: string): { steps: IntentStep[]; rule: string[] } {
  const match = matchWhole(text);
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

/**
 * What a message asks for, in order. An action is recognised only when a whole utterance (less politeness) asks for it, or
 * when an edit ends in "… and then export it" or begins with "export it, then …"; whatever else is said goes to the agent in
 * the user's own words.
 * @param message `text` as the user wrote it, `media` the number of attached files.
 */
export function classify(message: { text: string; media: number }): Intent {
  const text = message.text.trim();
  const said: Intent = text === '' ? { steps: [], rules: ['empty'] } : readText(text);
  if (message.media < 1) return said;
  return {
    steps: withoutRepeats([{ kind: 'action', action: 'upload' }, ...said.steps]),
    rules: ['media', ...said.rules],
  };
}
