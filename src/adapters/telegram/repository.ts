import { z } from 'zod';
import { type ChatKey, COMMANDS } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import { keyOf, placeOf } from './place.ts';

const DAY_MS = 24 * 3_600_000;

const buttonSchema = z.object({
  chat: z.string(),
  /** Who may press it; anyone without. */
  userId: z.string().optional(),
  name: z.enum(COMMANDS),
  argument: z.string().optional(),
  project: z.string().optional(),
});
/** What a button does; the button itself carries only the record's id. */
export type ButtonRecord = z.infer<typeof buttonSchema>;

const sendingSchema = z.object({
  /** Which message of the reply it is, from 0. */
  part: z.number(),
  kind: z.enum(['text', 'video']),
  chatId: z.string(),
  /** The last id known when it was sent: its own is higher. */
  after: z.number(),
  /** ms since the Unix epoch. */
  at: z.number(),
});
/** A message that left and has no answer yet. */
export type Sending = z.infer<typeof sendingSchema>;

/** What the adapter must remember over restarts. */
export class Repository {
  readonly #buttons: Table<ButtonRecord>;
  readonly #askers: Table<string>;
  readonly #sent: Table<number[]>;
  readonly #sending: Table<Sending>;
  readonly #posted: Table<number[]>;
  readonly #moves: Table<string>;

  constructor(store: Store) {
    this.#buttons = store.table('telegram_buttons', buttonSchema);
    this.#askers = store.table('telegram_askers', z.string());
    this.#sent = store.table('telegram_sent', z.array(z.number()));
    this.#sending = store.table('telegram_sending', sendingSchema);
    this.#posted = store.table('telegram_posted', z.array(z.number()));
    this.#moves = store.table('telegram_moves', z.string());
  }

  button(id: string): Promise<ButtonRecord | undefined> {
    return this.#buttons.get(id);
  }

  setButton(id: string, record: ButtonRecord): Promise<void> {
    return this.#buttons.set(id, record, 30 * DAY_MS);
  }

  /** Who wrote a message that the bot was asked with; `before`: when the chat still had another id. */
  async asker(chat: ChatKey, messageId: string): Promise<{ userId: string; before: boolean } | undefined> {
    const userId = await this.#askers.get(`${chat}/${messageId}`);
    if (userId !== undefined) return { userId, before: false };
    const old = await this.#moves.get(`before:${placeOf(chat).chatId}`);
    const earlier = old === undefined ? undefined : await this.#askers.get(`${keyOf({ chatId: old })}/${messageId}`);
    return earlier === undefined ? undefined : { userId: earlier, before: true };
  }

  setAsker(chat: string, messageId: string, userId: string): Promise<void> {
    return this.#askers.set(`${chat}/${messageId}`, userId, 7 * DAY_MS);
  }

  /** The messages that a reply was already posted as, by an earlier attempt or process. */
  async sent(key: string): Promise<number[]> {
    return (await this.#sent.get(key)) ?? [];
  }

  setSent(key: string, messageIds: number[]): Promise<void> {
    return this.#sent.set(key, messageIds, 2 * DAY_MS);
  }

  /** The message of a reply that was on its way when somebody last looked. */
  sending(key: string): Promise<Sending | undefined> {
    return this.#sending.get(key);
  }

  async allSending(): Promise<[key: string, sending: Sending][]> {
    return this.#sending.all();
  }

  setSending(key: string, sending: Sending): Promise<void> {
    return this.#sending.set(key, sending, 2 * DAY_MS);
  }

  clearSending(key: string): Promise<void> {
    return this.#sending.delete(key);
  }

  /** The last messages of the bot in a sequence of ids, oldest first. */
  async posted(sequence: string): Promise<number[]> {
    return (await this.#posted.get(sequence)) ?? [];
  }

  setPosted(sequence: string, ids: number[]): Promise<void> {
    return this.#posted.set(sequence, ids, 2 * DAY_MS);
  }

  /** Erases who asked what in the chat, where it was answered, and what its buttons do. */
  async forget(chat: ChatKey): Promise<void> {
    for (const [key] of await this.#askers.all()) if (key.startsWith(`${chat}/`)) await this.#askers.delete(key);
    for (const [key] of await this.#sent.all()) if (key.startsWith(`${chat}/`)) await this.#sent.delete(key);
    for (const [key] of await this.#sending.all()) if (key.startsWith(`${chat}/`)) await this.#sending.delete(key);
    for (const [key, button] of await this.#buttons.all()) if (button.chat === chat) await this.#buttons.delete(key);
  }

  /** Telegram's id of a chat now: a group that became a supergroup has another one. */
  async chatNow(chatId: string): Promise<string> {
    return (await this.#moves.get(chatId)) ?? chatId;
  }

  async setMove(from: string, to: string): Promise<void> {
    await this.#moves.set(from, to);
    await this.#moves.set(`before:${to}`, from);
  }
}
