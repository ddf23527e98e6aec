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

export function requesterOf({
  chat,
  userId,
  shared,
}: {
  chat: ChatKey;
  userId: string;
  shared?: SharedPlace;
}): Requester {
  return { user: `${platformOf(chat)}:${userId}`, chat, community: shared?.community ?? communityOf(chat), shared };
}

/** The place without its thread or topic: what a turn of an earlier version is counted for. */
function communityOf(chat: ChatKey): string {
  return placeOf(chat).split(':').slice(0, 2).join(':');
}
