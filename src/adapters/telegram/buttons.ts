import { isIP } from 'node:net';
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { NextStep, Reply } from '../../core/chat.ts';
import type { ButtonRecord } from './repository.ts';

/** What the keyboard under a reply is made of. */
export interface Keyboard {
  markup: InlineKeyboardMarkup;
  /** To be remembered before the keyboard is shown, by the id that the button carries. */
  records: [id: string, record: ButtonRecord][];
}

export interface KeyboardOptions {
  chat: string;
  /** Who may press; anyone without. */
  userId: string | undefined;
  /** False when Telegram refused an address: its button then runs the command instead. */
  withUrls: boolean;
}

/**
 * A button for each next step, one a line. Its id reveals nothing of what it does, and with a reply's key of at most 25
 * characters fits the 64 bytes that Telegram has for it.
 */
export function keyboardOf(reply: Reply, { chat, userId, withUrls }: KeyboardOptions): Keyboard | undefined {
  if (!reply.next || reply.next.length === 0) return undefined;
  const records: Keyboard['records'] = [];
  const rows = reply.next.map((step: NextStep, index): InlineKeyboardButton[] => {
    if (withUrls && step.url !== undefined && isPublicUrl(step.url)) return [{ text: step.label, url: step.url }];
    const { name, argument } = step;
    const id = `${reply.key}.${index}`;
    records.push([id, { chat, userId, name, argument, project: reply.project }]);
    return [{ text: step.label, callback_data: id }];
  });
  return { markup: { inline_keyboard: rows }, records };
}

/** An address that a phone can open. Telegram refuses a message with a button whose host has no dot. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    /^https?:$/.test(protocol) && hostname.includes('.') && isIP(hostname) === 0 && !/\.local(host)?$/.test(hostname)
  );
}

/** Which of a reply's buttons carries this data. */
export function buttonIndex(data: string): string {
  return data.slice(data.lastIndexOf('.') + 1);
}

/** The keyboard without the button that carries this data; undefined when it has none. */
export function withoutButton(
  markup: InlineKeyboardMarkup | undefined,
  data: string,
): InlineKeyboardMarkup | undefined {
  const isIt = (button: InlineKeyboardButton) => 'callback_data' in button && button.callback_data === data;
  if (!markup?.inline_keyboard.some((row) => row.some(isIt))) return undefined;
  const rows = markup.inline_keyboard.map((row) => row.filter((button) => !isIt(button)));
  return { inline_keyboard: rows.filter((row) => row.length > 0) };
}
