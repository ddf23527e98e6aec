import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import {
  ChatGoneError,
  type ChatKey,
  type FileRefusal,
  FileRefusedError,
  type MessageRef,
  type Reply,
} from '../../core/chat.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Delivery, DeliveryLedger, OutgoingMessage } from '../kit/delivery-ledger.ts';
import { PlatformError, type PlatformErrorKind } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { keyboardOf } from './buttons.ts';
import type { EphemeralReplies } from './ephemeral-replies.ts';
import { FIRST_VIDEO_EFFECT, MAX_CAPTION, MAX_TEXT } from './limits.ts';
import type { MenuMessages } from './menu-messages.ts';
import { ephemeralNumber } from './message-id.ts';
import type { MessageSearch, SearchedMessage } from './message-search.ts';
import { isGroupId, type Place, placeOf, threadOf } from './place.ts';
import { migratedTo } from './platform-error.ts';
import { PrivateReplies } from './private-replies.ts';
import type { Repository } from './repository.ts';
import { type Format, sendFile, sendReplyFile, simplify } from './send-file.ts';
import { partsOfText, toHtml, withoutMentions } from './text.ts';

export interface DeliverOptions {
  api: Api;
  ledger: DeliveryLedger;
  search: MessageSearch;
  repository: Repository;
  menus: MenuMessages;
  ephemeral: EphemeralReplies;
  clock: Clock;
  log: Logger;
  /** A send was answered with the chat's new id. */
  onMigrated: (from: string, to: string) => Promise<void>;
}

/** One message of a reply. */
interface Part {
  index: number;
  text: string;
  video?: Reply['video'];
  file?: Reply['file'];
  first: boolean;
  last: boolean;
}

/** Slowest upload that is waited for, in bytes per ms, and the time that every send has, in ms. */
const SLOWEST_UPLOAD = 50;
const SEND_MS = 60_000;

/** How each kind of file is sent so that it plays in place. */
const SENDING = {
  video: 'sendVideo',
  gif: 'sendAnimation',
  audio: 'sendAudio',
  picture: 'sendPhoto',
  document: 'sendDocument',
} as const;

/** Posts results: every part exactly once as far as can be known, also over restarts. */
export class Deliverer {
  readonly #options: DeliverOptions;
  readonly #private: PrivateReplies;
  /** How many videos are on their way to a chat right now. */
  readonly #uploading = new Map<ChatKey, number>();

  constructor(options: DeliverOptions) {
    this.#options = options;
    this.#private = new PrivateReplies({ ...options, send: (chat, reply, signal) => this.send(chat, reply, signal) });
  }

  uploading(chat: ChatKey): boolean {
    return (this.#uploading.get(chat) ?? 0) > 0;
  }

  /**
   * @returns the id of the message that carries the video or the buttons
   * @throws ChatGoneError · FileRefusedError · the signal's reason
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const former = await this.#options.repository.formerKey(chat);
    const delivery = await this.#options.ledger.open(chat, reply.key, former);
    if (delivery.ref !== undefined) return delivery.ref;
    const { menus, repository } = this.#options;
    if (reply.replaces !== undefined && (await menus.replace(chat, reply, await this.placeNow(chat), signal))) {
      await delivery.finish(reply.replaces);
      return reply.replaces;
    }
    const alone = await this.#private.send({ chat, reply, delivery, place: await this.placeNow(chat) }, signal);
    if (alone !== undefined) {
      await delivery.finish(alone);
      return alone;
    }
    const posted: MessageRef[] = [];
    const effect = reply.video !== undefined && (await this.#isFirstVideo(chat));
    const format: Format = { html: true, urls: true, thumbnail: true, document: false, topic: true, effect };
    for (const part of partsOf(reply)) posted.push(await this.#post(chat, reply, part, { delivery, format, signal }));
    const ref = posted.at(reply.video || reply.file ? 0 : -1) ?? '';
    await delivery.finish(ref);
    if (reply.video) await repository.setHadVideo(chat);
    return ref;
  }

  /**
   * Posts a reply in a group so that only the person who asked sees it; undefined where that cannot be, and nothing was
   * posted.
   */
  async sendAlone(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef | undefined> {
    const { ledger, repository } = this.#options;
    const delivery = await ledger.open(chat, reply.key, await repository.formerKey(chat));
    if (delivery.ref !== undefined) return delivery.ref;
    const ref = await this.#private.alone({ chat, reply, delivery, place: await this.placeNow(chat) }, signal);
    if (ref !== undefined) await delivery.finish(ref);
    return ref;
  }

  /** In private the first video is shown with an effect; groups have none. */
  async #isFirstVideo(chat: ChatKey): Promise<boolean> {
    return !isGroupId(placeOf(chat).chatId) && !(await this.#options.repository.hadVideo(chat));
  }

  async #post(
    chat: ChatKey,
    reply: Reply,
    part: Part,
    { delivery, format, signal }: { delivery: Delivery; format: Format; signal: AbortSignal },
  ): Promise<MessageRef> {
    for (;;) {
      try {
        const message = await this.#messageOf(chat, reply, part, format);
        if (!part.video) return await delivery.post(message, signal);
        this.#count(chat, 1);
        try {
          return await delivery.post(message, signal);
        } finally {
          this.#count(chat, -1);
        }
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const newId = migratedTo(error);
        if (error.kind === 'bad-markup' && format.html) format.html = false;
        else if (error.kind === 'bad-button' && format.urls) format.urls = false;
        else if (newId !== undefined) await this.#options.onMigrated(placeOf(chat).chatId, newId);
        else if (error.kind === 'thread-gone' && format.topic && placeOf(chat).thread !== undefined)
          format.topic = false;
        else if (error.kind === 'text-forbidden' && !part.video && isGroupId(placeOf(chat).chatId))
          return this.#private.textInDm(chat, reply, part, signal);
        else if (format.effect && /effect/i.test(error.message)) format.effect = false;
        else if (part.file && FILE_REFUSALS[error.kind]) part = { ...part, file: undefined };
        else if (error.kind !== 'bad-request' || !part.video || !simplify(format, part.video))
          throw refused(error, part);
        this.#options.log.info({ chat, err: error }, 'send refused; sending it in another form');
      }
    }
  }

  async #messageOf(chat: ChatKey, reply: Reply, part: Part, format: Format): Promise<OutgoingMessage> {
    const { repository, search, clock } = this.#options;
    const whole = await this.placeNow(chat);
    const place = format.topic ? whole : { chatId: whole.chatId };
    const group = isGroupId(place.chatId);
    const requester = group && reply.inReplyTo ? await repository.requester(chat, reply.inReplyTo) : undefined;
    const carriesButtons = reply.video || reply.file ? part.first : part.last;
    const keyboard = carriesButtons
      ? keyboardOf(reply, { chat, userId: requester?.userId, withUrls: format.urls })
      : undefined;
    for (const [id, record] of keyboard ? keyboard.records : []) await repository.setButton(id, record);
    // A supergroup counts its messages anew: an id of the group before it would name a stranger's message.
    const { inReplyTo } = reply;
    // What opened a topic is not in it: a message there cannot be a reply to it.
    const isOutside =
      !group && place.thread !== undefined && inReplyTo !== undefined
        ? (await repository.topicOf(place.chatId, inReplyTo)) !== undefined
        : ephemeralNumber(inReplyTo) !== undefined;
    const answers = isOutside || (group && (!requester || requester.before)) ? undefined : inReplyTo;
    const { video, file } = part;
    // Whatever has a caption is looked for as a video is.
    const kind = video || file ? ('video' as const) : ('text' as const);
    const calls = this.#callsOf(place, format.topic ? part : outsideTopic(part, reply), {
      format,
      markup: keyboard?.markup,
      answers: part.first ? answers : undefined,
    });
    const searched: SearchedMessage = { ...calls, delivery: `${chat}/${reply.key}`, kind, place };
    return {
      name: String(part.index),
      what: video ? SENDING[video.form ?? 'video'] : file ? SENDING[file.kind] : 'sendMessage',
      target: { place: place.chatId, posts: true },
      ...(video && { limitMs: SEND_MS + video.bytes / SLOWEST_UPLOAD }),
      trace: () => search.trace(searched, answers === undefined ? 0 : Number.parseInt(answers, 10), clock.now()),
      send: (signal) =>
        search.counted(place.chatId, kind, async () => {
          const message = await calls.send(signal);
          await search.note(place.chatId, message.message_id);
          return String(message.message_id);
        }),
      find: (attempt, signal) => search.find(searched, attempt, signal),
    };
  }

  /** The calls that post a part, make a message say the same, and remove one. */
  #callsOf(
    place: Place,
    { text, video, file }: Part,
    { format, markup, answers }: { format: Format; markup?: InlineKeyboardMarkup; answers?: string },
  ) {
    const { api } = this.#options;
    const { chatId } = place;
    const shown = format.html ? toHtml(text) : text;
    const look = { ...(format.html && { parse_mode: 'HTML' as const }), ...(markup && { reply_markup: markup }) };
    const effect = format.effect && video ? { message_effect_id: FIRST_VIDEO_EFFECT } : {};
    const common = { ...threadOf(place), ...(answers && { reply_parameters: replyTo(answers) }), ...effect, ...look };
    const noPreview = { link_preview_options: { is_disabled: true } };
    return {
      send: (signal: AbortSignal) =>
        video
          ? sendFile(api, chatId, video, { ...common, caption: shown }, format, signal)
          : file
            ? sendReplyFile(api, chatId, file, { ...common, caption: shown }, signal)
            : api.sendMessage(chatId, shown, { ...common, ...noPreview }, asApiSignal(signal)),
      edit: (kind: 'text' | 'video', id: number, signal: AbortSignal) =>
        kind === 'video'
          ? api.editMessageCaption(chatId, id, { ...look, caption: shown }, asApiSignal(signal))
          : api.editMessageText(chatId, id, shown, { ...look, ...noPreview }, asApiSignal(signal)),
      remove: (id: number, signal: AbortSignal) => api.deleteMessage(chatId, id, asApiSignal(signal)),
    };
  }

  /** Where a chat is now. */
  async placeNow(chat: ChatKey): Promise<Place> {
    const place = placeOf(chat);
    return { ...place, chatId: await this.#options.repository.chatNow(place.chatId) };
  }

  #count(chat: ChatKey, change: number): void {
    const count = (this.#uploading.get(chat) ?? 0) + change;
    if (count > 0) this.#uploading.set(chat, count);
    else this.#uploading.delete(chat);
  }
}

/** The message that asked; the id of a pressed button begins with that of the message it stands under. */
function replyTo(id: string) {
  return { message_id: Number.parseInt(id, 10), allow_sending_without_reply: true };
}

/** The first message is the answer to the one that asked; the rest follows it. */
function partsOf(reply: Reply): Part[] {
  const texts = partsOfText(withoutMentions(reply.text), MAX_TEXT, reply.video || reply.file ? MAX_CAPTION : MAX_TEXT);
  if (texts.length === 0) texts.push('…');
  return texts.map((text, index) => ({
    index,
    text,
    video: index === 0 ? reply.video : undefined,
    file: index === 0 ? reply.file : undefined,
    first: index === 0,
    last: index === texts.length - 1,
  }));
}

/** The first message of a reply says why it is not in its topic, where there is room for that. */
function outsideTopic(part: Part, { language = 'en' }: Reply): Part {
  const text = `${telegramSentences(language)('topicGone')}\n\n${part.text}`;
  return part.first && text.length <= (part.video || part.file ? MAX_CAPTION : MAX_TEXT) ? { ...part, text } : part;
}

const FILE_REFUSALS: Partial<Record<PlatformErrorKind, FileRefusal>> = {
  'too-large': 'size',
  'media-forbidden': 'permission',
  // Whatever else it is that Telegram has against the file: the link is another message.
  'bad-request': 'content',
};

function refused(error: PlatformError, part: Part): Error {
  if (error.kind === 'chat-gone' || error.kind === 'thread-gone' || error.kind === 'text-forbidden')
    return new ChatGoneError(error.message, { cause: error });
  const reason = part.video && FILE_REFUSALS[error.kind];
  return reason ? new FileRefusedError(reason, error.message, { cause: error }) : error;
}
