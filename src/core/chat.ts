import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Voice } from '../i18n/language.ts';

/** `platform:id[:thread]`: a DM, channel, thread or topic, where messages are. */
export type PlaceKey = string;

/** Who shares a project: a place (`<place>`), or one person in a place that several share (`<place>@<userId>`). */
export type ChatKey = string;

/** Stands between a place and the person; no platform has it in its ids. */
const PERSON = '@';

/** Where the chat is: messages are posted there, and their ids are unique there. */
export function placeOf(chat: ChatKey): PlaceKey {
  const end = chat.indexOf(PERSON);
  return end < 0 ? chat : chat.slice(0, end);
}

/** Whose chat it is, where it is that of one person in a shared place. */
export function personOf(chat: ChatKey): string | undefined {
  const end = chat.indexOf(PERSON);
  return end < 0 ? undefined : chat.slice(end + PERSON.length);
}

/** The chat of one person in a shared place. */
export function chatOfPerson(place: PlaceKey, userId: string): ChatKey {
  return `${place}${PERSON}${userId}`;
}

/** The key of the same chat in another place. */
export function chatInPlace(chat: ChatKey, place: PlaceKey): ChatKey {
  const person = personOf(chat);
  return person === undefined ? place : chatOfPerson(place, person);
}

/** Begins with the place, where the platform's ids of messages are unique. */
export function turnIdOf(chat: ChatKey, messageId: string): string {
  return `${placeOf(chat)}/${messageId}`;
}

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
  /** What the adapter needs to open it: a path, a file id. */
  ref: z.string(),
  declaredBytes: z.number().optional(),
  /** Set for a link in the message: Nemo fetches it itself, and `open` is never called. Never an address that holds a token. */
  url: z.string().optional(),
  /** Tells that it is the same file when it comes again, where the platform does. */
  id: z.string().optional(),
  /** It was sent hidden until it is opened; what is made of it is sent so, too. */
  spoiler: z.boolean().optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** A call of an action by its name, with what was typed behind it, such as the number of a waiting request. */
export interface CommandCall {
  /** The action's name in the action table. */
  name: string;
  argument?: string;
}

/** What a message says of a place that several people share. */
export interface SharedPlace {
  /** `platform:id` of the server or group that the place belongs to. */
  community: string;
  /** What the platform sent along about the person's rights; they are looked up when they matter without it. */
  isModerator?: boolean;
}

/** Whose rights are looked up, and where. */
export interface Person {
  chat: ChatKey;
  userId: string;
  community: string;
}

export interface IncomingMessage {
  /** The platform's id of the message, unique within its place. */
  id: string;
  chat: ChatKey;
  userId: string;
  /** What the person is called: only shown, never trusted. */
  userName?: string;
  /** Whom it names, or whose message it replies to: the platform's id. */
  aboutUser?: string;
  /** Set where several people share the place. */
  shared?: SharedPlace;
  /** The platform's locale of the user, such as `zh-CN`. */
  locale?: string;
  text: string;
  attachments: Attachment[];
  /** Set when the message was a command or a pressed button; `text` is then not read. */
  command?: CommandCall;
  /** The bot's message whose button or menu this is a press of. */
  pressedOn?: MessageRef;
  /** The project that a pressed button belongs to, as {@link Reply.project} gave it; one that is not known any more answers so. */
  project?: string;
  /** Files of another message that this one points at, by a reply to it. */
  pointsAt?: Attachment[];
  /** It points at a message that the platform does not show: what is in it, nobody knows. */
  pointsAtHidden?: boolean;
  /** What it points at in another message's text. */
  quote?: string;
  /**
   * The bot's message that this one replies to, or that a pressed button stands under: what is asked goes on with the
   * project of that result, whoever of the place made it.
   */
  repliesTo?: MessageRef;
  /**
   * It may stop or remove what this user asked for, and nothing else: whose request runs or waits may have changed since
   * that was checked. The engine sets it.
   */
  ownWorkOnly?: boolean;
  /** Of an edit: the part of the request's words that `text` replaces, and how long these are, in UTF-16 units; the files stay. */
  replaces?: { from: number; to: number; length: number };
  /** Its files begin a new project: `/animate` with files. */
  newProject?: boolean;
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
  /** What it is instead of a video: a loop without sound, or sound without a picture (M4A). */
  form?: 'gif' | 'audio';
  /** A JPEG of at most 320 px and 200 kB. */
  thumbnailPath?: string;
  /** Hidden until it is opened. */
  spoiler?: boolean;
}

/** A picture or document that comes with a reply. */
export interface ReplyFile {
  /** A picture is shown in place; a document is there to be saved. */
  kind: 'picture' | 'document';
  path: string;
  name: string;
  bytes: number;
  contentType: 'image/png' | 'text/csv';
}

/**
 * Something fitting to do next, or a choice: a button where the platform has them, a line of words elsewhere. Its argument
 * has 22 characters at most.
 */
export interface NextStep extends CommandCall {
  label: string;
  /** Opened instead of running the command, where the platform can. */
  url?: string;
  /** In a menu: none of its choices, but a way elsewhere. */
  aside?: boolean;
}

/** What the bot says in a chat. Text is plain; the adapter escapes it for its platform. */
export interface Reply {
  text: string;
  /** The same for every attempt to post this very reply, and for no other one: at most 25 letters, digits, `-` and `_`. */
  key: string;
  /** For the user who asked alone, where the platform can: credits, help, what went wrong with their request. */
  private: boolean;
  /** Nobody else may read it: where the person cannot be answered alone, the place reads only that. */
  confidential?: boolean;
  /** Its buttons are for whoever reads it, and not for one person. */
  forAnybody?: boolean;
  /** What it is written in, for what the adapter itself has to say with it. */
  language?: Voice;
  /** Names the project that the buttons belong to: at most 16 letters and digits; comes back with a pressed button. */
  project?: string;
  /** Two or three, the most fitting first; for a question of the agent a button per choice, 22 at most. */
  next?: NextStep[];
  /**
   * What is next is a list to choose from, which the text numbers; a choice leads to another list in its place. Nothing is
   * chosen twice by it.
   */
  menu?: boolean;
  /** The message that it takes the place of, where the platform can change messages; else it is posted like any other. */
  replaces?: MessageRef;
  video?: VideoFile;
  /** Where there is no video. */
  file?: ReplyFile;
  /** The message that asked. */
  inReplyTo?: string;
}

export interface Limits {
  /** Largest file that may be sent to this chat, in bytes. */
  maxFileBytes: number;
  /** Least time between two edits of a progress message, in ms. */
  progressEveryMs: number;
}

/**
 * The file cannot be fetched from this platform, for a reason that the user can do something about, such as its
 * download limit. The sentence is in the user's language and says what to do.
 */
export class AttachmentRefusedError extends Error {
  override readonly name = 'AttachmentRefusedError';
  readonly sentence: string;

  constructor(sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.sentence = sentence;
  }
}

/** The chat is gone for good (bot blocked, channel deleted): its turn ends quietly. */
export class ChatGoneError extends Error {
  override readonly name = 'ChatGoneError';
}

/** Why a platform does not take a file: its size, a right that the bot lacks there, or something else about it. */
export type FileRefusal = 'size' | 'permission' | 'content';

/** The platform refused the file, although the limits allowed it. */
export class FileRefusedError extends Error {
  override readonly name = 'FileRefusedError';
  readonly reason: FileRefusal;

  constructor(reason: FileRefusal, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.reason = reason;
  }
}

/** What the core asks of a platform. */
export interface ChatAdapter {
  readonly platform: string;
  limits(chat: ChatKey): Limits;
  /** How long it makes a text, with what escaping adds; the text's own length where it has none. */
  textLength?(text: string): number;
  /** Opens a file of a message; rejects when it is gone or the platform does not give it. */
  open(attachment: Attachment, signal: AbortSignal): Promise<Readable>;
  /** Posts a result; waits out rate limits and retries until it is delivered or the signal is aborted. */
  send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef>;
  /**
   * Posts a reply where others are so that only the person who asked sees it; undefined where that cannot be now, and
   * nothing of it was posted.
   */
  sendAlone?(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef | undefined>;
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
  /** Shows that the bot is at work ("typing", "sending a video") until the signal is aborted; never rejects. */
  showBusy?(chat: ChatKey, signal: AbortSignal): Promise<void>;
  /** Whether the person moderates the place, asked of the platform now; rejects when that cannot be found out. */
  isModerator?(person: Person, signal: AbortSignal): Promise<boolean>;
  /** Whether an answer in a shared place can be for the person who asked alone. */
  readonly answersPrivately?: boolean;
  /** Whether a button of the step `ADD_FILES` asks for files there, in a window of the platform's. */
  readonly asksForFiles?: boolean;
  /** The private chat with a person; rejects when the platform has none, or does not let the bot begin it. */
  direct?(userId: string, signal: AbortSignal): Promise<ChatKey>;
  /** The place of a thread that people may begin under a message of the bot's, where its id says so. */
  threadAt?(ref: MessageRef): PlaceKey;
  /** Removes a message that the bot posted; one that is gone already counts as removed. Rejects when that cannot be done. */
  remove?(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void>;
  /** Erases what the adapter itself remembers about the chat. */
  forget?(chat: ChatKey): Promise<void>;
  /** Takes the progress message away once the turn is over. */
  endProgress(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void>;
}
