import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Attachment, ChatAdapter, ChatKey, MessageRef, Reply } from '../../../src/core/chat.ts';

/** A message of the bot as it stands in a chat. */
export interface Posted {
  ref: MessageRef;
  chat: ChatKey;
  text: string;
  video: boolean;
  /** The message that it answers. */
  answers: string | undefined;
  /** The process that posted it, from 1. */
  process: number;
}

/** What a platform knows, whatever becomes of the bot's processes. */
export class Platform {
  readonly files = new Map<string, Buffer>();
  readonly results: Posted[] = [];
  /** Progress messages that are to be seen. */
  readonly progress = new Map<MessageRef, Posted>();
  readonly #former = new Map<ChatKey, ChatKey>();
  readonly #byKey = new Map<string, MessageRef>();
  #count = 0;

  file(name: string, bytes: Buffer): Attachment {
    this.files.set(name, bytes);
    return { name, ref: name, declaredBytes: bytes.length };
  }

  newRef(kind: 's' | 'p'): MessageRef {
    return `${kind}${++this.#count}`;
  }

  /** A chat has another key from now on. */
  moved(from: ChatKey, to: ChatKey): void {
    this.#former.set(to, from);
  }

  /** Posts a result; one of the same key is there once, as the delivery ledgers of the adapters see to it. */
  post(chat: ChatKey, reply: Reply, process: number): MessageRef {
    const key = `${chat}/${reply.key}`;
    const known = this.#byKey.get(key) ?? this.#byKey.get(`${this.#former.get(chat)}/${reply.key}`);
    if (known) return known;
    const ref = this.newRef('s');
    this.#byKey.set(key, ref);
    const { text, inReplyTo: answers, video } = reply;
    this.results.push({ ref, chat, text, video: video !== undefined, answers, process });
    return ref;
  }
}

/** One process's access to the platform; it ends with the process. */
export class PlatformAdapter implements ChatAdapter {
  readonly platform = 'test';
  readonly #platform: Platform;
  readonly #process: number;
  readonly #alive: () => Promise<void>;

  /** @param alive resolves while the process runs, and never again once it is dead */
  constructor(platform: Platform, process: number, alive: () => Promise<void>) {
    this.#platform = platform;
    this.#process = process;
    this.#alive = alive;
  }

  limits() {
    return { maxFileBytes: 50 * 1024 * 1024, progressEveryMs: 0 };
  }

  async open(attachment: Attachment): Promise<Readable> {
    await this.#alive();
    const bytes = this.#platform.files.get(attachment.ref);
    if (!bytes) throw new Error(`no file ${attachment.ref}`);
    return Readable.from([bytes]);
  }

  async send(chat: ChatKey, reply: Reply): Promise<MessageRef> {
    if (reply.video) await stat(reply.video.path);
    await this.#alive();
    const ref = this.#platform.post(chat, reply, this.#process);
    await this.#alive();
    return ref;
  }

  async showProgress(chat: ChatKey, text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    await this.#alive();
    const place = ref ?? this.#platform.newRef('p');
    this.#platform.progress.set(place, {
      ref: place,
      chat,
      text,
      video: false,
      answers: undefined,
      process: this.#process,
    });
    await this.#alive();
    return place;
  }

  async endProgress(_chat: ChatKey, ref: MessageRef): Promise<void> {
    await this.#alive();
    this.#platform.progress.delete(ref);
  }
}
