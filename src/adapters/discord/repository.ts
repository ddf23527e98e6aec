import type { Clock } from '@reelay/async';
import type { GatewayMessageCreateDispatchData } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { attachmentSchema, type ChatKey, personOf } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import { VOICES } from '../../i18n/language.ts';
import {
  FORGOTTEN_IN_MEMORY,
  KEPT_IN_MEMORY,
  MODAL_LIFE_MS,
  MODALS_IN_MEMORY,
  REQUEST_LIFE_MS,
  TOKEN_LIFE_MS,
} from './limits.ts';
import { channelOf } from './place.ts';

/** Fields of records that an earlier version named differently. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  hook: 'webhook',
  original: 'deferredReply',
  answersThere: 'answersInPlace',
  lastAsk: 'lastRequest',
};

/** A record of an earlier version with the names of this one. */
function withNewNames(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record;
  const entries = Object.entries(record).map(([name, value]): [string, unknown] => [
    OLD_NAMES[name] ?? name,
    name === 'kind' && value === 'alone' ? 'not-member' : value,
  ]);
  return Object.fromEntries(entries);
}

const webhookSchema = z.object({ application: z.string(), token: z.string() });

/** What must be known of a request to answer it, also by the next process. */
const requestFields = z.object({
  id: z.string(),
  chat: z.string(),
  userId: z.string(),
  language: z.enum(VOICES),
  /** ms since the Unix epoch. */
  at: z.number(),
  /** The message to reply to, and its channel. */
  replyTo: z.object({ channel: z.string(), message: z.string() }).optional(),
  /** Set for an interaction: how it is answered while its token lives. */
  webhook: webhookSchema.optional(),
  /** Largest file that an answer to the interaction may carry, in bytes. */
  answerBytes: z.number().optional(),
  /**
   * The deferred reply to the interaction: `thinking` until it has a text; `settled` once it is a note or shows progress;
   * `answered` once the first reply has replaced it; `none` for a button, which stands under a message.
   */
  deferredReply: z.enum(['none', 'thinking', 'settled', 'answered']),
  /** The first reply replaces the deferred one; otherwise the note stays there. */
  answersInPlace: z.boolean(),
  /** Only the requester sees the deferred reply. */
  ephemeral: z.boolean(),
  /** What stands in the deferredReply: escaped, ready to be sent. */
  note: z.string(),
});
export type RequestRecord = z.infer<typeof requestFields>;
const requestSchema = z.preprocess(withNewNames, requestFields);

/** What must be known of a chat to post to it. */
const placeFields = z.object({
  /** `not-member`: the bot is no member there and can only answer interactions. */
  kind: z.enum(['dm', 'guild', 'not-member']),
  guild: z.string().optional(),
  /** Discord's channel type, where it is known. */
  channelType: z.number().optional(),
  /** The latest interaction there. */
  lastRequest: z.string().optional(),
  /** Largest file that an interaction's answer may carry, in bytes, and until when that holds. */
  answerBytes: z.number().optional(),
  answerUntil: z.number().optional(),
});
export type Place = z.infer<typeof placeFields>;
const placeSchema = z.preprocess(withNewNames, placeFields);

const modalSchema = z.object({
  attachments: z.array(attachmentSchema),
  message: z.string(),
  channel: z.string(),
  /** Who opened it. */
  userId: z.string().optional(),
});
export type OpenModal = z.infer<typeof modalSchema>;

/** A message as the gateway gave it; nobody but Discord's own code has read it since. */
type HeldMessage = GatewayMessageCreateDispatchData;
const heldSchema = z.custom<HeldMessage>((value) => typeof value === 'object' && value !== null && 'id' in value);

/** What the adapter stores: requests and places for two days, open modals for one, messages that wait for more of them. */
export class Repository {
  readonly #clock: Clock;
  readonly #requests: Table<RequestRecord>;
  readonly #places: Table<Place>;
  readonly #modals: Table<OpenModal>;
  readonly #held: Table<HeldMessage>;
  /** Requests of chats that were forgotten, until this process ends: the one that asked for it is still to be answered. */
  readonly #forgotten = new LRUCache<string, RequestRecord>({ max: FORGOTTEN_IN_MEMORY });
  readonly #cachedPlaces = new LRUCache<string, Place>({ max: KEPT_IN_MEMORY });
  readonly #cachedModals = new LRUCache<string, OpenModal>({ max: MODALS_IN_MEMORY });

  constructor(store: Store, clock: Clock) {
    this.#clock = clock;
    this.#requests = store.table('discord-asks', requestSchema);
    this.#places = store.table('discord-places', placeSchema);
    this.#modals = store.table('discord-modals', modalSchema);
    this.#held = store.table('discord-held', heldSchema);
  }

  async request(chat: ChatKey, id: string): Promise<RequestRecord | undefined> {
    const key = `${chat}/${id}`;
    return this.#forgotten.get(key) ?? this.#requests.get(key);
  }

  async saveRequest(request: RequestRecord): Promise<void> {
    const key = `${request.chat}/${request.id}`;
    if (this.#forgotten.get(key)) this.#forgotten.set(key, request);
    else await this.#requests.set(key, request, REQUEST_LIFE_MS);
  }

  async place(chat: ChatKey): Promise<Place | undefined> {
    const cached = this.#cachedPlaces.get(chat);
    if (cached) return cached;
    const place = await this.#places.get(chat);
    if (place) this.#cachedPlaces.set(chat, place);
    return place;
  }

  /** The place if it is cached. */
  cachedPlace(chat: ChatKey): Place | undefined {
    return this.#cachedPlaces.get(chat);
  }

  async savePlace(chat: ChatKey, place: Place): Promise<void> {
    this.#cachedPlaces.set(chat, place);
    await this.#places.set(chat, place, REQUEST_LIFE_MS);
  }

  async modal(id: string): Promise<OpenModal | undefined> {
    return this.#cachedModals.get(id) ?? this.#modals.get(id);
  }

  /** Known here as soon as this is called; resolves once the next process knows it too. */
  async saveModal(id: string, modal: OpenModal): Promise<void> {
    this.#cachedModals.set(id, modal);
    await this.#modals.set(id, modal, MODAL_LIFE_MS);
  }

  /** Keeps a message until it was brought to the core. */
  async hold(message: HeldMessage): Promise<void> {
    await this.#held.set(message.id, message, REQUEST_LIFE_MS);
  }

  async release(id: string): Promise<void> {
    await this.#held.delete(id);
  }

  /** What an earlier process had not brought to the core, oldest first. */
  async heldMessages(): Promise<HeldMessage[]> {
    const held = (await this.#held.all()).map(([, message]) => message);
    return held.sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  }

  /**
   * Erases who asked what in the chat, and its open modals. What it takes to answer the open requests
   * (whose they are, which kind of place it is) stays in memory, and ends with the process.
   */
  async forget(chat: ChatKey): Promise<void> {
    const channel = channelOf(chat);
    const person = personOf(chat);
    const requests = (await this.#requests.all()).filter(([, request]) => request.chat === chat);
    for (const [key, request] of requests.sort(([, one], [, other]) => one.at - other.at)) {
      this.#forgotten.set(key, { ...request, note: '' });
      await this.#requests.delete(key);
    }
    for (const [id, modal] of await this.#modals.all()) {
      if (modal.channel !== channel || (person !== undefined && modal.userId !== person)) continue;
      this.#cachedModals.delete(id);
      await this.#modals.delete(id);
    }
    await this.place(chat);
    await this.#places.delete(chat);
  }

  /** How the request's interaction can still be answered; undefined once its token is over. */
  webhookOf(request: RequestRecord | undefined): RequestRecord['webhook'] {
    return request && this.#clock.now() - request.at < TOKEN_LIFE_MS ? request.webhook : undefined;
  }
}
