import { ACTIONS } from '../../src/core/actions/all.ts';
import type { IntentStep } from '../../src/intents/intent.ts';
import type { Label } from './corpus/label.ts';

/** Free text that is taken for one of these by mistake costs the user money, work or data, or delivers what is not done. */
export const COSTLY: ReadonlySet<string> = new Set([
  'export',
  'rerun',
  'variation',
  'new',
  'cancel',
  'remove',
  'forget',
]);

/** The steps that a label stands for. */
export function stepsOf(text: string, label: Label): IntentStep[] {
  if (label === 'prompt') return [{ kind: 'prompt', text }];
  const parts = typeof label === 'string' ? [label] : label;
  return parts.map((part) => {
    const [name, argument] = part.split('=');
    const action = ACTIONS.find(name ?? '')?.name;
    if (!action) return { kind: 'prompt', text: part };
    if (argument === undefined) return { kind: 'action', action };
    return { kind: 'action', action, argument: action === 'remove' ? Number(argument) : argument };
  });
}

const nameOf = (step: IntentStep) => (step.kind === 'prompt' ? 'prompt' : step.action);

interface Count {
  wanted: number;
  found: number;
  right: number;
}

/** Counts per intent what was wanted, found, and right at its place. */
export class Score {
  readonly #counts = new Map<string, Count>();
  #utterances = 0;
  #right = 0;

  add(wanted: IntentStep[], found: IntentStep[]): void {
    this.#utterances++;
    if (JSON.stringify(wanted) === JSON.stringify(found)) this.#right++;
    for (const step of wanted) this.#count(step).wanted++;
    for (const step of found) this.#count(step).found++;
    for (const [i, step] of wanted.entries()) {
      if (JSON.stringify(step) === JSON.stringify(found[i])) this.#count(step).right++;
    }
  }

  #count(step: IntentStep): Count {
    const name = nameOf(step);
    const count = this.#counts.get(name) ?? { wanted: 0, found: 0, right: 0 };
    this.#counts.set(name, count);
    return count;
  }

  /** The part of the utterances of which everything was understood, 0 to 1. */
  get accuracy(): number {
    return this.#right / this.#utterances;
  }

  /** The lowest precision or recall of any intent, 0 to 1. */
  get weakest(): number {
    return Math.min(
      ...[...this.#counts.values()].flatMap(({ wanted, found, right }) => [right / found, right / wanted]),
    );
  }

  table(): string {
    const rows = [...this.#counts].sort(([a], [b]) => a.localeCompare(b));
    const lines = rows.map(
      ([name, { wanted, found, right }]) =>
        `${name.padEnd(10)} ${String(wanted).padStart(6)} ${(right / found).toFixed(3).padStart(10)} ${(right / wanted).toFixed(3).padStart(7)}`,
    );
    return ['intent     wanted  precision  recall', ...lines, ''].join('\n');
  }
}
