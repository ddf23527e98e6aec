import type { Chat, Message } from 'grammy/types';
import { type ChatKey, chatOfPerson, type PlaceKey, placeOf as placeKeyOf } from '../../core/chat.ts';

export const PLATFORM = 'telegram';

/** A chat, or a topic of it, as the Bot API names it. */
export interface Place {
  chatId: string;
  thread?: number;
}

/** The chat of what a person says there: a private chat and a topic are one for all, a group is one for each. */
export function chatOf(place: Place, userId: string): ChatKey {
  const key = keyOf(place);
  return isGroupId(place.chatId) && place.thread === undefined ? chatOfPerson(key, userId) : key;
}

export function keyOf({ chatId, thread }: Place): PlaceKey {
  return thread === undefined ? `${PLATFORM}:${chatId}` : `${PLATFORM}:${chatId}:${thread}`;
}

export function placeOf(key: ChatKey): Place {
  const [, chatId = '', thread] = placeKeyOf(key).split(':');
  return thread === undefined ? { chatId } : { chatId, thread: Number(thread) };
}

/**
 * Where a message is. A thread id alone is no topic: replies in an ordinary supergroup have one too. The general topic
 * (1) must not be named when sending.
 */
export function placeOfMessage(message: Message): Place {
  const { message_thread_id: thread, is_topic_message: topic } = message;
  const chatId = String(message.chat.id);
  return topic && thread !== undefined && thread !== 1 ? { chatId, thread } : { chatId };
}

/** The thread of a place as a parameter of a call. */
export function threadOf({ thread }: Place): { message_thread_id?: number } {
  return thread === undefined ? {} : { message_thread_id: thread };
}

export function isPrivate(chat: Chat): boolean {
  return chat.type === 'private';
}

/** Groups have negative ids. */
export function isGroupId(chatId: string): boolean {
  return chatId.startsWith('-');
}

/** Supergroups and channels, whose ids the Bot API marks with -100. */
export function isSupergroupId(chatId: string): boolean {
  return /^-100\d{10,}$/.test(chatId);
}
