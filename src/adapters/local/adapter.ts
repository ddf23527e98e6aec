import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Attachment, ChatAdapter, ChatKey, IncomingMessage, Limits, MessageRef, Reply } from '../../core/chat.ts';
import type { Printer } from './printer.ts';

/** The chat on this machine can't go on; the message says why and what to do. */
export class LocalChatError extends Error {
  override readonly name = 'LocalChatError';
}

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
  readonly #o: LocalChatOptions;
  #sent = 0;
  #lastVideo: string | undefined;

  constructor(options: LocalChatOptions) {
    this.#o = options;
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
    const shown = command ? `/${command.name} ${command.argument ?? ''}`.trim() : text;
    this.#o.printer.show({ type: 'user', text: shown, files: attachments.map((file) => file.name) });
    return { id, chat: this.key, userId: 'local', locale: this.#o.locale, text, attachments, command };
  }

  limits(): Limits {
    return { maxFileBytes: Number.MAX_SAFE_INTEGER, progressEveryMs: 100 };
  }

  async open(attachment: Attachment, signal: AbortSignal): Promise<Readable> {
    return createReadStream(attachment.ref, { signal });
  }

  async send(_chat: ChatKey, reply: Reply): Promise<MessageRef> {
    const next = reply.next?.map(({ name, label }) => ({ command: `/${name}`, label }));
    const target = reply.video && resolve(this.#o.saveAs(reply.video.name));
    // Saved before it is announced: a video that can't be saved is not ready.
    if (reply.video && target) await save(reply.video.path, target);
    this.#o.printer.show({ type: 'bot', text: reply.text, next });
    if (reply.video && target) {
      const { bytes, width, height, durationMs } = reply.video;
      this.#lastVideo = target;
      this.#o.printer.show({ type: 'video', path: target, bytes, width, height, durationMs });
    }
    return String(++this.#sent);
  }

  async showProgress(_chat: ChatKey, text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    this.#o.printer.show({ type: 'progress', text });
    return ref ?? 'progress';
  }

  async endProgress(): Promise<void> {}
}

/** The file at `path` as an attachment. Throws a {@link LocalChatError} when there is no such file. */
export async function attachFile(path: string): Promise<Attachment> {
  const full = resolve(path);
  const facts = await stat(full).catch((cause: unknown) => {
    throw new LocalChatError(`There is no file ${path}. Check the path.`, { cause });
  });
  if (!facts.isFile()) throw new LocalChatError(`${path} is not a file. Name the photos one by one.`);
  await access(full, constants.R_OK).catch((cause: unknown) => {
    throw new LocalChatError(`No permission to read ${path}.`, { cause });
  });
  return { name: basename(full), ref: full, declaredBytes: facts.size };
}

/** Makes sure that a file can be saved at `path`; told before any work is done rather than after. */
export async function checkSavable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new LocalChatError(
      `No permission to write to ${folder}. Make it writable, or choose another place with --out.`,
      { cause },
    );
  }
  const facts = await stat(resolve(path)).catch(() => undefined);
  if (facts?.isDirectory())
    throw new LocalChatError(`${path} is a folder. Name a file, such as ${join(path, 'clip.mp4')}.`);
}

async function save(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.part`;
  try {
    // Written anew rather than copied: the spool's files are for the bot alone, the video is the user's.
    await pipeline(createReadStream(from), createWriteStream(part));
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}
