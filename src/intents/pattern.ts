import type { ActionName } from './intent.ts';

/** Reads an action's argument from what was captured; undefined when it is none, and the pattern does not match. */
export type ReadArgument = (captured: string) => string | number | undefined;

/** A whole utterance that asks for an action; `re` is anchored at both ends. */
export interface Pattern {
  action: ActionName;
  rule: string;
  re: RegExp;
  /** Set when one of the alternatives captures an argument. */
  read?: ReadArgument;
}

/** Builds an anchored pattern from alternatives; never matches within a longer utterance. */
export function whole(action: ActionName, rule: string, ...alternatives: string[]): Pattern {
  return { action, rule, re: new RegExp(`^(?:${alternatives.join('|')})$`, 'u') };
}

/** The same for an action with an argument: each alternative has exactly one capturing group. */
export function wholeWith(action: ActionName, rule: string, read: ReadArgument, ...alternatives: string[]): Pattern {
  return { ...whole(action, rule, ...alternatives), read };
}

/** What a pattern found. */
export interface Found {
  pattern: Pattern;
  argument?: string | number;
}

/** Tries one pattern on a core. */
export function tryPattern(pattern: Pattern, core: string): Found | undefined {
  const { re, read } = pattern;
  if (!read) return re.test(core) ? { pattern } : undefined;
  const match = re.exec(core);
  if (!match) return undefined;
  const argument = read(match.slice(1).find((captured) => captured !== undefined) ?? '');
  return argument === undefined ? undefined : { pattern, argument };
}
