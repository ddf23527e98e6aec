import type { Api } from 'grammy';
import type { ChatKey, Reply } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { keyboardOf } from './buttons.ts';
import type { EphemeralReplies } from './ephemeral-replies.ts';
import { MAX_TEXT } from './limits.ts';
import { ephemeralNumber } from './message-id.ts';
import { type Place, placeOf } from './place.ts';
import type { Repository } from './repository.ts';
import { toHtml, withoutMentions } from './text.ts';

export interface MenuMessagesOptions {
  api: Api;
  calls: Calls;
  repository: Repository;
  ephemeral: EphemeralReplies;
  log: Logger;
}

/** Menus: a choice changes the message that it was made in. */
export class MenuMessages {
  readonly #options: MenuMessagesOptions;

  constructor(options: MenuMessagesOptions) {
    this.#options = options;
  }

  /**
   * Makes the message that a reply takes the place of say what the reply says. Done twice it says the same.
   * @returns false when that cannot be, and the reply is to be posted
   * @throws the signal's reason
   */
  async replace(chat: ChatKey, reply: Reply, { chatId }: Place, signal: AbortSignal): Promise<boolean> {
    const { api, calls, repository, log } = this.#options;
    const { replaces, inReplyTo } = reply;
    const html = toHtml(withoutMentions(reply.text));
    if (replaces === undefined || reply.video || reply.file || html.length > MAX_TEXT) return false;
    const requester = inReplyTo === undefined ? undefined : await repository.requester(chat, inReplyTo);
    const keyboard = keyboardOf(reply, { chat, userId: requester?.userId, withUrls: true });
    for (const [id, record] of keyboard?.records ?? []) await repository.setButton(id, record);
    const look = {
      parse_mode: 'HTML',
      reply_markup: keyboard?.markup,
      link_preview_options: { is_disabled: true },
    } as const;
    const edit = (limited: AbortSignal) =>
      api.editMessageText(chatId, Number(replaces), html, look, asApiSignal(limited));
    const target = { place: chatId, posts: true };
    const number = ephemeralNumber(replaces);
    if (number !== undefined && !requester) return false;
    try {
      if (number === undefined) await calls.untilDone('editMessageText', edit, { signal, idempotent: true, target });
      else if (requester) {
        const { userId } = requester;
        await this.#options.ephemeral.edit({ chatId, number, userId }, html, keyboard?.markup, signal);
      }
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'not-modified')) return true;
      log.info({ chat: placeOf(chat).chatId, err: error }, 'menu not changed; posting it anew');
      return false;
    }
  }
}
