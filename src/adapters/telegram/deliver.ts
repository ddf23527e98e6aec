import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { ChatGoneError, type ChatKey, FileRefusedError, type MessageRef, type Reply } from '../../core/chat.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Delivery, DeliveryLedger, OutgoingMessage } from '../kit/delivery-ledger.ts';
import { PlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { keyboardOf } from './buttons.ts';
import { MAX_CAPTION, MAX_TEXT } from './limits.ts';
import type { MessageSearch, SearchedMessage } from './message-search.ts';
import { isGroupId, type Place, placeOf } from './place.ts';
import { migratedTo } from './platform-error.ts';
import type { Repository } from './repository.ts';
import { partsOfText, toHtml, withoutMentions } from './text.ts';

export interface DeliverOptions {
  api: Api;
  ledger: DeliveryLedger;
  search: MessageSearch;
  repository: Repository;
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
  first: boolean;
  last: boolean;
}

/** How a part is written; each refusal that can be helped changes one of them. */
interface Format {
  html: boolean;
  urls: boolean;
}

/** Slowest upload that is waited for, in bytes per ms, and the time that every send has, in ms. */
const SLOWEST_UPLOAD = 50;
const SEND_MS = 60_000;

/** How each kind of file is sent so that it plays in place. */
const SENDING = { video: 'sendVideo', gif: 'sendAnimation', audio: 'sendAudio' } as const;

/** Posts results: every part exactly once as far as can be known, also over restarts. */
export class Deliverer {
  readonly #options: DeliverOptions;
  /** How many videos are on their way to a chat right now. */
  readonly #uploading = new Map<ChatKey, number>();

  constructor(options: DeliverOptions) {
    this.#options = options;
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
    const posted: MessageRef[] = [];
    for (const part of partsOf(reply)) posted.push(await this.#post(chat, reply, part, { delivery, signal }));
    const ref = posted.at(reply.video ? 0 : -1) ?? '';
    await delivery.finish(ref);
    return ref;
  }

  async #post(
    chat: ChatKey,
    reply: Reply,
    part: Part,
    { delivery, signal }: { delivery: Delivery; signal: AbortSignal },
  ): Promise<MessageRef> {
    const format: Format = { html: true, urls: true };
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
        else throw refused(error, part);
        this.#options.log.info({ chat, err: error }, 'send refused; sending it in another form');
      }
    }
  }

  async #messageOf(chat: ChatKey, reply: Reply, part: Part, format: Format): Promise<OutgoingMessage> {
    const { repository, search, clock } = this.#options;
    const place = await this.placeNow(chat);
    const group = isGroupId(place.chatId);
    const requester = group && reply.inReplyTo ? await repository.requester(chat, reply.inReplyTo) : undefined;
    const carriesButtons = reply.video ? part.video !== undefined : part.last;
    const keyboard = carriesButtons
      ? keyboardOf(reply, { chat, userId: requester?.userId, withUrls: format.urls })
      : undefined;
    for (const [id, record] of keyboard ? keyboard.records : []) await repository.setButton(id, record);
    // A supergroup counts its messages anew: an id of the group before it would name a stranger's message.
    const answers = group && (!requester || requester.before) ? undefined : reply.inReplyTo;
    const { video } = part;
    const kind = video ? ('video' as const) : ('text' as const);
    const calls = this.#callsOf(place, part, {
      format,
      markup: keyboard?.markup,
      answers: part.first ? answers : undefined,
    });
    const searched: SearchedMessage = { ...calls, delivery: `${chat}/${reply.key}`, kind, place };
    return {
      name: String(part.index),
      what: video ? SENDING[video.form ?? 'video'] : 'sendMessage',
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
    { text, video }: Part,
    { format, markup, answers }: { format: Format; markup?: InlineKeyboardMarkup; answers?: string },
  ) {
    const { api } = this.#options;
    const { chatId } = place;
    const shown = format.html ? toHtml(text) : text;
    const look = { ...(format.html && { parse_mode: 'HTML' as const }), ...(markup && { reply_markup: markup }) };
    const common = { ...threadOf(place), ...(answers && { reply_parameters: replyTo(answers) }), ...look };
    const noPreview = { link_preview_options: { is_disabled: true } };
    return {
      send: (signal: AbortSignal) =>
        video
          ? sendFile(api, chatId, video, { ...common, caption: shown }, signal)
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

/** The thread of a place as a parameter of a call. */
export function threadOf({ thread }: Place): { message_thread_id?: number } {
  return thread === undefined ? {} : { message_thread_id: thread };
}

/** As what Telegram plays in place: a video, a loop or sound. */
function sendFile(
  api: Api,
  chatId: string,
  video: NonNullable<Reply['video']>,
  common: Omit<Parameters<Api['sendVideo']>[2], 'width' | 'height'>,
  signal: AbortSignal,
) {
  // Made anew for every attempt: a stream is read once. It is read from the disk while it is sent.
  const file = new InputFile(video.path, video.name);
  const { width, height, durationMs, form } = video;
  const duration = Math.max(1, Math.round(durationMs / 1000));
  if (form === 'audio') return api.sendAudio(chatId, file, { ...common, duration }, asApiSignal(signal));
  if (form === 'gif')
    return api.sendAnimation(chatId, file, { ...common, width, height, duration }, asApiSignal(signal));
  return api.sendVideo(chatId, file, { ...common, ...videoFields(video) }, asApiSignal(signal));
}

/** Without them a video over about 10 MB shows as a small square. */
function videoFields({ width, height, durationMs, thumbnailPath }: NonNullable<Reply['video']>) {
  return {
    width,
    height,
    duration: Math.max(1, Math.round(durationMs / 1000)),
    supports_streaming: true,
    ...(thumbnailPath && { thumbnail: new InputFile(thumbnailPath, 'thumbnail.jpg') }),
  };
}

/** The message that asked; the id of a pressed button begins with that of the message it stands under. */
function replyTo(id: string) {
  return { message_id: Number.parseInt(id, 10), allow_sending_without_reply: true };
}

/** The first message is the answer to the one that asked; the rest follows it. */
function partsOf(reply: Reply): Part[] {
  const texts = partsOfText(withoutMentions(reply.text), MAX_TEXT, reply.video ? MAX_CAPTION : MAX_TEXT);
  if (texts.length === 0) texts.push('…');
  return texts.map((text, index) => ({
    index,
    text,
    video: index === 0 ? reply.video : undefined,
    first: index === 0,
    last: index === texts.length - 1,
  }));
}

function refused(error: PlatformError, part: Part): Error {
  if (error.kind === 'chat-gone') return new ChatGoneError(error.message, { cause: error });
  const fileRefused = error.kind === 'too-large' || error.kind === 'media-forbidden';
  return fileRefused && part.video ? new FileRefusedError(error.message, { cause: error }) : error;
}
