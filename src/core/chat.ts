import type { Readable } from 'node:stream';
import { z } from 'zod';

/** `platform:id[:thread]`: a DM, channel, thread or topic. */
export type ChatKey = string;

/** The platform part of a chat's key. */
export function platformOf(chat: ChatKey): string {
  return chat.slice(0, chat.indexOf(':'));
}

/**
 * A file as it came with a message. It is journaled, so `ref` must be enough for the adapter to open it again in the
 * next process.
 */
export const attachmentSchema = z.object({
  /** The user's name for it; only shown, never trusted. */
  name: z.string(),
  /** What the adapter needs to open it: a path, a file id, an address. */
  ref: z.string(),
  declaredBytes: z.number().optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** Commands that the platforms offer by name; everything else is said in plain words. */
export const COMMANDS = ['help', 'new', 'status', 'credits', 'export', 'cancel'] as const;
export type Command = (typeof COMMANDS)[number];

export interface IncomingMessage {
  /** The platform's id of the message, unique within its chat. */
  id: string;
  chat: ChatKey;
  userId: string;
  /** The platform's locale of the user, such as `zh-CN`. */
  locale?: string;
  text: string;
  attachments: Attachment[];
  /** Set when the message was a command; `text` is then what followed it. */
  command?: Command;
}

/** The platform's id of a message that the bot sent. */
export type MessageRef = string;

/** A finished video in the spool. */
export interface VideoFile {
  path: string;
  name: string;
  bytes: number;
  /** px */
  width: number;
  /** px */
  height: number;
  durationMs: number;
  /** A JPEG of at most 320 px and 200 kB. */
  thumbnailPath?: string;
}

/** What the bot tells a chat. Text is plain; the adapter escapes it for its platform. */
export interface Reply {
  text: string;
  video?: VideoFile;
  /** The message that asked. */
  inReplyTo?: string;
}

export interface Limits {
  /** Largest file that may be sent to this chat, in bytes. */
  maxFileBytes: number;
  /** Least time between two edits of a progress message, in ms. */
  progressEveryMs: number;
}

/** The chat is gone for good (bot blocked, channel deleted): its turn ends quietly. */
export class ChatGoneError extends Error {
  override readonly name = 'ChatGoneError';
}

/** The platform refused the file for its size, although the limits allowed it. */
export class FileRefusedError extends Error {
  override readonly name = 'FileRefusedError';
}

/** What the core asks of a platform. */
export interface ChatAdapter {
  readonly platform: string;
  limits(chat: ChatKey): Limits;
  /** Opens a file of a message; rejects when it is gone or the platform does not give it. */
  open(attachment: Attachment, signal: AbortSignal): Promise<Readable>;
  /** Posts a result; waits out rate limits and retries until it is delivered or the signal is aborted. */
  send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef>;
  /**
   * Shows a progress message or changes the one at `ref`. May skip the change (rate limit): then resolves with `ref`.
   * Returns where the message now is.
   */
  showProgress(
    chat: ChatKey,
    text: string,
    ref: MessageRef | undefined,
    signal: AbortSignal,
  ): Promise<MessageRef | undefined>;
  /** Takes the progress message away once the turn is over. */
  endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void>;
}
