import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import { attachmentOf } from './attachments.ts';
import { readCommand } from './commands.ts';
import { partsOf, userIdOf } from './place.ts';
import type { PageFile } from './wire.ts';

/** What a visitor sent in one go. */
export interface Said {
  /** Made by the page, so that a message that is sent again is the same one. */
  id: string;
  text: string;
  files: PageFile[];
  /** The visitor's language, such as `zh-CN`. */
  locale?: string;
}

/** A visitor's message for the core. */
export function readMessage(chat: ChatKey, { id, text, files, locale }: Said): IncomingMessage {
  const command = readCommand(text);
  return {
    id: messageId(id),
    chat,
    userId: userIdOf(partsOf(chat).visitor),
    locale,
    text: command ? '' : text,
    attachments: files.map((file) => attachmentOf(chat, file)),
    ...(command && { command }),
  };
}

/** The id of a visitor's message in its chat. */
export function messageId(id: string): string {
  return `u-${id}`;
}
