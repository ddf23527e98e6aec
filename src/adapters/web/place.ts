import type { ChatKey } from '../../core/chat.ts';

/** The first part of the chats' keys. */
export const PLATFORM = 'web';

/** The visitor who opened the owner's link, whatever browser it was. */
export const OWNER_VISITOR = '1';

/** The owner of the link as the access rules know them. */
export const WEB_OWNER = `${PLATFORM}:${OWNER_VISITOR}`;

const FROM_TELEGRAM = /^tg(\d{1,16})$/;

/** The visitor that somebody from Telegram is. */
export function telegramVisitor(id: number): string {
  return `tg${id}`;
}

/** Who a visitor is to the core: somebody from Telegram is who they are there. */
export function userIdOf(visitor: string): string {
  const id = FROM_TELEGRAM.exec(visitor)?.[1];
  return id === undefined ? visitor : `telegram:${id}`;
}

/** A visitor as the access rules know them. */
export function userKeyOf(visitor: string): string {
  const user = userIdOf(visitor);
  return user === visitor ? `${PLATFORM}:${visitor}` : user;
}

/** A visitor's project: each is a place of its own, as a topic is. */
export function keyOf(visitor: string, chat: string): ChatKey {
  return `${PLATFORM}:${visitor}:${chat}`;
}

/** The visitor and the project of a key. */
export function partsOf(key: ChatKey): { visitor: string; chat: string } {
  const [, visitor = '', chat = ''] = key.split(':');
  return { visitor, chat };
}
