import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  type Attachment,
  type ChatAdapter,
  ChatGoneError,
  type ChatKey,
  type IncomingMessage,
  type MessageRef,
  type NextStep,
  type Reply,
} from '../../../src/core/chat.ts';

export interface SentVideo {
  name: string;
  bytes: Buffer;
  width: number;
  height: number;
  durationMs: number;
  thumbnail?: Buffer;
  spoiler?: boolean;
}

export interface Sent {
  chat: ChatKey;
  text: string;
  inReplyTo?: string;
  video?: SentVideo;
  /** Names of the next steps that were offered. */
  next: string[];
  /** The same with their words. */
  steps: NextStep[];
  key: string;
  private: boolean;
  confidential: boolean;
  project?: string;
  file?: { kind: string; name: string; bytes: Buffer };
}

/** A platform in memory: it keeps what the bot sent and hands out the files that a test puts into it. */
export class TestChat implements ChatAdapter {
  readonly platform = 'test';
  readonly sent: Sent[] = [];
  readonly progress: string[] = [];
  /** Places of progress messages that are still to be seen. */
  readonly liveProgress = new Set<MessageRef>();
  readonly files = new Map<string, Buffer>();
  maxFileBytes = 50 * 1024 * 1024;
  gone = false;
  /** Called before each send; may wait or throw. */
  onSend: (reply: Reply, signal: AbortSignal) => Promise<void> = async () => {};
  #count = 0;

  /** Puts a file into the platform, to be attached to a message. */
  file(name: string, bytes: Buffer): Attachment {
    this.files.set(name, bytes);
    return { name, ref: name, declaredBytes: bytes.length };
  }

  message(text: string, attachments: Attachment[] = [], more: Partial<IncomingMessage> = {}): IncomingMessage {
    return { id: `m${++this.#count}`, chat: 'test:1', userId: 'u1', text, attachments, ...more };
  }

  limits() {
    return { maxFileBytes: this.maxFileBytes, progressEveryMs: 0 };
  }

  async open(attachment: Attachment): Promise<Readable> {
    const bytes = this.files.get(attachment.ref);
    if (!bytes) throw new Error(`no file ${attachment.ref}`);
    return Readable.from([bytes]);
  }

  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    await this.onSend(reply, signal);
    if (this.gone) throw new ChatGoneError('the bot was blocked');
    const { text, inReplyTo, video, key, project } = reply;
    this.sent.push({
      chat,
      text,
      inReplyTo,
      key,
      private: reply.private,
      confidential: reply.confidential ?? false,
      project,
      file: reply.file && { kind: reply.file.kind, name: reply.file.name, bytes: await readFile(reply.file.path) },
      next: reply.next?.map((step) => step.name) ?? [],
      steps: reply.next ?? [],
      video: video && {
        name: video.name,
        bytes: await readFile(video.path),
        width: video.width,
        height: video.height,
        durationMs: video.durationMs,
        ...(video.spoiler && { spoiler: true }),
        thumbnail: video.thumbnailPath ? await readFile(video.thumbnailPath) : undefined,
      },
    });
    return `s${this.sent.length}`;
  }

  async showProgress(_chat: ChatKey, text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    this.progress.push(text);
    const place = ref ?? `p${this.progress.length}`;
    this.liveProgress.add(place);
    return place;
  }

  async endProgress(_chat: ChatKey, ref: MessageRef): Promise<void> {
    this.liveProgress.delete(ref);
  }
}
