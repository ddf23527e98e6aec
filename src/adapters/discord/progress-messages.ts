import { MessageFlags } from 'discord.js';
import type { ChatKey, MessageRef } from '../../core/chat.ts';
import type { ProgressPlatform } from '../kit/progress-messages.ts';
import type { Context } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { MESSAGE_LENGTH, PROGRESS_CALL_MS } from './limits.ts';
import { channelOf } from './place.ts';
import type { RequestRecord } from './repository.ts';
import { shortened } from './text.ts';

/** Where a progress message of an interaction is: its answer, or a further one. Others are ids of a channel's messages. */
const IN_DEFERRED_REPLY = '@';
const IN_FOLLOW_UP = '~';

/**
 * Progress on Discord: ordinary messages of the channel, so that nothing depends on the 15 minutes of a token; where the
 * bot is no member, the answer to the interaction.
 */
export class DiscordProgress implements ProgressPlatform {
  readonly #context: Context;
  readonly #deferredReplies: DeferredReplies;

  constructor(context: Context, deferredReplies: DeferredReplies) {
    this.#context = context;
    this.#deferredReplies = deferredReplies;
  }

  canRenew(ref: MessageRef): boolean {
    return !ref.startsWith(IN_DEFERRED_REPLY) && !ref.startsWith(IN_FOLLOW_UP);
  }

  async post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    const place = await this.#context.repository.place(chat);
    if (place?.kind === 'not-member') return this.#postByInteraction(chat, place.lastRequest, text, signal);
    const body = { content: shortened(text), flags: MessageFlags.SuppressNotifications as MessageFlags };
    return this.#context.api.createMessage(channelOf(chat), body, signal, PROGRESS_CALL_MS);
  }

  async edit(chat: ChatKey, ref: MessageRef, text: string, signal: AbortSignal): Promise<void> {
    const { api, repository } = this.#context;
    if (ref.startsWith(IN_DEFERRED_REPLY)) {
      const request = await repository.request(chat, ref.slice(1));
      if (request) await this.#deferredReplies.show(request, withNote(request, text), signal, PROGRESS_CALL_MS);
    } else if (ref.startsWith(IN_FOLLOW_UP)) {
      const { request, message } = await this.#followUpOf(chat, ref);
      const webhook = repository.webhookOf(request);
      if (webhook) await api.editAnswer(webhook, message, { content: shortened(text) }, signal, PROGRESS_CALL_MS);
    } else {
      await api.editMessage(channelOf(chat), ref, { content: shortened(text) }, signal, PROGRESS_CALL_MS);
    }
  }

  async remove(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { api, calls, repository } = this.#context;
    const remove = async (own: AbortSignal) => {
      if (ref.startsWith(IN_DEFERRED_REPLY)) {
        const request = await repository.request(chat, ref.slice(1));
        if (request) await this.#deferredReplies.show(request, request.note, own);
      } else if (ref.startsWith(IN_FOLLOW_UP)) {
        const { request, message } = await this.#followUpOf(chat, ref);
        const webhook = repository.webhookOf(request);
        if (webhook) await api.deleteAnswer(webhook, message, own);
      } else {
        await api.deleteMessage(channelOf(chat), ref, own);
      }
    };
    await calls.untilDone('remove progress', remove, { signal, idempotent: true });
  }

  async showBusy(chat: ChatKey, signal: AbortSignal): Promise<boolean> {
    const place = await this.#context.repository.place(chat);
    // A good moment to learn how large the result may be.
    if (place?.guild && place.kind === 'guild') await this.#context.uploadLimits.learn(place.guild, signal);
    if (place?.kind === 'not-member') return false;
    await this.#context.api.typing(channelOf(chat), signal);
    return true;
  }

  /** The latest interaction of the place shows it: in its deferred reply, or in a further message for a button. */
  async #postByInteraction(chat: ChatKey, requestId: string | undefined, text: string, signal: AbortSignal) {
    const request = requestId === undefined ? undefined : await this.#context.repository.request(chat, requestId);
    const webhook = this.#context.repository.webhookOf(request);
    if (!request || !webhook) return undefined;
    try {
      if (request.deferredReply !== 'none') {
        await this.#deferredReplies.show(request, withNote(request, text), signal, PROGRESS_CALL_MS);
        return IN_DEFERRED_REPLY + request.id;
      }
      const message = await this.#context.api.followUp(webhook, { content: shortened(text) }, signal, PROGRESS_CALL_MS);
      return `${IN_FOLLOW_UP}${request.id}/${message}`;
    } catch (error) {
      signal.throwIfAborted();
      this.#context.log.debug({ err: error, chat }, 'progress skipped');
      return undefined;
    }
  }

  async #followUpOf(chat: ChatKey, ref: MessageRef): Promise<{ request: RequestRecord | undefined; message: string }> {
    const border = ref.lastIndexOf('/');
    return {
      request: await this.#context.repository.request(chat, ref.slice(1, border)),
      message: ref.slice(border + 1),
    };
  }
}

function withNote({ note }: RequestRecord, text: string): string {
  return note ? `${note}\n\n${shortened(text, MESSAGE_LENGTH - note.length - 2)}` : shortened(text);
}
