import type { ActionName } from './intent.ts';

/** A whole utterance that asks for an action; `re` is anchored at both ends. */
export interface Pattern {
  action: ActionName;
  rule: string;
  re: RegExp;
}

/** Builds an anchored pattern from alternatives; never matches within a longer utterance. */
export function whole(action: ActionName, rule: string, ...alternatives: string[]): Pattern {
  return { action, rule, re: new RegExp(`^(?:${alternatives.join('|')})$`, 'u') };
}
