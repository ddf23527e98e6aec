import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { attachmentSchema, type ChatKey } from '../../core/chat.ts';
import type { Store, Table } from '../../core/store.ts';
import { ASK_LIFE_MS, KEPT_IN_MEMORY, MODAL_LIFE_MS, MODALS_IN_MEMORY, TOKEN_LIFE_MS } from './limits.ts';

const hookSchema = z.object({ application: z.string(), token: z.string() });

/** What must be known of a request to answer it, also by the next process. */
const askSchema = z.object({
  id: z.string(),
  chat: z.string(),
  userId: z.string(),
  language: z.enum(['en', 'zh']),
  /** ms since the Unix epoch. */
  at: z.number(),
  /** The message to reply to, and its channel. */
  replyTo: z.object({ channel: z.string(), message: z.string() }).optional(),
  /** Set for an interaction: how it is answered while its token lives. */
  hook: hookSchema.optional(),
  /** Largest file that an answer to the interaction may carry, in bytes. */
  answerBytes: z.number().optional(),
  /**
   * The message that answers the interaction: `thinking` until something stands there; `settled` once it is a note or a
   * sign of work; `answered` once the first reply has taken its place; `none` for a button, which sits on a message.
   */
  original: z.enum(['none', 'thinking', 'settled', 'answered']),
  /** The first reply takes the place of the original; otherwise the note stays there. */
  answersThere: z.boolean(),
  /** Only the asker sees the original. */
  ephemeral: z.boolean(),
  /** What stands in the original: escaped, ready to be sent. */
  note: z.string(),
  /** It came from a button. */
  press: z.boolean().default(false),
  /** The press was answered, so that the next one is a new request. */
  over: z.boolean().default(false),
});
export type Ask = z.infer<typeof askSchema>;

/** What must be known of a chat to post to it. */
const placeSchema = z.object({
  /** `alone`: the bot is no member there and can only answer interactions. */
  kind: z.enum(['dm', 'guild', 'alone']),
  guild: z.string().optional(),
  /** Discord's channel type, where it is known. */
  channelType: z.number().optional(),
  /** The latest interaction there. */
  lastAsk: z.string().optional(),
  /** Largest file that an interaction's answer may carry, in bytes, and until when that holds. */
  answerBytes: z.number().optional(),
  answerUntil: z.number().optional(),
});
export type Place = z.infer<typeof placeSchema>;

const modalSchema = z.object({ attachments: z.array(attachmentSchema), message: z.string(), channel: z.string() });
export type OpenModal = z.infer<typeof modalSchema>;

/** What the adapter remembers, over restarts: requests for two days, places for as long, open windows for one. */
export class Records {
  readonly #clock: Clock;
  readonly #asks: Table<Ask>;
  readonly #places: Table<Place>;
  readonly #modals: Table<OpenModal>;
  readonly #nearPlaces = new Recent<Place>(KEPT_IN_MEMORY);
  readonly #nearModals = new Recent<OpenModal>(MODALS_IN_MEMORY);

  constructor(store: Store, clock: Clock) {
    this.#clock = clock;
    this.#asks = store.table('discord-asks', askSchema);
    this.#places = store.table('discord-places', placeSchema);
    this.#modals = store.table('discord-modals', modalSchema);
  }

  async ask(chat: ChatKey, id: string): Promise<Ask | undefined> {
    return this.#asks.get(`${chat}/${id}`);
  }

  async saveAsk(ask: Ask): Promise<void> {
    await this.#asks.set(`${ask.chat}/${ask.id}`, ask, ASK_LIFE_MS);
  }

  async place(chat: ChatKey): Promise<Place | undefined> {
    const near = this.#nearPlaces.get(chat);
    if (near) return near;
    const place = await this.#places.get(chat);
    if (place) this.#nearPlaces.set(chat, place);
    return place;
  }

  /** The place as far as it is in memory. */
  nearPlace(chat: ChatKey): Place | undefined {
    return this.#nearPlaces.get(chat);
  }

  async savePlace(chat: ChatKey, place: Place): Promise<void> {
    this.#nearPlaces.set(chat, place);
    await this.#places.set(chat, place, ASK_LIFE_MS);
  }

  async modal(id: string): Promise<OpenModal | undefined> {
    return this.#nearModals.get(id) ?? this.#modals.get(id);
  }

  /** Known here as soon as this is called; resolves once the next process knows it too. */
  async saveModal(id: string, modal: OpenModal): Promise<void> {
    this.#nearModals.set(id, modal);
    await this.#modals.set(id, modal, MODAL_LIFE_MS);
  }

  /** How the request's interaction can still be answered; undefined once its token is over. */
  hookOf(ask: Ask | undefined): Ask['hook'] {
    return ask && this.#clock.now() - ask.at < TOKEN_LIFE_MS ? ask.hook : undefined;
  }
}

/** A map that keeps the entries that were used last. */
export class Recent<T> {
  readonly #max: number;
  readonly #entries = new Map<string, T>();

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): T | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
