import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CHOSEN_LANGUAGES, LANGUAGES } from '../../i18n/language.ts';
import type { NemoSession } from '../../nemo/nemo.ts';
import { askedBySchema, askedSchema, sessionSchema } from './records.ts';

const languages = z.enum(LANGUAGES);

export const chatSchema = z.object({
  /** The language spoken last. */
  language: languages,
  /** Chinese in traditional characters. */
  traditional: z.boolean().optional(),
  /** Set when the user chose one by command: it then holds whatever they write in. */
  languageChosen: z.enum(CHOSEN_LANGUAGES).optional(),
  /** Slug of the skill that this chat was switched to. */
  skill: z.string().optional(),
  greeted: z.boolean().default(false),
  /** What the agent was asked last, for re-run and variation. */
  lastPrompt: z.string().optional(),
  lastPromptBy: askedBySchema.optional(),
  /** The last few prompts of all projects, the latest first, to be suggested while the user types. */
  recentPrompts: z.array(z.string()).default([]),
  session: sessionSchema.optional(),
  /** What the agent asked last. */
  asked: askedSchema.optional(),
  /** How many files Nemo has from this session. */
  mediaCount: z.number().default(0),
  /** The last of them, by the id that the platform knows them by, with the name that the agent knows them by. */
  files: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  /** The project some of whose files were sent hidden until they are opened; as {@link projectOf} names it. */
  hiddenProject: z.string().optional(),
  /** Edits that came too late, to be sent as requests of their own. */
  lateEdits: z.array(z.object({ key: z.string(), text: z.string() })).default([]),
  /** A request that spoke of a file before there was one: done once it comes. */
  keptWords: z.object({ text: z.string(), userId: z.string(), at: z.number() }).optional(),
  /** The browser link, kept because every claim makes a new token. */
  link: z.object({ url: z.string(), madeAt: z.number() }).optional(),
  /** Set when the platform gave the chat another key: everything else stands in the record of that key. */
  movedTo: z.string().optional(),
});
export type ChatRecord = z.infer<typeof chatSchema>;

/** Sixteen hex digits that stand for a text: enough to tell two apart, nothing to read out of it. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The name of a project that buttons carry: it may be seen, the session id may not. */
export function projectOf(session: NemoSession): string {
  return shortHash(session.sessionId);
}

/** Whether files of the chat's project were sent hidden until they are opened. */
export function isHidden({ session, hiddenProject }: Pick<ChatRecord, 'session' | 'hiddenProject'>): boolean {
  return session !== undefined && hiddenProject === projectOf(session);
}

export const NEW_CHAT: ChatRecord = {
  language: 'en',
  greeted: false,
  mediaCount: 0,
  recentPrompts: [],
  files: [],
  lateEdits: [],
};
