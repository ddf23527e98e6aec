import type { Chat, Message } from 'grammy/types';
import { type ChatKey, placeOf as placeKeyOf } from '../../core/chat.ts';

export const PLATFORM = 'telegram';

/** A chat, or a topic of it, as the Bot API names it. */
export interface Place {
  chatId: string;
  thread?: number;
}

export function keyOf({ chatId, thread }: Place): ChatKey {
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
