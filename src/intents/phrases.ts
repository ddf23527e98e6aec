import type { Strength } from './story.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Reads an action's argument from what was captured; undefined when it is none, and the pattern does not match. */
export type ReadArgument = (captured: string) => string | number | undefined;

/** A whole utterance that asks for an action; `re` is anchored at both ends and written for normalised text. */
export interface Pattern {
  /** Names the rule within its action and language, for the log and the tests. */
  rule: string;
  re: RegExp;
  /** Set when one of the alternatives captures an argument. */
  read?: ReadArgument;
}

/** Builds an anchored pattern from alternatives; never matches within a longer utterance. */
export function whole(rule: string, ...alternatives: string[]): Pattern {
  return { rule, re: new RegExp(`^(?:${alternatives.join('|')})$`, 'u') };
}

/** The same for an action with an argument: each alternative has exactly one capturing group. */
export function wholeWith(rule: string, read: ReadArgument, ...alternatives: string[]): Pattern {
  return { ...whole(rule, ...alternatives), read };
}

/** An action at the head of a message, in front of something else. */
export interface Lead {
  /** What matched, normalised and without politeness. */
  core: string;
  /** Such as `language.en.speak`. */
  rule: string;
  argument?: string | number;
  /** The clause as it was written. */
  text: string;
  /** How surely the clause ends there. */
  strength: Strength;
}

/** The words by which an action is asked for, and what they may be combined with. */
export interface ActionPhrases {
  /** Patterns for lower-case text with single spaces and without apostrophes in words. */
  en: readonly Pattern[];
  /** Patterns for simplified characters without spaces and commas. */
  zh: readonly Pattern[];
  /** What asks for it by its words alone, where no phrase does. Only for what is free and changes nothing. */
  vocabulary?: readonly Vocabulary[];
  /**
   * Reads what follows the action's name after a slash. `required`: the name alone asks for nothing; `alsoAfter`: names of
   * other actions that ask for this one when the argument follows them.
   */
  slashArgument?: { read: ReadArgument; required: boolean; alsoAfter?: readonly string[] };
  /** One wrong letter is understood: in every phrase, or only in the bare name; never if not given. */
  misspelled?: 'any' | 'bare';
  /**
   * It may follow an edit in one message: as the delivery of the result, as a wish to be shown something, or as a fresh
   * start, which must be the very end.
   */
  afterEdit?: 'delivery' | 'wish' | 'fresh-start';
  /** Whether it may come before an edit in one message; never if not given. */
  beforeEdit?: (lead: Lead) => boolean;
  /** It is done at once, so that "… when you are done" asks for something else. */
  immediate?: boolean;
  /** It spends or deletes, so that words which go on with an edit ("then stop") do not ask for it. */
  costly?: boolean;
}

/** For {@link ActionPhrases.beforeEdit}: the clause before the edit ends with more than "and" or a comma. */
export function isOwnClause({ strength }: Lead): boolean {
  return strength !== 'weak';
}
