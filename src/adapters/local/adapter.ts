import type { Readable } from 'node:stream';
import type { Attachment, ChatAdapter, ChatKey, IncomingMessage, Limits, MessageRef, Reply } from '../../core/chat.ts';
import { deliver } from './deliver.ts';
import { openFile } from './download.ts';
import { MAX_FILE_BYTES, PROGRESS_EVERY_MS } from './limits.ts';
import type { Printer } from './printer.ts';
import { LocalProgress } from './progress-messages.ts';

export interface LocalChatOptions {
  /** What follows `local:` in the chat's key. */
  name: string;
  printer: Printer;
  /** Where a finished video of this name is saved. */
  saveAs: (videoName: string) => string;
  /** The user's locale, such as `zh-CN`. */
  locale?: string;
}

/** The chat on this machine: messages come from the program itself, files from its disk, videos are saved to it. */
export class LocalChat implements ChatAdapter {
  readonly platform = 'local';
  readonly key: ChatKey;
  readonly #options: LocalChatOptions;
  readonly #progress: LocalProgress;
  #sent = 0;
  #lastVideo: string | undefined;

  constructor(options: LocalChatOptions) {
    this.#options = options;
    this.#progress = new LocalProgress(options.printer);
    this.key = `${this.platform}:${options.name}`;
  }

  /** Path of the last video that was saved. */
  get lastVideo(): string | undefined {
    return this.#lastVideo;
  }

  /**
   * Makes a message of what the user typed and attached, and shows it.
   *
   * @param id unique within this chat, also over restarts
   */
  message(id: string, text: string, attachments: Attachment[], command?: IncomingMessage['command']): IncomingMessage {
    const { printer, locale } = this.#options;
    const shown = command ? `/${command.name} ${command.argument ?? ''}`.trim() : text;
    printer.show({ type: 'user', text: shown, files: attachments.map((file) => file.name) });
    return { id, chat: this.key, userId: 'local', locale, text, attachments, command };
  }

  limits(): Limits {
    return { maxFileBytes: MAX_FILE_BYTES, progressEveryMs: PROGRESS_EVERY_MS };
  }

  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    return openFile(attachment, signal);
  }

  async send(_chat: ChatKey, reply: Reply): Promise<MessageRef> {
    this.#lastVideo = (await deliver(reply, this.#options)) ?? this.#lastVideo;
    return String(++this.#sent);
  }

  async showProgress(chat: ChatKey, text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    if (ref === undefined) return this.#progress.post(chat, text);
    await this.#progress.edit(chat, ref, text);
    return ref;
  }

  async endProgress(): Promise<void> {
    await this.#progress.remove();
  }
}
