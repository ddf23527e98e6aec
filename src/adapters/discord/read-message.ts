import {
  type APIMessage,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  MessageType,
} from 'discord.js';
import { z } from 'zod';

export type GatewayMessage = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

/** What addresses the bot in a message. */
export interface ReadMessage {
  text: string;
  /** The bot's message that it replies to. */
  repliesTo?: string;
  /** Addresses the bot without its mention, so that Discord does not show what it says: a reply, or the bot's role. */
  hidden: boolean;
}

/** Without these a message belongs to no chat and to nobody; what else of it cannot be read is an error where it is read. */
const identity = z.object({ id: z.string(), channel_id: z.string(), author: z.object({ id: z.string() }) });

/** So much of a message is read, in UTF-16 units: twice what Discord lets anybody write. */
const MAX_CONTENT = 8000;

/** Whether a message names roles and nothing else that would address the bot: one of them may be the bot's own. */
export function mayNameOwnRole(data: GatewayMessage, self: string): boolean {
  return data.guild_id !== undefined && data.mention_roles.length > 0 && !data.mentions.some(({ id }) => id === self);
}

/**
 * Reads a message to the bot with this id; undefined when it is not meant for it.
 * @param ownRole the role that Discord made for the bot in the server: who mentions it means the bot
 * @throws where it is no message that Discord describes
 */
export function readMessage(data: GatewayMessage, self: string, ownRole?: string): ReadMessage | undefined {
  identity.parse(data);
  if (data.author.bot || data.webhook_id) return undefined;
  if (data.type !== MessageType.Default && data.type !== MessageType.Reply) return undefined;
  const mentioned = data.mentions.some((user) => user.id === self);
  const replied = data.referenced_message?.author.id === self;
  const byRole = ownRole !== undefined && data.mention_roles.includes(ownRole);
  if (data.guild_id && !mentioned && !replied && !byRole) return undefined;
  const empty = !data.content && data.attachments.length === 0 && !data.message_snapshots?.length;
  return {
    text: plainText(ownRole === undefined ? data : withoutRole(data, ownRole), self),
    ...(replied && data.referenced_message ? { repliesTo: data.referenced_message.id } : {}),
    hidden: Boolean(data.guild_id) && !mentioned && empty,
  };
}

function withoutRole({ content, mentions }: GatewayMessage, role: string): Pick<APIMessage, 'content' | 'mentions'> {
  return { content: content.replaceAll(`<@&${role}>`, ''), mentions };
}

/** The text without the bot's mention, and with other people and emojis by their names; those of channels and roles are looked up. */
export function plainText({ content, mentions }: Pick<APIMessage, 'content' | 'mentions'>, self: string): string {
  const named = new Map(mentions.map((user) => [user.id, user]));
  return withDates(content.slice(0, MAX_CONTENT))
    .replace(/<@!?(\d+)>/g, (whole, id: string) => {
      if (id === self) return '';
      const user = named.get(id);
      return user ? `@${user.global_name ?? user.username}` : whole;
    })
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** Moments, commands and emojis as an agent reads them. */
export function withDates(text: string): string {
  return text
    .replace(/<t:(-?\d{1,13})(?::[a-zA-Z])?>/g, (whole, seconds: string) => dateText(Number(seconds)) ?? whole)
    .replace(/<\/([^:>]{1,100}):\d+>/g, '/$1')
    .replace(/<a?:(\w+):\d+>/g, ':$1:');
}

/** A moment, as an agent reads it; undefined for one that is none. */
function dateText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
