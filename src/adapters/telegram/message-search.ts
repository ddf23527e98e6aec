import type { Message } from 'grammy/types';
import { z } from 'zod';
import type { MessageRef } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import type { DeliveryLedger, DeliveryPart, SearchResult } from '../kit/delivery-ledger.ts';
import { PlatformError } from '../kit/platform-error.ts';
import { LOOK_BEYOND, LOOKS } from './limits.ts';
import type { MessageIds } from './message-ids.ts';
import { type Place, placeOfMessage } from './place.ts';

const KINDS = ['text', 'video'] as const;
type Kind = (typeof KINDS)[number];

const traceSchema = z.object({
  kind: z.enum(KINDS),
  chatId: z.string(),
  /** The last id known when it was sent: its own is higher. */
  after: z.number(),
  /** When it was sent last, in ms since the Unix epoch. */
  at: z.number(),
});
/** What is noted of a message before it is sent, to look for it by. */
export type Trace = z.infer<typeof traceSchema>;

/** A message that may be there. */
export interface SearchedMessage {
  /** `<chat>/<key of its reply>`. */
  delivery: string;
  kind: Kind;
  place: Place;
  /** Gives the message of this id the content of this one, as a text or as a caption. */
  edit: (kind: Kind, id: number, signal: AbortSignal) => Promise<Message | true>;
  remove: (id: number, signal: AbortSignal) => Promise<unknown>;
}

export interface MessageSearchOptions {
  calls: Calls;
  ids: MessageIds;
  log: Logger;
  ledger: DeliveryLedger;
}

/** Traces that are further apart than this are of different sends: no send takes that long, in ms. */
const SAME_TIME_MS = 15 * 60_000;

/**
 * Looks for a message whose answer got lost. The Bot API has neither a history nor a key against repetition, but an
 * edit shows whether a message has a certain content: one to what it has already is answered "message is not modified", of nobody's
 * message with "not found", of another's with "can't be edited", of one without text or caption with that
 * (https://core.telegram.org/bots/api#editmessagetext and the Bot API server's errors). So the ids that follow the last
 * known one are tried, those that are known left out.
 */
export class MessageSearch {
  readonly #options: MessageSearchOptions;
  /** Texts and videos on their way to a chat: while its id is unknown, one cannot be distinguished from another. */
  readonly #sending = new Map<string, number>();
  readonly #searching = new Map<string, Promise<void>>();

  constructor(options: MessageSearchOptions) {
    this.#options = options;
  }

  /** Posts a message that may get lost, unless one is looked for in the chat right now. */
  async postUntracked(chatId: string, post: () => Promise<Message | undefined>): Promise<Message | undefined> {
    if (this.#searching.has(chatId)) return undefined;
    return this.counted(chatId, 'text', async () => {
      const message = await post();
      if (message) await this.note(chatId, message.message_id);
      return message;
    });
  }

  /** What to note of a message that is about to be sent; waits for a search in its chat. */
  async trace({ kind, place }: SearchedMessage, answers: number, now: number): Promise<Trace> {
    const { chatId } = place;
    while (this.#searching.has(chatId)) await this.#searching.get(chatId);
    const highest = await this.#options.ids.highest(chatId).catch(() => 0);
    return { kind, chatId, after: Math.max(highest, answers), at: now };
  }

  /** Runs the send of a message, which no search may take for another one meanwhile. */
  async counted<T>(chatId: string, kind: Kind, send: () => Promise<T>): Promise<T> {
    const key = `${kind} ${chatId}`;
    this.#sending.set(key, (this.#sending.get(key) ?? 0) + 1);
    try {
      return await send();
    } finally {
      const left = (this.#sending.get(key) ?? 1) - 1;
      if (left > 0) this.#sending.set(key, left);
      else this.#sending.delete(key);
    }
  }

  /** Notes the id of a message that is there. */
  async note(chatId: string, id: number): Promise<void> {
    await this.#options.ids.posted(chatId, id).catch((error: unknown) => {
      this.#options.log.warn({ err: error, chat: chatId }, 'message id not saved');
    });
  }

  /** Whether the message is there. */
  async find(message: SearchedMessage, part: DeliveryPart, signal: AbortSignal): Promise<SearchResult> {
    const trace = traceSchema.safeParse(part.trace).data;
    if (!trace || trace.chatId !== message.place.chatId) return 'absent';
    // What was posted as a text then is no video now; a video whose link is posted now is there all the same.
    if (trace.kind === 'text' && message.kind === 'video') return 'absent';
    const { chatId } = trace;
    while (this.#searching.has(chatId)) await this.#searching.get(chatId);
    let done = () => {};
    this.#searching.set(chatId, new Promise<void>((resolve) => (done = resolve)));
    try {
      if (trace.after === 0 || (await this.#ambiguous(message, trace))) return 'unknowable';
      return await this.#search(message, trace, signal);
    } finally {
      this.#searching.delete(chatId);
      done();
    }
  }

  async #search(
    { edit, remove, place }: SearchedMessage,
    { chatId, kind, after }: Trace,
    signal: AbortSignal,
  ): Promise<SearchResult> {
    const { calls, ids } = this.#options;
    // Each look counts against the flood limits, as a message does.
    const target = { place: chatId, posts: true };
    const last = Math.max(after, await ids.highest(chatId).catch(() => 0)) + LOOK_BEYOND;
    let looks = 0;
    for (let id = after + 1; id <= last; id++) {
      if (ids.has(chatId, id)) continue;
      if (++looks > LOOKS) return 'unknowable';
      try {
        const change = (limited: AbortSignal) => edit(kind, id, limited);
        const changed = await calls.untilDone('edit', change, { signal, idempotent: true, target });
        // A message of the bot whose id was unknown has this content now; in another topic it is removed.
        if (changed === true || placeOfMessage(changed).thread === place.thread) return await this.#found(chatId, id);
        const take = (limited: AbortSignal) => remove(id, limited);
        await calls.untilDone('deleteMessage', take, { signal, idempotent: true, target });
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        if (error.kind === 'not-modified') return await this.#found(chatId, id);
        if (error.kind !== 'message-gone' && error.kind !== 'bad-request') throw error;
      }
    }
    return 'absent';
  }

  async #found(chatId: string, id: number): Promise<{ ref: MessageRef }> {
    await this.note(chatId, id);
    return { ref: String(id) };
  }

  /** Whether another message of this kind may be there whose id is unknown: it must not be mistaken for this one. */
  async #ambiguous({ delivery }: SearchedMessage, { chatId, kind, at }: Trace): Promise<boolean> {
    if ((this.#sending.get(`${kind} ${chatId}`) ?? 0) > 0) return true;
    const unanswered = await this.#options.ledger.unanswered().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'deliveries cannot be read');
    });
    if (!unanswered) return true;
    return unanswered.some((other) => {
      const trace = traceSchema.safeParse(other.part.trace).data;
      if (!trace || other.delivery === delivery) return false;
      return trace.chatId === chatId && trace.kind === kind && Math.abs(trace.at - at) < SAME_TIME_MS;
    });
  }
}
