import { type Api, GrammyError } from 'grammy';
import { ChatGoneError, type ChatKey, type MessageRef } from '../../core/chat.ts';
import type { Clock } from '../../lib/clock.ts';
import { asApiSignal } from './api.ts';
import { type Deliveries, threadOf } from './deliver.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import { CHAT_ACTION_EVERY_MS } from './limits.ts';
import { refusalOf } from './platform-error.ts';
import type { Calls } from './retry.ts';
import { truncated, withoutMentions } from './text.ts';

export interface ProgressMessagesOptions {
  api: Api;
  calls: Calls;
  deliveries: Deliveries;
  outcomes: DeliveryLedger;
  clock: Clock;
}

const SILENT = { disable_notification: true, link_preview_options: { is_disabled: true } };

/** What is shown while a turn runs: one message that changes, and the bot's "typing". All of it may be skipped. */
export class ProgressMessages {
  readonly #o: ProgressMessagesOptions;
  /** Messages that stand for one which the user deleted: deleted again, they are not wanted. */
  readonly #renewed = new Set<string>();

  constructor(options: ProgressMessagesOptions) {
    this.#o = options;
  }

  /** See {@link ChatAdapter.showProgress}. */
  async show(
    chat: ChatKey,
    text: string,
    ref: MessageRef | undefined,
    signal: AbortSignal,
  ): Promise<MessageRef | undefined> {
    const shown = truncated(withoutMentions(text));
    if (ref === undefined) return this.#post(chat, shown, signal);
    const { api, calls, deliveries } = this.#o;
    const { chatId } = await deliveries.placeNow(chat);
    const edit = (limited: AbortSignal) =>
      api.editMessageText(
        chatId,
        Number(ref),
        shown,
        { link_preview_options: SILENT.link_preview_options },
        asApiSignal(limited),
      );
    try {
      await calls.may('editMessageText', edit, signal);
      return ref;
    } catch (error) {
      const refusal = error instanceof GrammyError ? refusalOf(error) : undefined;
      if (refusal === 'gone') throw new ChatGoneError('the chat is gone', { cause: error });
      // Any other refusal skips the change; "message is not modified" is not even one.
      if (refusal !== 'no-message' || this.#renewed.has(`${chat}/${ref}`)) return ref;
      const renewed = await this.#post(chat, shown, signal);
      if (renewed !== undefined) this.#renewed.add(`${chat}/${renewed}`);
      return renewed ?? ref;
    }
  }

  /** See {@link ChatAdapter.endProgress}. */
  async end(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { api, calls, deliveries } = this.#o;
    this.#renewed.delete(`${chat}/${ref}`);
    const { chatId } = await deliveries.placeNow(chat);
    const remove = (limited: AbortSignal) => api.deleteMessage(chatId, Number(ref), asApiSignal(limited));
    try {
      await calls.must('deleteMessage', remove, { signal, repeatable: true });
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error;
      // Gone already, or not to be deleted any more: there is nothing left to do about it.
    }
  }

  /** See {@link ChatAdapter.showBusy}. */
  async busy(chat: ChatKey, signal: AbortSignal): Promise<void> {
    const { api, calls, clock, deliveries } = this.#o;
    while (!signal.aborted) {
      try {
        const place = await deliveries.placeNow(chat);
        const action = deliveries.uploading(chat) ? 'upload_video' : 'typing';
        const show = (limited: AbortSignal) =>
          api.sendChatAction(place.chatId, action, threadOf(place), asApiSignal(limited));
        await calls.may('sendChatAction', show, signal);
        await clock.sleep(CHAT_ACTION_EVERY_MS, signal);
      } catch {
        // Refused or aborted: the turn itself finds out what it must know.
        if (signal.aborted) return;
        await clock.sleep(CHAT_ACTION_EVERY_MS, signal).catch(() => {});
      }
    }
  }

  async #post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { api, calls, deliveries, outcomes } = this.#o;
    const place = await deliveries.placeNow(chat);
    const send = (limited: AbortSignal) =>
      api.sendMessage(place.chatId, text, { ...SILENT, ...threadOf(place) }, asApiSignal(limited));
    const post = async () => (await calls.may('sendMessage', send, signal))?.answer;
    const sent = await outcomes.beside(place.chatId, post);
    return sent && String(sent.message_id);
  }
}
