import { MessageFlags } from 'discord.js';
import type { ChatKey, MessageRef } from '../../core/chat.ts';
import { type Context, channelOf } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { PROGRESS_CALL_MS, TYPING_EVERY_MS } from './limits.ts';
import { platformErrorKind } from './platform-error.ts';
import type { Ask } from './repository.ts';
import { persist } from './retry.ts';
import { escapeText, truncate } from './text.ts';

/** Where a progress message of an interaction is: its answer, or a further one. Others are ids of a channel's messages. */
const IN_ORIGINAL = '@';
const IN_FOLLOW_UP = '~';

/**
 * The live messages of turns: ordinary messages of the channel, so that nothing hangs on the 15 minutes of a token;
 * where the bot is no member, the answer to the interaction. What can't be shown is skipped.
 */
export class ProgressMessages {
  readonly #o: Context;
  readonly #originals: DeferredReplies;

  constructor(context: Context, originals: DeferredReplies) {
    this.#o = context;
    this.#originals = originals;
  }

  /** Shows or changes a progress message; gives where it is now. Rejects when the message can't be posted at all. */
  async show(chat: ChatKey, text: string, ref: MessageRef | undefined, signal: AbortSignal) {
    const content = truncate(escapeText(text));
    if (ref === undefined) {
      const place = await this.#o.records.place(chat);
      return place?.kind === 'alone'
        ? this.#beginAlone(chat, place.lastAsk, content, signal)
        : this.#begin(channelOf(chat), content, signal);
    }
    try {
      await this.#change(chat, ref, content, signal);
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      const { kind } = platformErrorKind(error);
      const inChannel = !ref.startsWith(IN_ORIGINAL) && !ref.startsWith(IN_FOLLOW_UP);
      // Whatever else it is (a rate limit, too many edits of an old message, the network): this change is skipped.
      if (!inChannel || kind !== 'message-gone') return ref;
      return (await this.#begin(channelOf(chat), content, signal)) ?? ref;
    }
  }

  /** Takes the message away. */
  async end(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { api, records, clock } = this.#o;
    try {
      if (ref.startsWith(IN_ORIGINAL)) {
        const ask = await records.ask(chat, ref.slice(1));
        if (ask) await persist(clock, signal, () => this.#originals.show(ask, ask.note, signal));
      } else if (ref.startsWith(IN_FOLLOW_UP)) {
        const { ask, message } = await this.#followUpOf(chat, ref);
        const hook = records.hookOf(ask);
        if (hook) await persist(clock, signal, () => api.deleteAnswer(hook, message, signal));
      } else {
        await persist(clock, signal, () => api.deleteMessage(channelOf(chat), ref, signal));
      }
    } catch (error) {
      const { kind } = platformErrorKind(error);
      if (kind !== 'message-gone' && kind !== 'gone' && kind !== 'token-over') throw error;
    }
  }

  /** "Typing" until the signal is aborted; never rejects. */
  async typing(chat: ChatKey, signal: AbortSignal): Promise<void> {
    try {
      const place = await this.#o.records.place(chat);
      if (place?.guild && place.kind === 'guild') await this.#o.tiers.learn(place.guild, signal);
      if (place?.kind === 'alone') return;
      while (!signal.aborted) {
        await this.#o.api.typing(channelOf(chat), signal).catch((error: unknown) => {
          const { kind } = platformErrorKind(error);
          if (kind !== 'wait' && kind !== 'passing') throw error;
        });
        await this.#o.clock.sleep(TYPING_EVERY_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#o.log.debug({ err: error, chat }, 'typing not shown');
    }
  }

  /** A new message in the channel; undefined when a rate limit or a slow network made it not worth it. */
  async #begin(channel: string, content: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    const body = { content, flags: MessageFlags.SuppressNotifications as MessageFlags };
    try {
      return await this.#o.api.createMessage(channel, body, signal, PROGRESS_CALL_MS);
    } catch (error) {
      signal.throwIfAborted();
      const { kind } = platformErrorKind(error);
      if (kind === 'wait' || kind === 'passing') return undefined;
      throw error;
    }
  }

  /** The latest interaction of the place shows it: where it stands, or in a further message for a button. */
  async #beginAlone(chat: ChatKey, askId: string | undefined, content: string, signal: AbortSignal) {
    const ask = askId === undefined ? undefined : await this.#o.records.ask(chat, askId);
    const hook = this.#o.records.hookOf(ask);
    if (!ask || !hook) return undefined;
    try {
      if (ask.original !== 'none') {
        await this.#originals.show(ask, withNote(ask, content), signal, PROGRESS_CALL_MS);
        return IN_ORIGINAL + ask.id;
      }
      const message = await this.#o.api.followUp(hook, { content }, signal, PROGRESS_CALL_MS);
      return `${IN_FOLLOW_UP}${ask.id}/${message}`;
    } catch (error) {
      signal.throwIfAborted();
      this.#o.log.debug({ err: error, chat }, 'progress skipped');
      return undefined;
    }
  }

  async #change(chat: ChatKey, ref: MessageRef, content: string, signal: AbortSignal): Promise<void> {
    const { api, records } = this.#o;
    if (ref.startsWith(IN_ORIGINAL)) {
      const ask = await records.ask(chat, ref.slice(1));
      if (ask) await this.#originals.show(ask, withNote(ask, content), signal, PROGRESS_CALL_MS);
    } else if (ref.startsWith(IN_FOLLOW_UP)) {
      const { ask, message } = await this.#followUpOf(chat, ref);
      const hook = records.hookOf(ask);
      if (hook) await api.editAnswer(hook, message, { content }, signal, PROGRESS_CALL_MS);
    } else {
      await api.editMessage(channelOf(chat), ref, { content }, signal, PROGRESS_CALL_MS);
    }
  }

  async #followUpOf(chat: ChatKey, ref: MessageRef): Promise<{ ask: Ask | undefined; message: string }> {
    const border = ref.lastIndexOf('/');
    return { ask: await this.#o.records.ask(chat, ref.slice(1, border)), message: ref.slice(border + 1) };
  }
}

function withNote(ask: Ask, content: string): string {
  return truncate(ask.note ? `${ask.note}\n\n${content}` : content);
}
