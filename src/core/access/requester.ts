import { type ChatKey, placeOf, platformOf, type SharedPlace } from '../chat.ts';

/** Who asks, and from where, as far as rights and budgets depend on it. */
export interface Requester {
  /** `platform:id` */
  user: string;
  chat: ChatKey;
  /**
   * The server or group, or the private chat: what budgets of a place, blocks and settings belong to. Threads, topics and
   * channels of one community share them, so that nobody gets more by opening another one.
   */
  community: string;
  /** Set where several people share the place. */
  shared?: SharedPlace;
}

/**
 * `platform:id` of who asks in a chat. An id with a platform of its own is somebody's who is known there and asks from
 * elsewhere, as on the page that Telegram opens: they are the same person here as there.
 */
export function userKeyOf(chat: ChatKey, userId: string): string {
  return userId.includes(':') ? userId : `${platformOf(chat)}:${userId}`;
}

export function requesterOf({
  chat,
  userId,
  shared,
}: {
  chat: ChatKey;
  userId: string;
  shared?: SharedPlace;
}): Requester {
  const user = userKeyOf(chat, userId);
  // Their private chat there is theirs here.
  const own = user === userId ? user : communityOf(chat);
  return { user, chat, community: shared?.community ?? own, shared };
}

/** The place without its thread or topic: what a turn of an earlier version is counted for. */
function communityOf(chat: ChatKey): string {
  return placeOf(chat).split(':').slice(0, 2).join(':');
}
