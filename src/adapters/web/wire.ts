import type { Overview } from '../../core/community/overview-data.ts';

/** What the server and the page say to each other. Types alone: both sides import this file. */

/** A file that somebody sent, as the page shows it. */
export interface PageFile {
  id: string;
  name: string;
  bytes: number;
  /** A picture of it can be had from the server. */
  preview: boolean;
}

/** A finished video. */
export interface PageVideo {
  /** The id of its file. */
  id: string;
  name: string;
  bytes: number;
  /** px */
  width: number;
  /** px */
  height: number;
  durationMs: number;
  /** What it is instead of a video. */
  form?: 'gif' | 'audio';
  poster: boolean;
}

/** Something fitting to do next. */
export interface PageButton {
  /** What a press names it by, within its message. */
  id: string;
  label: string;
  /** Opened instead of asking for anything. */
  url?: string;
}

export interface PageMessage {
  /** Unique within its chat. */
  id: string;
  from: 'user' | 'bot';
  /** When it was written, in ms since the Unix epoch. */
  at: number;
  text: string;
  /** It tells how far a request is, and goes when that is over. */
  progress?: boolean;
  files?: PageFile[];
  video?: PageVideo;
  buttons?: PageButton[];
}

/** What the account holds. */
export interface PageCredits {
  available: number;
  frozen: number;
  total: number;
}

/** What the owner sees of everything that the bot does. */
export interface PageOverview extends Overview {
  credits?: PageCredits;
  problems: { part: string; reason: string }[];
  /** The server's clock, in ms since the Unix epoch. */
  now: number;
}

/** A project in the list at the side. */
export interface PageChat {
  id: string;
  /** What was asked first; empty before that. */
  title: string;
  /** When something happened in it last, in ms since the Unix epoch. */
  at: number;
}

/** What the page is told as it happens. */
export type PageEvent =
  | { type: 'message'; chat: string; message: PageMessage }
  | { type: 'removed'; chat: string; id: string }
  | { type: 'chats'; chats: PageChat[] }
  /** Something was missed that cannot be sent again: everything is to be read anew. */
  | { type: 'reset' };

/** A command that can be typed. */
export interface PageCommand {
  name: string;
  description: string;
}

export type PageVoice = 'en' | 'zh' | 'zh-Hant';

/** What the page begins with. */
export interface PageSession {
  /** False where the password or the link is still to be given. */
  admitted: boolean;
  /** Whoever runs the bot. */
  owner: boolean;
  /** The language that the page is in. */
  voice: PageVoice;
  /** The page's sentences by their keys, with their placeholders. */
  words: Record<string, string>;
  commands: PageCommand[];
  /** Largest file, in bytes. */
  maxFileBytes: number;
  /** Files that go with one message at most. */
  maxFiles: number;
  /** Letters of one message at most. */
  maxLetters: number;
  /** The server's time, in ms since the Unix epoch. */
  now: number;
}

/** A piece of the timeline. */
export interface PageSegment {
  name: string;
  startMs: number;
  durationMs: number;
  /** The file it was made of, where that is known. */
  file?: string;
}

export interface PageTimeline {
  durationMs: number;
  aspect?: string;
  tracks: { kind: 'video' | 'audio' | 'text'; segments: PageSegment[] }[];
}

/** Why something was not done, in the visitor's language. */
export interface PageRefusal {
  sentence: string;
}
