import type { Api } from 'grammy';
import type { ChatKey, MessageRef } from '../../core/chat.ts';
import type { Calls } from '../kit/calls.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { ProgressPlatform } from '../kit/progress-messages.ts';
import { asApiSignal } from './api.ts';
import type { Deliverer } from './deliver.ts';
import type { MessageSearch } from './message-search.ts';
import { threadOf } from './place.ts';
import type { StopDrafts } from './stop-drafts.ts';
import { shortened, withoutMentions } from './text.ts';

export interface TelegramProgressOptions {
  api: Api;
  calls: Calls;
  deliverer: Deliverer;
  search: MessageSearch;
  drafts: StopDrafts;
}

const NO_PREVIEW = { link_preview_options: { is_disabled: true } };

/** Progress on Telegram: one quiet message that changes, and the bot's "typing" or "sending a video". */
export class TelegramProgress implements ProgressPlatform {
  readonly #options: TelegramProgressOptions;

  constructor(options: TelegramProgressOptions) {
    this.#options = options;
  }

  async post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { api, calls, deliverer, search, drafts } = this.#options;
    const place = await deliverer.placeNow(chat);
    const options = { ...NO_PREVIEW, disable_notification: true, ...threadOf(place) };
    const send = (limited: AbortSignal) => api.sendMessage(place.chatId, shown(text), options, asApiSignal(limited));
    const post = async () =>
      (await calls.once('sendMessage', send, signal, { place: place.chatId, posts: true }))?.answer;
    const sent = await search.postUntracked(place.chatId, post);
    if (!sent) return undefined;
    const ref = String(sent.message_id);
    await drafts.show(chat, place, { ref, text: shown(text) }, signal);
    return ref;
  }

  async edit(chat: ChatKey, ref: MessageRef, text: string, signal: AbortSignal): Promise<void> {
    const { api, calls, deliverer, drafts } = this.#options;
    const place = await deliverer.placeNow(chat);
    const { chatId } = place;
    const edit = (limited: AbortSignal) =>
      api.editMessageText(chatId, Number(ref), shown(text), NO_PREVIEW, asApiSignal(limited));
    try {
      await calls.once('editMessageText', edit, signal, { place: chatId, posts: true });
    } catch (error) {
      if (isPlatformError(error, 'message-gone')) drafts.ended(chat, ref);
      throw error;
    }
    await drafts.show(chat, place, { ref, text: shown(text) }, signal);
  }

  async remove(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    const { api, calls, deliverer, drafts } = this.#options;
    drafts.ended(chat, ref);
    const { chatId } = await deliverer.placeNow(chat);
    const remove = (limited: AbortSignal) => api.deleteMessage(chatId, Number(ref), asApiSignal(limited));
    const target = { place: chatId, posts: false };
    await calls.untilDone('deleteMessage', remove, { signal, idempotent: true, target });
  }

  async showBusy(chat: ChatKey, signal: AbortSignal): Promise<boolean> {
    const { api, calls, deliverer } = this.#options;
    const place = await deliverer.placeNow(chat);
    const action = deliverer.uploading(chat) ? 'upload_video' : 'typing';
    const show = (limited: AbortSignal) =>
      api.sendChatAction(place.chatId, action, threadOf(place), asApiSignal(limited));
    await calls.once('sendChatAction', show, signal, { place: place.chatId, posts: false });
    return true;
  }
}

function shown(text: string): string {
  return shortened(withoutMentions(text));
}
