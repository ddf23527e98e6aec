import { z } from 'zod';
import type { ChatKey } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import { KEPT_MS } from './limits.ts';

const fileSchema = z.object({ id: z.string(), name: z.string(), bytes: z.number(), preview: z.boolean() });

const buttonSchema = z.object({
  id: z.string(),
  label: z.string(),
  url: z.string().optional(),
  name: z.string(),
  argument: z.string().optional(),
  /** It was pressed, and is no longer shown; a page that has not heard of it may press it again. */
  used: z.boolean().optional(),
});
export type ButtonRecord = z.infer<typeof buttonSchema>;

const messageSchema = z.object({
  id: z.string(),
  from: z.enum(['user', 'bot']),
  /** In ms since the Unix epoch. */
  at: z.number(),
  text: z.string(),
  progress: z.boolean().optional(),
  files: z.array(fileSchema).optional(),
  video: z
    .object({
      id: z.string(),
      name: z.string(),
      bytes: z.number(),
      width: z.number(),
      height: z.number(),
      durationMs: z.number(),
      form: z.enum(['gif', 'audio']).optional(),
      poster: z.boolean(),
    })
    .optional(),
  buttons: z.array(buttonSchema).optional(),
  /** The project that its buttons belong to. */
  project: z.string().optional(),
});
/** A message as it is kept. */
export type MessageRecord = z.infer<typeof messageSchema>;

const visitorSchema = z.object({
  chats: z.array(z.object({ id: z.string(), title: z.string(), at: z.number() })),
});
export type VisitorRecord = z.infer<typeof visitorSchema>;

const inboxSchema = z.object({
  chat: z.string(),
  id: z.string(),
  text: z.string(),
  files: z.array(fileSchema),
  locale: z.string().optional(),
});
/** What a visitor sent and the core has not journaled yet. */
export type InboxRecord = z.infer<typeof inboxSchema>;

const sessionSchema = z.object({
  visitor: z.string(),
  /** When it was last seen to be in use, in ms since the Unix epoch. */
  usedAt: z.number(),
});
export type SessionRecord = z.infer<typeof sessionSchema>;

/** What the adapter must remember over restarts. */
export class Repository {
  readonly #messages: Table<MessageRecord[]>;
  readonly #visitors: Table<VisitorRecord>;
  readonly #sessions: Table<SessionRecord>;
  readonly #installation: Table<string>;
  readonly #inbox: Table<InboxRecord>;

  constructor(store: Store) {
    this.#messages = store.table('web_messages', z.array(messageSchema));
    this.#visitors = store.table('web_visitors', visitorSchema);
    this.#sessions = store.table('web_sessions', sessionSchema);
    this.#inbox = store.table('web_inbox', inboxSchema);
    this.#installation = store.table('web_installation', z.string());
  }

  async messages(chat: ChatKey): Promise<MessageRecord[]> {
    return (await this.#messages.get(chat)) ?? [];
  }

  setMessages(chat: ChatKey, messages: MessageRecord[]): Promise<void> {
    return this.#messages.set(chat, messages, KEPT_MS);
  }

  deleteMessages(chat: ChatKey): Promise<void> {
    return this.#messages.delete(chat);
  }

  async visitor(visitor: string): Promise<VisitorRecord> {
    return (await this.#visitors.get(visitor)) ?? { chats: [] };
  }

  setVisitor(visitor: string, record: VisitorRecord): Promise<void> {
    return this.#visitors.set(visitor, record, KEPT_MS);
  }

  /** Keeps what a visitor sent until the core has it: a process that ends in between leaves it to the next one. */
  setInbox(record: InboxRecord): Promise<void> {
    return this.#inbox.set(`${record.chat}/${record.id}`, record);
  }

  deleteInbox({ chat, id }: Pick<InboxRecord, 'chat' | 'id'>): Promise<void> {
    return this.#inbox.delete(`${chat}/${id}`);
  }

  async inbox(): Promise<InboxRecord[]> {
    return (await this.#inbox.all()).map(([, record]) => record);
  }

  /** @param hash of the cookie's value, which itself is not kept */
  session(hash: string): Promise<SessionRecord | undefined> {
    return this.#sessions.get(hash);
  }

  setSession(hash: string, record: SessionRecord): Promise<void> {
    return this.#sessions.set(hash, record, KEPT_MS);
  }

  /** Names this installation in the cookie, since cookies of one machine do not tell ports apart. */
  async installation(fresh: () => string): Promise<string> {
    const known = await this.#installation.get('name');
    if (known !== undefined) return known;
    const name = fresh();
    await this.#installation.set('name', name);
    return name;
  }
}
