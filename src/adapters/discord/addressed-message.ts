import { MessageType } from 'discord.js';
import type { Member } from '../kit/received-messages.ts';
import type { GatewayMessage, ReadMessage } from './read-message.ts';

/** A message that addresses the bot, as it came and as it was read. */
export interface AddressedMessage {
  data: GatewayMessage;
  read: ReadMessage;
}

/** Whom a message mentions, or whose message it replies to; never the bot itself. */
export function aboutUser(heard: readonly AddressedMessage[], self: string): { aboutUser?: string } {
  const people = heard.flatMap(({ data }) => [
    ...data.mentions,
    ...(data.referenced_message ? [data.referenced_message.author] : []),
  ]);
  const found = people.find(({ id }) => id !== self);
  return found ? { aboutUser: found.id } : {};
}

/** Whether a message goes on with what waits: not when it answers something else. */
export function goesOn(waiting: readonly AddressedMessage[], { data }: AddressedMessage): boolean {
  const pointsAt = data.message_reference?.message_id;
  const before = waiting.find((each) => each.data.message_reference)?.data.message_reference?.message_id;
  return (
    pointsAt === undefined ||
    data.type !== MessageType.Reply ||
    pointsAt === before ||
    waiting.some((each) => each.data.id === pointsAt)
  );
}

/** A message as it is compared with its later edits. */
export function memberOf({ data, read }: AddressedMessage): Member {
  const files = data.attachments.map(({ id }) => id).join(' ');
  const said = { text: read.text, cut: false };
  return { id: data.id, content: `${data.content}\n${files}`, words: data.content !== '', said };
}
