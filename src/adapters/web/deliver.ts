import { ChatGoneError, type ChatKey, type MessageRef, type Reply } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Api } from './api.ts';
import { buttonsOf } from './buttons.ts';
import type { Files } from './files.ts';
import { findPosted, replyId } from './message-search.ts';
import type { Previews } from './previews.ts';
import type { MessageRecord } from './repository.ts';
import { messageTexts } from './text.ts';

export interface DeliverOptions {
  api: Api;
  files: Files;
  previews: Previews;
  calls: Calls;
  now: () => number;
  log: Logger;
}

/** Replies as messages of the page. */
export class Deliver {
  readonly #options: DeliverOptions;

  constructor(options: DeliverOptions) {
    this.#options = options;
  }

  /**
   * Posts a reply, its video with the last of its messages; gives that one's id. What an earlier attempt posted is not
   * posted again, for each message has an id of its own.
   * @throws ChatGoneError
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const texts = messageTexts(reply.text);
    const count = Math.max(1, texts.length);
    if (reply.replaces !== undefined && count === 1 && (await this.#replace(chat, reply, reply.replaces)))
      return reply.replaces;
    try {
      for (let index = 0; index < count; index++)
        await this.#options.calls.untilDone(
          'post',
          () => this.#post(chat, reply, { text: texts[index] ?? '', index, last: index === count - 1 }, signal),
          { signal, idempotent: true },
        );
    } catch (error) {
      if (isPlatformError(error, 'chat-gone')) throw new ChatGoneError('the chat was erased', { cause: error });
      throw error;
    }
    return replyId(reply.key, count - 1);
  }

  /** Makes a menu say what the reply says; false where it is gone. */
  #replace(chat: ChatKey, { text, ...reply }: Reply, menu: MessageRef): Promise<boolean> {
    const change = (message: MessageRecord) => ({ ...message, text, buttons: buttonsOf(reply) });
    return this.#options.api.edit(chat, menu, change, { lasting: true });
  }

  async #post(
    chat: ChatKey,
    reply: Reply,
    { text, index, last }: { text: string; index: number; last: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const { api, now } = this.#options;
    const id = replyId(reply.key, index);
    if (findPosted(await api.read(chat), id)) return;
    const message: MessageRecord = { id, from: 'bot', at: now(), text };
    if (last) {
      const buttons = buttonsOf(reply);
      if (buttons.length > 0) message.buttons = buttons;
      if (reply.project !== undefined) message.project = reply.project;
      if (reply.video) message.video = await this.#keep(chat, reply.video, signal);
      if (reply.file) message.files = [await this.#keepFile(chat, reply.file, signal)];
    }
    try {
      await api.post(chat, message);
    } catch (error) {
      for (const kept of [message.video, ...(message.files ?? [])])
        if (kept) await this.#options.files.remove(chat, kept.id);
      throw error;
    }
  }

  /** The spool's file goes once the turn is over, so that the page has one of its own. */
  async #keep(chat: ChatKey, video: NonNullable<Reply['video']>, signal: AbortSignal) {
    const { files, previews } = this.#options;
    const { path, name, bytes, width, height, durationMs, form } = video;
    const id = await files.keep(chat, path, signal);
    const poster = form === 'audio' ? false : await previews.ofVideo(chat, id, signal);
    return { id, name, bytes, width, height, durationMs, ...(form && { form }), poster };
  }

  /** A picture is shown in place, whole behind it; a document is there to be saved. */
  async #keepFile(chat: ChatKey, { kind, path, name, bytes }: NonNullable<Reply['file']>, signal: AbortSignal) {
    const { files, previews } = this.#options;
    const id = await files.keep(chat, path, signal);
    const preview = kind === 'picture' && (await previews.ofUpload(chat, id, signal));
    return { id, name, bytes, preview };
  }
}
