import { z } from 'zod';
import { type ChatKey, chatOfPerson, type PlaceKey, personOf, placeOf as placeKeyOf } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import { keyOf, placeOf } from './place.ts';

const DAY_MS = 24 * 3_600_000;

const buttonSchema = z.object({
  chat: z.string(),
  /** Who asked for what it stands under. */
  userId: z.string().optional(),
  name: z.string(),
  argument: z.string().optional(),
  project: z.string().optional(),
});
/** What a button does; the button itself carries only the record's id. */
export type ButtonRecord = z.infer<typeof buttonSchema>;

const draftSchema = z.object({
  chat: z.string(),
  /** The progress message that it stands beside. */
  ref: z.string(),
});
/** Whose request a draft's Stop button ends. */
export type DraftRecord = z.infer<typeof draftSchema>;

/** What the adapter must remember over restarts. */
export class Repository {
  readonly #buttons: Table<ButtonRecord>;
  readonly #requesters: Table<string>;
  readonly #posted: Table<number[]>;
  readonly #moves: Table<string>;
  readonly #hadVideo: Table<boolean>;
  readonly #drafts: Table<DraftRecord>;
  readonly #topics: Table<number>;

  constructor(store: Store) {
    this.#buttons = store.table('telegram_buttons', buttonSchema);
    this.#requesters = store.table('telegram_askers', z.string());
    this.#posted = store.table('telegram_posted', z.array(z.number()));
    this.#moves = store.table('telegram_moves', z.string());
    this.#drafts = store.table('telegram_drafts', draftSchema);
    this.#topics = store.table('telegram_topics', z.number());
    this.#hadVideo = store.table('telegram_had_video', z.boolean());
  }

  button(id: string): Promise<ButtonRecord | undefined> {
    return this.#buttons.get(id);
  }

  setButton(id: string, record: ButtonRecord): Promise<void> {
    return this.#buttons.set(id, record, 30 * DAY_MS);
  }

  /** Who wrote a message that the bot was asked with; `before`: when the chat still had another id. */
  async requester(chat: ChatKey, messageId: string): Promise<{ userId: string; before: boolean } | undefined> {
    const userId = await this.#requesters.get(`${placeKeyOf(chat)}/${messageId}`);
    if (userId !== undefined) return { userId, before: false };
    const former = await this.formerKey(chat);
    const earlier = former === undefined ? undefined : await this.#requesters.get(`${placeKeyOf(former)}/${messageId}`);
    return earlier === undefined ? undefined : { userId: earlier, before: true };
  }

  /** The key that a chat of a supergroup had when that was a group. */
  async formerKey(chat: ChatKey): Promise<ChatKey | undefined> {
    const old = await this.#moves.get(`before:${placeOf(chat).chatId}`);
    const person = personOf(chat);
    if (old === undefined) return undefined;
    return person === undefined ? keyOf({ chatId: old }) : chatOfPerson(keyOf({ chatId: old }), person);
  }

  setRequester(chat: string, messageId: string, userId: string): Promise<void> {
    return this.#requesters.set(`${placeKeyOf(chat)}/${messageId}`, userId, 7 * DAY_MS);
  }

  /** The last messages of the bot in a sequence of ids, oldest first. */
  async posted(sequence: string): Promise<number[]> {
    return (await this.#posted.get(sequence)) ?? [];
  }

  setPosted(sequence: string, ids: number[]): Promise<void> {
    return this.#posted.set(sequence, ids, 2 * DAY_MS);
  }

  /** Whether a video was posted to the chat, in whatever topic. */
  async hadVideo(chat: ChatKey): Promise<boolean> {
    return (await this.#hadVideo.get(withoutTopic(chat))) ?? false;
  }

  setHadVideo(chat: ChatKey): Promise<void> {
    return this.#hadVideo.set(withoutTopic(chat), true);
  }

  /** The topic that a message of a private chat, or an album, opened. */
  topicOf(chatId: string, messageId: string): Promise<number | undefined> {
    return this.#topics.get(`${chatId}/${messageId}`);
  }

  setTopic(chatId: string, messageId: string, thread: number): Promise<void> {
    return this.#topics.set(`${chatId}/${messageId}`, thread, 7 * DAY_MS);
  }

  draft(id: number): Promise<DraftRecord | undefined> {
    return this.#drafts.get(String(id));
  }

  setDraft(id: number, record: DraftRecord): Promise<void> {
    return this.#drafts.set(String(id), record, 2 * DAY_MS);
  }

  /** Erases who asked what in the chat, and what its buttons do. */
  async forget(chat: ChatKey): Promise<void> {
    const place = placeKeyOf(chat);
    const person = personOf(chat);
    const { chatId, thread } = placeOf(chat);
    if (person === undefined) await this.#hadVideo.delete(withoutTopic(chat));
    for (const [key, topic] of await this.#topics.all())
      if (key.startsWith(`${chatId}/`) && (thread === undefined || topic === thread)) await this.#topics.delete(key);
    for (const [key, draft] of await this.#drafts.all()) if (draft.chat === chat) await this.#drafts.delete(key);
    const isOwn = (userId: string | undefined) => person === undefined || userId === person;
    for (const [key, userId] of await this.#requesters.all())
      if (key.startsWith(`${place}/`) && isOwn(userId)) await this.#requesters.delete(key);
    for (const [key, button] of await this.#buttons.all())
      if (placeKeyOf(button.chat) === place && isOwn(button.userId)) await this.#buttons.delete(key);
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

function withoutTopic(chat: ChatKey): PlaceKey {
  return keyOf({ chatId: placeOf(chat).chatId });
}
