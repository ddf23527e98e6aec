import type { ChatKey, MessageRef } from '../../core/chat.ts';
import type { Body } from './api.ts';
import type { Context } from './context.ts';
import { CLOCK_SKEW_MS, LOOK_PAGES, NONCE_MS } from './limits.ts';
import { platformErrorKind } from './platform-error.ts';
import type { Posted } from './repository.ts';
import { persist } from './retry.ts';

/** One message of a reply, on one of its ways. */
interface Step {
  /** The way and the number of the message on it, the same in every process. */
  name: string;
  body: Body;
  /** The channel where everybody would see it, to look for it there. */
  channel?: string;
  /** The message that it would be a reply to, where it is one. */
  repliesTo?: string;
}

/** The first moment of Discord's ids, in ms since the Unix epoch ("API Reference", Snowflakes). */
const EPOCH_MS = 1_420_070_400_000;

/**
 * What is known of a reply's messages, in this process and the next: each is posted once. One whose answer got lost is
 * known by its nonce for a while; later it is looked for in its channel, where the bot may read that. What can't be
 * looked for (an answer for one alone, a place the bot is no member of) is posted again rather than lost.
 */
export class DeliveryLedger {
  readonly #o: Context;
  readonly #chat: ChatKey;
  readonly #key: string;
  readonly #posted: Posted;

  private constructor(context: Context, chat: ChatKey, key: string, posted: Posted) {
    this.#o = context;
    this.#chat = chat;
    this.#key = key;
    this.#posted = posted;
  }

  static async of(context: Context, chat: ChatKey, key: string): Promise<DeliveryLedger> {
    return new DeliveryLedger(context, chat, key, (await context.records.posted(chat, key)) ?? { parts: {} });
  }

  /** What the reply was answered with, once all of it was posted. */
  get ref(): MessageRef | undefined {
    return this.#posted.ref;
  }

  /** Notes that all of it is there. */
  async finish(ref: MessageRef): Promise<void> {
    if (this.#posted.ref !== undefined) return;
    this.#posted.ref = ref;
    await this.#save();
  }

  /** True when a message was begun, whatever became of it. */
  begun(name: string): boolean {
    return this.#posted.parts[name] !== undefined;
  }

  /** Notes that a message is about to be put somewhere where doing it twice does no harm. */
  async begin(name: string): Promise<void> {
    this.#posted.parts[name] ??= { at: this.#o.clock.now() };
    await this.#save();
  }

  /** Posts a message unless it is there. Waits out what passes; rejects with any other refusal or the signal's reason. */
  async once(step: Step, signal: AbortSignal, create: () => Promise<string>): Promise<MessageRef> {
    const { clock } = this.#o;
    const { parts } = this.#posted;
    const known = parts[step.name]?.ref;
    if (known !== undefined) return known;
    const ref = await persist(clock, signal, async () => {
      const since = parts[step.name]?.at;
      if (since === undefined) await this.begin(step.name);
      else if (!step.body.nonce || clock.now() - since >= NONCE_MS) {
        const found = await this.found(step, signal);
        if (found !== undefined) return found;
      }
      try {
        return await create();
      } catch (error) {
        // Refused at the first attempt: it is certainly not there.
        if (since === undefined && !signal.aborted && platformErrorKind(error).kind !== 'passing') {
          delete parts[step.name];
          await this.#save();
        }
        throw error;
      }
    });
    parts[step.name] = { at: parts[step.name]?.at ?? clock.now(), ref };
    await this.#save();
    return ref;
  }

  /** The message if an earlier attempt got it there and it can be looked for; rejects with what may pass. */
  async found(step: Step, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { records, log } = this.#o;
    const part = this.#posted.parts[step.name];
    if (!part || part.ref !== undefined || step.channel === undefined) return part?.ref;
    try {
      const others = await records.postedIds(this.#chat);
      const found = await this.#look(step.channel, step, part.at, others, signal);
      log.info({ chat: this.#chat, found: found !== undefined }, 'looked for a message that may have been posted');
      return found;
    } catch (error) {
      signal.throwIfAborted();
      const { kind } = platformErrorKind(error);
      if (kind === 'wait' || kind === 'passing') throw error;
      log.info({ chat: this.#chat, kind }, 'a message that may have been posted can’t be looked for');
      return undefined;
    }
  }

  async #look(channel: string, { body, repliesTo }: Step, at: number, others: Set<string>, signal: AbortSignal) {
    const self = await this.#o.api.self(signal);
    let after = ((BigInt(at - CLOCK_SKEW_MS) - BigInt(EPOCH_MS)) << 22n).toString();
    for (let page = 0; page < LOOK_PAGES; page++) {
      const messages = await this.#o.api.messagesAfter(channel, after, signal);
      const found = messages.find(
        (each) =>
          each.author.id === self &&
          !others.has(each.id) &&
          each.content === (body.content ?? '') &&
          each.attachments[0]?.filename === body.file?.name &&
          (repliesTo === undefined || !each.message_reference || each.message_reference.message_id === repliesTo),
      );
      if (found) return found.id;
      after = messages.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after);
      if (messages.length < 100) return undefined;
    }
    return undefined;
  }

  async #save(): Promise<void> {
    try {
      await this.#o.records.savePosted(this.#chat, this.#key, this.#posted);
    } catch (error) {
      this.#o.log.warn({ err: error }, 'a delivery is not noted; a restart right now may repeat it');
    }
  }
}
