import { type ChatKey, placeOf } from '../../core/chat.ts';

const PREFIX = 'discord:';

/** The chat of a channel; a thread is a channel of its own. */
export function chatOf(channel: string): ChatKey {
  return `${PREFIX}${channel}`;
}

/** The channel of a chat. */
export function channelOf(chat: ChatKey): string {
  return placeOf(chat).slice(PREFIX.length);
}
