import { z } from 'zod';
import type { Attribution, Nemo, NemoSession } from '../nemo/nemo.ts';
import type { ChatKey } from './chat.ts';
import type { Table } from './store.ts';

const languages = z.enum(['en', 'zh']);
export type Language = z.infer<typeof languages>;

export const chatSchema = z.object({
  language: languages,
  session: z.object({ taskId: z.string(), sessionId: z.string(), userId: z.string().optional() }).optional(),
  /** How many files Nemo has from this session. */
  mediaCount: z.number().default(0),
  /** The browser link, kept because every claim makes a new token. */
  link: z.object({ url: z.string(), madeAt: z.number() }).optional(),
});
export type ChatRecord = z.infer<typeof chatSchema>;

/** A claim token lives seven days; one that is about to end is of no use to the reader. */
const LINK_LIFE_MS = 6 * 24 * 3_600_000;

/** One Nemo session per chat, kept in the store. */
export class Sessions {
  readonly #table: Table<ChatRecord>;
  readonly #now: () => number;

  constructor(table: Table<ChatRecord>, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /** What is known of the chat; undefined before its first message. */
  find(chat: ChatKey): Promise<ChatRecord | undefined> {
    return this.#table.get(chat);
  }

  /** Creates or changes the chat's record. */
  async update(chat: ChatKey, change: Partial<ChatRecord>): Promise<ChatRecord> {
    const before = await this.#table.get(chat);
    const record: ChatRecord = { language: 'en', mediaCount: 0, ...before, ...change };
    await this.#table.set(chat, record);
    return record;
  }

  /** Makes a new Nemo session for the chat; the one before, if any, is forgotten here but stays in the browser. */
  async start(chat: ChatKey, nemo: Nemo, language: Language, signal: AbortSignal): Promise<NemoSession> {
    const session = await nemo.createSession(language, { signal });
    await this.update(chat, { session, language, mediaCount: 0, link: undefined });
    return session;
  }

  async countMedia(chat: ChatKey, more: number): Promise<void> {
    const before = await this.#table.get(chat);
    await this.update(chat, { mediaCount: (before?.mediaCount ?? 0) + more });
  }

  /** A link that opens the chat's project in a browser. */
  async browserLink(chat: ChatKey, nemo: Nemo, session: NemoSession, signal: AbortSignal): Promise<string> {
    const record = await this.#table.get(chat);
    if (
      record?.link &&
      record.session?.sessionId === session.sessionId &&
      this.#now() - record.link.madeAt < LINK_LIFE_MS
    ) {
      return record.link.url;
    }
    const url = await nemo.browserLink(session, { signal });
    await this.update(chat, { link: { url, madeAt: this.#now() } });
    return url;
  }
}

/** The Nemo client as the core uses it: one account, any skill. */
export interface NemoAccount {
  for(attribution: Attribution): Nemo;
}
