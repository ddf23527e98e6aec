import type { Message, Update } from 'grammy/types';
import type { JoinTimes } from '../kit/joining.ts';
import { JoinWindow } from '../kit/joining.ts';
import { ALBUM_QUIET_MS, MAX_ALBUM } from './limits.ts';

/** What is handled as one: an update, or the messages of one person that belong together. */
export interface Item {
  updates: [Update, ...Update[]];
  /** Whose it is; requests of one person keep their order. */
  sender: string;
  /** Set while it may still grow. */
  window?: JoinWindow;
  /** Only further members of its albums belong to it. */
  albumsOnly: boolean;
  /** Nothing passes it: what it tells changes where messages belong. */
  barrier: boolean;
  /** The person was shown that it is being read. */
  acknowledged: boolean;
}

/** Messages of one request at most: far more than anybody selects. */
const MAX_JOINED = 60;
/** Telegram's dates are whole seconds. */
const DATE_GRAIN_MS = 1000;

/** The message that an update brings, or changes. */
export function messageIn(update: Update): Message | undefined {
  return update.message ?? update.edited_message;
}

/** Who said it: a person, or a group or channel in whose name they write. */
export function senderOf(update: Update): string {
  const message = messageIn(update);
  return message ? String(message.sender_chat?.id ?? message.from?.id ?? '') : '';
}

/** What an update begins: something that may grow, or is whole. */
export function beginItem(update: Update, nowMs: number, times: JoinTimes, alone: boolean): Item {
  const { message } = update;
  const barrier = message !== undefined && tellsMove(message);
  const album = message?.media_group_id !== undefined;
  const grows = message && !barrier && (album || (!alone && times.quietMs > 0));
  const window = grows ? new JoinWindow(timesOf(times, album), nowMs) : undefined;
  if (message) window?.grew(nowMs, { words: saysSomething(message) });
  const albumsOnly = alone || times.quietMs <= 0;
  return { updates: [update], sender: senderOf(update), window, albumsOnly, barrier, acknowledged: false };
}

/** Members of an album are waited for in any case. */
function timesOf(times: JoinTimes, album: boolean): JoinTimes {
  return album ? { ...times, quietMs: Math.max(times.quietMs, ALBUM_QUIET_MS) } : times;
}

/** Whether a message, or the edit of one, goes on with what is there. */
export function belongsTo(item: Item, update: Update, { quietMs }: JoinTimes): boolean {
  const messages = messagesOf(item);
  const { message, edited_message: edited } = update;
  if (edited) return messages.some(({ message_id: id }) => id === edited.message_id);
  if (!message || tellsMove(message)) return false;
  const { media_group_id: group, reply_to_message: answered } = message;
  if (group !== undefined && messages.some((each) => each.media_group_id === group)) return true;
  const last = messages.at(-1);
  if (item.albumsOnly || item.updates.length >= MAX_JOINED || !last) return false;
  // What waited at Telegram comes all at once: then their dates tell what was said together.
  if ((message.date - last.date) * 1000 > quietMs * 2 + DATE_GRAIN_MS) return false;
  const pointsAt = answered && !answered.forum_topic_created ? answered.message_id : undefined;
  const before = messages.find((each) => each.reply_to_message)?.reply_to_message?.message_id;
  return pointsAt === undefined || pointsAt === before || messages.some(({ message_id: id }) => id === pointsAt);
}

/** One more update of what is there. */
export function grow(item: Item, update: Update, nowMs: number): void {
  item.updates.push(update);
  const message = messageIn(update);
  if (message) item.window?.grew(nowMs, { words: saysSomething(message) });
}

/** Whether nothing more is waited for. */
export function isWhole(item: Item, nowMs: number, more: boolean): boolean {
  if (!item.window) return true;
  if (item.albumsOnly && item.updates.length >= MAX_ALBUM) return true;
  return item.window.isExhausted(nowMs) || (!more && item.window.leftMs(nowMs) <= 0);
}

/** The messages of an item as they are now, with what was edited meanwhile. */
export function messagesOf({ updates }: Pick<Item, 'updates'>): Message[] {
  const messages = updates.flatMap(({ message }) => message ?? []);
  const edits = updates.flatMap(({ edited_message: edited }) => edited ?? []);
  return messages.map((message) => edits.findLast(({ message_id: id }) => id === message.message_id) ?? message);
}

/** Telegram tells it in the name of the one who made a supergroup of the group: it is no word of theirs. */
function tellsMove({ migrate_to_chat_id: to, migrate_from_chat_id: from }: Message): boolean {
  return to !== undefined || from !== undefined;
}

function saysSomething({ text, caption }: Message): boolean {
  return Boolean(text ?? caption);
}
