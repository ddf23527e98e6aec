import type { AnswerAction } from './action.ts';

/** What the commands of moderators have in common: they are called by name alone, and answered at once. */
export const MODERATORS_COMMAND = {
  examples: { en: [], zh: [] },
  access: 'moderation',
  mode: 'immediate',
  costsCredits: false,
  phrases: { en: [], zh: [] },
} as const satisfies Partial<AnswerAction>;

/** Of those, the ones whose answer names people: the moderator alone reads it. */
export const CONFIDENTIAL_MODERATORS_COMMAND = {
  ...MODERATORS_COMMAND,
  visibility: 'private',
  confidential: true,
} as const satisfies Partial<AnswerAction>;
