import { type Api, GrammyError, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { ChatGoneError, type ChatKey, FileRefusedError, type MessageRef, type Reply } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import { asApiSignal } from './api.ts';
import { keyboardOf } from './buttons.ts';
import type { DeliveryLedger, OutgoingMessage } from './delivery-ledger.ts';
import { MAX_CAPTION, MAX_TEXT } from './limits.ts';
import { isGroupId, type Place, placeOf } from './place.ts';
import { refusalOf } from './platform-error.ts';
import type { Repository } from './repository.ts';
import { splitText, toHtml, withoutMentions } from './text.ts';

export interface DeliverOptions {
  api: Api;
  outcomes: DeliveryLedger;
  memory: Repository;
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

/** How a part is sent; each refusal that can be helped changes one of them. */
interface Manner {
  html: boolean;
  urls: boolean;
}

/** Slowest upload that is waited for, in bytes per ms, and the time that every send has, in ms. */
const SLOWEST_UPLOAD = 50;
const SEND_MS = 60_000;

/** Posts results: every part exactly once as far as can be known, also over restarts. */
export class Deliveries {
  readonly #o: DeliverOptions;
  /** How many videos are on their way to a chat right now. */
  readonly #uploading = new Map<ChatKey, number>();

  constructor(options: DeliverOptions) {
    this.#o = options;
  }

  uploading(chat: ChatKey): boolean {
    return (this.#uploading.get(chat) ?? 0) > 0;
  }

  /**
   * @returns the id of the message that carries the video or the buttons
   * @throws ChatGoneError · FileRefusedError · the signal's reason
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const { memory, log } = this.#o;
    const key = `${chat}/${reply.key}`;
    const parts = partsOf(reply);
    const posted = await memory.sent(key);
    for (const part of parts.slice(posted.length)) {
      posted.push(await this.#post(chat, reply, part, signal));
      try {
        await memory.setSent(key, posted);
        await memory.clearSending(key);
      } catch (error) {
        log.warn({ err: error }, 'a delivery is not noted; after a restart it has to be looked for');
      }
    }
    return String(posted[reply.video ? 0 : posted.length - 1] ?? '');
  }

  async #post(chat: ChatKey, reply: Reply, part: Part, signal: AbortSignal): Promise<number> {
    const manner: Manner = { html: true, urls: true };
    for (;;) {
      try {
        return await this.#attempt(chat, reply, part, manner, signal);
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        const refusal = refusalOf(error);
        if (refusal === 'markup' && manner.html) manner.html = false;
        else if (refusal === 'button' && manner.urls) manner.urls = false;
        else if (refusal === 'migrated') await this.#migrated(chat, error);
        else throw refused(error, part);
        this.#o.log.info({ refusal, description: error.description }, 'sent in another way');
      }
    }
  }

  async #migrated(chat: ChatKey, error: GrammyError): Promise<void> {
    await this.#o.onMigrated(placeOf(chat).chatId, String(error.parameters.migrate_to_chat_id));
  }

  async #attempt(chat: ChatKey, reply: Reply, part: Part, manner: Manner, signal: AbortSignal): Promise<number> {
    const { memory, outcomes } = this.#o;
    const place = await this.placeNow(chat);
    const group = isGroupId(place.chatId);
    const asked = group && reply.inReplyTo ? await memory.asker(chat, reply.inReplyTo) : undefined;
    const carriesKeys = reply.video ? part.video !== undefined : part.last;
    const keyboard = carriesKeys
      ? keyboardOf(reply, { chat, userId: asked?.userId, withUrls: manner.urls })
      : undefined;
    for (const [id, record] of keyboard ? keyboard.records : []) await memory.setButton(id, record);
    // A supergroup counts its messages anew: an id of the group before it would name a stranger's message.
    const answers = group && (!asked || asked.before) ? undefined : reply.inReplyTo;
    const { video } = part;
    const errand: OutgoingMessage = {
      key: `${chat}/${reply.key}`,
      part: part.index,
      kind: video ? 'video' : 'text',
      place,
      answers: answers === undefined ? undefined : Number.parseInt(answers, 10),
      ...(video && { limitMs: SEND_MS + video.bytes / SLOWEST_UPLOAD }),
      ...this.#doors(place, part, { manner, markup: keyboard?.markup, answers: part.first ? answers : undefined }),
    };
    if (!video) return outcomes.post(errand, signal);
    this.#count(chat, 1);
    try {
      return await outcomes.post(errand, signal);
    } finally {
      this.#count(chat, -1);
    }
  }

  /** The calls that post a part, make a message say the same, and take one away. */
  #doors(
    place: Place,
    { text, video }: Part,
    { manner, markup, answers }: { manner: Manner; markup?: InlineKeyboardMarkup; answers?: string },
  ): Pick<OutgoingMessage, 'send' | 'say' | 'remove'> {
    const { api } = this.#o;
    const { chatId } = place;
    const shown = manner.html ? toHtml(text) : text;
    const look = { ...(manner.html && { parse_mode: 'HTML' as const }), ...(markup && { reply_markup: markup }) };
    const common = { ...threadOf(place), ...(answers && { reply_parameters: replyTo(answers) }), ...look };
    const noPreview = { link_preview_options: { is_disabled: true } };
    return {
      send: (signal) =>
        video
          ? api.sendVideo(
              chatId,
              // Made anew for every attempt: a stream is read once. It is read from the disk while it is sent.
              new InputFile(video.path, video.name),
              {
                ...common,
                caption: shown,
                width: video.width,
                height: video.height,
                duration: Math.max(1, Math.round(video.durationMs / 1000)),
                supports_streaming: true,
                ...(video.thumbnailPath && { thumbnail: new InputFile(video.thumbnailPath, 'thumbnail.jpg') }),
              },
              asApiSignal(signal),
            )
          : api.sendMessage(chatId, shown, { ...common, ...noPreview }, asApiSignal(signal)),
      say: (kind, id, signal) =>
        kind === 'video'
          ? api.editMessageCaption(chatId, id, { ...look, caption: shown }, asApiSignal(signal))
          : api.editMessageText(chatId, id, shown, { ...look, ...noPreview }, asApiSignal(signal)),
      remove: (id, signal) => api.deleteMessage(chatId, id, asApiSignal(signal)),
    };
  }

  /** Where a chat is now. */
  async placeNow(chat: ChatKey): Promise<Place> {
    const place = placeOf(chat);
    return { ...place, chatId: await this.#o.memory.chatNow(place.chatId) };
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

/** The message that asked; the id of a pressed button begins with that of the message it stands under. */
function replyTo(id: string) {
  return { message_id: Number.parseInt(id, 10), allow_sending_without_reply: true };
}

/** The first message is the answer to the one that asked; the rest follows it. */
function partsOf(reply: Reply): Part[] {
  const texts = splitText(withoutMentions(reply.text), MAX_TEXT, reply.video ? MAX_CAPTION : MAX_TEXT);
  if (texts.length === 0) texts.push('…');
  return texts.map((text, index) => ({
    index,
    text,
    video: index === 0 ? reply.video : undefined,
    first: index === 0,
    last: index === texts.length - 1,
  }));
}

function refused(error: GrammyError, part: Part): Error {
  const refusal = refusalOf(error);
  if (refusal === 'gone') return new ChatGoneError(error.description, { cause: error });
  if (refusal === 'file' && part.video) return new FileRefusedError(error.description, { cause: error });
  // Not the error itself: it carries the whole payload, which is nobody's business in a log.
  return new Error(`Telegram refused a send: ${error.description}`);
}
