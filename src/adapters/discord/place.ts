import { ChannelType } from 'discord.js';
import { type ChatKey, chatOfPerson, type PlaceKey, placeOf } from '../../core/chat.ts';

const PREFIX = 'discord:';

const THREADS: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** Whether a channel of this type is a thread; a post of a forum is one. */
export function isThread(channelType: number | undefined): boolean {
  return channelType !== undefined && THREADS.includes(channelType);
}

/** A channel as a place; a thread is a channel of its own. */
export function placeKeyOf(channel: string): PlaceKey {
  return `${PREFIX}${channel}`;
}

/** The chat of what a person says in a channel: a direct conversation and a thread are one for all, others one for each. */
export function chatOf(
  channel: string,
  userId: string,
  { kind, channelType }: { kind: string; channelType?: number },
): ChatKey {
  const place = placeKeyOf(channel);
  return kind === 'dm' || isThread(channelType) ? place : chatOfPerson(place, userId);
}

/** The first moment of Discord's ids, in ms since the Unix epoch ("API Reference", Snowflakes). */
const EPOCH_MS = 1_420_070_400_000;

/** The first id of a moment, in ms since the Unix epoch. */
export function snowflakeAt(ms: number): string {
  return (BigInt(Math.max(0, Math.floor(ms) - EPOCH_MS)) << 22n).toString();
}

/** The channel of a chat. */
export function channelOf(chat: ChatKey): string {
  return placeOf(chat).slice(PREFIX.length);
}
