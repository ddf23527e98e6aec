import {
  type APIMessage,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  MessageType,
} from 'discord.js';

export type GatewayMessage = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

/** What addresses the bot in a message. */
export interface ReadMessage {
  text: string;
  /** The bot's message that it replies to. */
  repliesTo?: string;
  /** A reply to the bot that does not mention it: Discord does not give its content to the bot. */
  hidden: boolean;
}

/** Reads a message to the bot with this id; undefined when it is not meant for it. */
export function readMessage(data: GatewayMessage, self: string): ReadMessage | undefined {
  if (data.author.bot || data.webhook_id) return undefined;
  if (data.type !== MessageType.Default && data.type !== MessageType.Reply) return undefined;
  const mentioned = data.mentions.some((user) => user.id === self);
  const replied = data.referenced_message?.author.id === self;
  if (data.guild_id && !mentioned && !replied) return undefined;
  const empty = !data.content && data.attachments.length === 0 && !data.message_snapshots?.length;
  return {
    text: plainText(data, self),
    ...(replied && data.referenced_message ? { repliesTo: data.referenced_message.id } : {}),
    hidden: Boolean(data.guild_id) && !mentioned && empty,
  };
}

/** The text without the bot's mention, and with other people and emojis by their names. */
export function plainText({ content, mentions }: Pick<APIMessage, 'content' | 'mentions'>, self: string): string {
  return content
    .replace(/<@!?(\d+)>/g, (whole, id: string) => {
      if (id === self) return '';
      const user = mentions.find((each) => each.id === id);
      return user ? `@${user.global_name ?? user.username}` : whole;
    })
    .replace(/<#\d+>/g, '#channel')
    .replace(/<@&\d+>/g, '@role')
    .replace(/<t:(-?\d{1,13})(?::[a-zA-Z])?>/g, (whole, seconds: string) => dateText(Number(seconds)) ?? whole)
    .replace(/<\/([^:>]{1,100}):\d+>/g, '/$1')
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** A moment, as an agent reads it; undefined for one that is none. */
function dateText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
