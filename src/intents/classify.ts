import { CHINESE } from './chinese.ts';
import { splitAtConnectors, splitBeforeExport } from './compound.ts';
import { ENGLISH } from './english.ts';
import type { Intent, IntentStep } from './intent.ts';
import { isChinese, normalise } from './normalise.ts';
import type { Pattern } from './pattern.ts';
import { isOnlyPoliteness, peelPoliteness } from './politeness.ts';
import { slashAction } from './slash.ts';

/** Longer utterances (in UTF-16 units) are never a command alone: their core would have to be politeness. */
const LONGEST_COMMAND = 160;
/** "Add a, then export, then send it": more exports at the end than anybody writes. */
const MOST_CUTS = 4;

interface Match {
  pattern: Pattern;
  /** What matched, after normalisation and without politeness. */
  core: string;
}

/** The action that the whole text asks for, if it asks for one. */
function matchWhole(text: string): Match | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const normalised = normalise(text);
  const slash = slashAction(normalised);
  if (slash) return { pattern: slash, core: normalised };
  const patterns = isChinese(normalised) ? CHINESE : ENGLISH;
  for (const core of peelPoliteness(normalised)) {
    for (const pattern of patterns) if (pattern.re.test(core)) return { pattern, core };
  }
  return undefined;
}

/** "stop and start over": several commands and nothing else. */
function matchAll(text: string): Match[] | undefined {
  if (text.length > LONGEST_COMMAND) return undefined;
  const parts = splitAtConnectors(text);
  if (parts.length < 2 || parts.length > MOST_CUTS) return undefined;
  const matches: Match[] = [];
  for (const part of parts) {
    if (isOnlyPoliteness(normalise(part))) continue;
    const match = matchWhole(part);
    if (!match) return undefined;
    matches.push(match);
  }
  return matches.length > 0 ? matches : undefined;
}

function readText(text: string): Intent {
  const whole = matchWhole(text);
  if (whole) return { steps: [{ kind: 'action', action: whole.pattern.action }], rules: [whole.pattern.rule] };

  const all = matchAll(text);
  if (all) {
    return {
      steps: all.map(({ pattern }) => ({ kind: 'action', action: pattern.action })),
      rules: ['compound.actions', ...all.map(({ pattern }) => pattern.rule)],
    };
  }

  let head = text;
  const exportRules: string[] = [];
  for (let cuts = 0; cuts < MOST_CUTS; cuts++) {
    const cut = splitBeforeExport(head, (tail) => {
      const match = matchWhole(tail);
      return match?.pattern.action === 'export' ? match : undefined;
    });
    if (!cut) break;
    head = cut.head;
    exportRules.unshift(`compound.${cut.strength}`, cut.match.pattern.rule);
  }
  if (exportRules.length === 0) return { steps: [{ kind: 'prompt', text }], rules: ['prompt'] };

  const steps: IntentStep[] = [];
  const headMatch = matchWhole(head);
  if (headMatch) {
    steps.push({ kind: 'action', action: headMatch.pattern.action });
    exportRules.unshift(headMatch.pattern.rule);
  } else if (!isOnlyPoliteness(normalise(head))) {
    steps.push({ kind: 'prompt', text: head });
    exportRules.unshift('prompt');
  }
  return { steps: [...steps, { kind: 'action', action: 'export' }], rules: exportRules };
}

function withoutRepeats(steps: IntentStep[]): IntentStep[] {
  const seen = new Set<string>();
  return steps.filter((step) => {
    if (step.kind === 'prompt') return true;
    const repeated = seen.has(step.action);
    seen.add(step.action);
    return !repeated;
  });
}

/**
 * What a message asks for, in order. An action is recognised only when a whole utterance (less politeness) asks for it, or
 * when an edit ends in "… and then export it"; whatever else is said goes to the agent in the user's own words.
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
