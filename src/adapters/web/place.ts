import type { ChatKey } from '../../core/chat.ts';

/** The first part of the chats' keys. */
export const PLATFORM = 'web';

/** The visitor who opened the owner's link, whatever browser it was. */
export const OWNER_VISITOR = '1';

/** The owner as the access rules know them. */
export const WEB_OWNER = `${PLATFORM}:${OWNER_VISITOR}`;

/** A visitor's project: each is a place of its own, as a topic is. */
export function keyOf(visitor: string, chat: string): ChatKey {
  return `${PLATFORM}:${visitor}:${chat}`;
}

/** The visitor and the project of a key. */
export function partsOf(key: ChatKey): { visitor: string; chat: string } {
  const [, visitor = '', chat = ''] = key.split(':');
  return { visitor, chat };
}
