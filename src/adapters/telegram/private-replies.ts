import type { ChatKey, MessageRef, Reply } from '../../core/chat.ts';
import { translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Delivery } from '../kit/delivery-ledger.ts';
import type { EphemeralReplies } from './ephemeral-replies.ts';
import { ephemeralNumber } from './message-id.ts';
import { isGroupId, keyOf, type Place } from './place.ts';
import type { Repository } from './repository.ts';

export interface PrivateRepliesOptions {
  ephemeral: EphemeralReplies;
  repository: Repository;
  log: Logger;
  /** Posts a reply, wherever that is. */
  send: (chat: ChatKey, reply: Reply, signal: AbortSignal) => Promise<MessageRef>;
}

/** A reply with where it goes and what is known of it. */
export interface PlacedReply {
  chat: ChatKey;
  reply: Reply;
  place: Place;
  delivery: Delivery;
}

/** What is said in a group to the person who asked alone: as an ephemeral message, else in the private chat with them. */
export class PrivateReplies {
  readonly #options: PrivateRepliesOptions;

  constructor(options: PrivateRepliesOptions) {
    this.#options = options;
  }

  /** Undefined for what everybody may read, and where the person cannot be reached alone: the group reads it then. */
  async send(placed: PlacedReply, signal: AbortSignal): Promise<MessageRef | undefined> {
    return (await this.alone(placed, signal)) ?? (await this.#inDm(placed, signal));
  }

  /** In the group, where the person alone sees it; undefined where that cannot be, and nothing was posted. */
  async alone(placed: PlacedReply, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { chat, reply, place, delivery } = placed;
    if (!isGroupId(place.chatId) || reply.inReplyTo === undefined) return undefined;
    // What answers something that nobody else saw is for nobody else.
    if (!reply.private && ephemeralNumber(reply.inReplyTo) === undefined) return undefined;
    // An earlier process began to post it for everybody.
    if (delivery.begun('0')) return undefined;
    const userId = await this.#personWhoAsked(chat, reply.inReplyTo);
    return userId === undefined ? undefined : this.#options.ephemeral.send({ ...placed, userId }, signal);
  }

  /**
   * A text for a group where the bot may send files alone, to the person who asked; one who never wrote to the bot in
   * private cannot be reached, and the video with its caption is what they get.
   */
  async textInDm(
    chat: ChatKey,
    { key, inReplyTo }: Reply,
    { text, index }: { text: string; index: number },
    signal: AbortSignal,
  ): Promise<MessageRef> {
    const reply = { text, key: `${key}-${index}`.slice(-25), private: true, inReplyTo };
    return (await this.#toRequester(chat, reply, signal)) ?? '';
  }

  /** Buttons would act on the private chat: what has some is for the group. */
  async #inDm({ chat, reply, place }: PlacedReply, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { text, key, next = [], language = 'en', file, inReplyTo } = reply;
    if (!reply.private || reply.video || next.length > 0 || !isGroupId(place.chatId)) return undefined;
    const whole = `${translator(language)('aboutGroup')}\n${text}`;
    return this.#toRequester(chat, { text: whole, key, private: true, language, file, inReplyTo }, signal);
  }

  /** Undefined for one who cannot be written to. */
  async #toRequester(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { log, send } = this.#options;
    const userId = await this.#personWhoAsked(chat, reply.inReplyTo);
    if (userId === undefined) return undefined;
    try {
      return await send(keyOf({ chatId: userId }), { ...reply, inReplyTo: undefined }, signal);
    } catch (error) {
      signal.throwIfAborted();
      log.info({ chat, err: error }, 'the requester cannot be written to in private');
      return undefined;
    }
  }

  /** Undefined for who writes in the name of the group or of a channel: what is sent there is read by everybody. */
  async #personWhoAsked(chat: ChatKey, request: string | undefined): Promise<string | undefined> {
    const requester = request === undefined ? undefined : await this.#options.repository.requester(chat, request);
    return requester && !isGroupId(requester.userId) ? requester.userId : undefined;
  }
}
