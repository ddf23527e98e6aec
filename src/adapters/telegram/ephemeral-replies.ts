import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import { LRUCache } from 'lru-cache';
import { type ChatKey, type MessageRef, type PlaceKey, placeOf as placeKeyOf, type Reply } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import type { Delivery } from '../kit/delivery-ledger.ts';
import { isPlatformError, PlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { keyboardOf } from './buttons.ts';
import type { EphemeralSupport } from './ephemeral-support.ts';
import { EPHEMERAL_ANSWER_MS, EPHEMERAL_REFUSED_MS, MAX_CAPTION, MAX_TEXT } from './limits.ts';
import { ephemeralNumber, idOf } from './message-id.ts';
import { type Place, threadOf } from './place.ts';
import type { Repository } from './repository.ts';
import { sendReplyFile } from './send-file.ts';
import { partsOfText, toHtml, withoutMentions } from './text.ts';

export interface EphemeralRepliesOptions {
  api: Api;
  calls: Calls;
  support: EphemeralSupport;
  repository: Repository;
  clock: Clock;
  log: Logger;
}

/** A reply for one person in a group. */
export interface ReplyAlone {
  chat: ChatKey;
  reply: Reply;
  place: Place;
  /** Who may see it. */
  userId: string;
  delivery: Delivery;
}

const REMEMBERED = 1000;

/**
 * Replies in groups that only the person who asked sees (https://core.telegram.org/bots/features#ephemeral-messages). An
 * administrator may send one at any time; any other bot within 15 s, to a pressed button or to a command that was itself
 * ephemeral.
 */
export class EphemeralReplies {
  readonly #options: EphemeralRepliesOptions;
  /** The presses that requests were made of, and when. */
  readonly #presses = new LRUCache<string, { query: string; at: number }>({ max: REMEMBERED });
  /** Until when it is not tried without a press or command, in ms since the epoch: the bot is no administrator there. */
  readonly #refusedUntil = new LRUCache<PlaceKey, number>({ max: REMEMBERED });

  constructor(options: EphemeralRepliesOptions) {
    this.#options = options;
  }

  /** A pressed button became a request: what answers it may name the press. */
  pressed(chat: ChatKey, request: string, query: string): void {
    this.#presses.set(`${placeKeyOf(chat)}/${request}`, { query, at: this.#options.clock.now() });
  }

  /** The bot's rights in a place changed. */
  rightsChanged(place: PlaceKey): void {
    this.#refusedUntil.delete(place);
  }

  /**
   * Posts a reply; undefined where that cannot be, and nothing of it was posted. Once a part is there the rest is not sent
   * any other way.
   * @throws the signal's reason
   */
  async send(alone: ReplyAlone, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { support, clock, log } = this.#options;
    const { chat, reply } = alone;
    const place = placeKeyOf(chat);
    const answered = this.#answered(place, reply);
    if (reply.video || (!answered && clock.now() < (this.#refusedUntil.get(place) ?? 0))) return undefined;
    if (!(await support.isKnown(signal))) return undefined;
    const first = reply.file ? MAX_CAPTION : MAX_TEXT;
    const texts = partsOfText(withoutMentions(reply.text), MAX_TEXT, first);
    const refs: MessageRef[] = [];
    try {
      for (const index of texts.keys()) refs.push(await this.#post(alone, texts, index, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PlatformError)) throw error;
      if (!answered) this.#refusedUntil.set(place, clock.now() + EPHEMERAL_REFUSED_MS);
      log.info({ chat, posted: refs.length, err: error }, 'not shown to one person alone');
    }
    return refs.at(reply.file ? 0 : -1);
  }

  /** Makes an ephemeral message say something else. @throws PlatformError · the signal's reason */
  async edit(
    { chatId, number, userId }: { chatId: string; number: number; userId: string },
    text: string,
    markup: InlineKeyboardMarkup | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { api, calls } = this.#options;
    const look = { parse_mode: 'HTML', reply_markup: markup, link_preview_options: { is_disabled: true } } as const;
    const edit = (limited: AbortSignal) =>
      api.editEphemeralMessageText(chatId, Number(userId), number, text, look, asApiSignal(limited));
    const target = { place: chatId, posts: true };
    await calls.untilDone('editEphemeralMessageText', edit, { signal, idempotent: true, target });
  }

  /** What a reply answers that may be answered so by any bot: a press or an ephemeral command, of a moment ago. */
  #answered(place: PlaceKey, { inReplyTo }: Reply): { query?: string; command?: number } | undefined {
    const now = this.#options.clock.now();
    const press = this.#presses.get(`${place}/${inReplyTo}`);
    if (press) return now - press.at < EPHEMERAL_ANSWER_MS ? { query: press.query } : undefined;
    const command = ephemeralNumber(inReplyTo);
    return command === undefined ? undefined : { command };
  }

  async #post(alone: ReplyAlone, texts: string[], index: number, signal: AbortSignal): Promise<MessageRef> {
    const { delivery, place, reply } = alone;
    let html = true;
    for (;;) {
      const send = await this.#sender(alone, texts, index, html);
      try {
        return await delivery.post(
          {
            name: `alone-${index}`,
            what: reply.file && index === 0 ? 'send file to one person' : 'send to one person',
            target: { place: place.chatId, posts: true },
            send: async (limited) => this.#checked(place.chatId, await send(limited), limited),
            find: async () => 'unknowable',
          },
          signal,
        );
      } catch (error) {
        if (!html || !isPlatformError(error, 'bad-markup')) throw error;
        html = false;
      }
    }
  }

  async #sender({ chat, reply, place, userId }: ReplyAlone, texts: string[], index: number, html: boolean) {
    const { api, repository } = this.#options;
    const isLast = index === (reply.file ? 0 : texts.length - 1);
    const keyboard = isLast ? keyboardOf(reply, { chat, userId, withUrls: true }) : undefined;
    for (const [id, record] of keyboard?.records ?? []) await repository.setButton(id, record);
    const { query, command } = this.#answered(placeKeyOf(chat), reply) ?? {};
    const receiver = { receiver_user_id: Number(userId), ...(query !== undefined && { callback_query_id: query }) };
    const other = {
      ...threadOf(place),
      ...(html && { parse_mode: 'HTML' as const }),
      ...(keyboard && { reply_markup: keyboard.markup }),
      ...(command !== undefined && { reply_parameters: { ephemeral_message_id: command } }),
      // Bot API 10.2 has the two parameters by themselves, and would pass over the object of 10.3.
      ...receiver,
      ephemeral_message_parameters: receiver,
    };
    const text = html ? toHtml(texts[index] ?? '') : (texts[index] ?? '');
    const { file } = reply;
    const noPreview = { link_preview_options: { is_disabled: true } };
    return (signal: AbortSignal): Promise<Message> =>
      file && index === 0
        ? sendReplyFile(api, place.chatId, file, { ...other, caption: text }, signal)
        : api.sendMessage(place.chatId, text, { ...other, ...noPreview }, asApiSignal(signal));
  }

  /** Its id. What came to stand where everybody reads it is taken away at once. */
  async #checked(chatId: string, message: Message, signal: AbortSignal): Promise<MessageRef> {
    const { api, calls, support } = this.#options;
    if (message.ephemeral_message_id !== undefined) return idOf(message);
    support.isMissing();
    const take = (limited: AbortSignal) => api.deleteMessage(chatId, message.message_id, asApiSignal(limited));
    await calls.untilDone('deleteMessage', take, { signal, idempotent: true, target: { place: chatId, posts: false } });
    throw new PlatformError('bad-request', 'the message was posted for everybody');
  }
}
