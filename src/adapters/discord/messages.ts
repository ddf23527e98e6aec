import {
  type APIMessage,
  ChannelType,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  MessageType,
} from 'discord.js';
import type { IncomingMessage } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Language, LanguageSetting } from '../../i18n/language.ts';
import { languageOf } from '../../i18n/translator.ts';
import { truncate } from '../kit/text.ts';
import { filesOf, linksOf } from './attachments.ts';
import type { Context } from './context.ts';
import type { Intake } from './intake.ts';
import { refusalText } from './interaction-requests.ts';
import { THREAD_NAME_LENGTH } from './limits.ts';
import { isModeratorIn } from './permissions.ts';
import { chatOf } from './place.ts';
import type { Place, RequestRecord } from './repository.ts';

export type GatewayMessage = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

export interface MessagesOptions {
  context: Context;
  intake: Intake;
  /** The bot's own id. */
  self: string;
  language: LanguageSetting;
  /** A thread of its own for each message that brings files to a channel of a server. */
  threadPerProject: boolean;
  /** True once the bot is stopping. */
  stopping: () => boolean;
}

/** A notice is given up after three failures; one that comes twice does no harm. */
const NOTICE = { idempotent: true, attempts: 3 };

/** Messages that are meant for the bot: DMs, mentions, replies to it; in channels, threads, posts and voice chats. */
export class Messages {
  readonly #options: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  async created(data: GatewayMessage): Promise<void> {
    const read = readMessage(data, this.#options.self);
    if (!read) return;
    const language = this.#language(read.text);
    if (read.hidden) return this.#notice(data, discordSentences(language)('replyHidden'));
    if (this.#options.stopping()) return this.#notice(data, discordSentences(language)('restarting'));
    await this.#options.intake.inOrder(data.channel_id, () => this.#accept(data, read, language));
  }

  async #accept(data: GatewayMessage, read: ReadMessage, language: Language): Promise<void> {
    const channel = await this.#channelFor(data, read);
    const message = this.#incoming(data, read, channel);
    const { clock } = this.#options.context;
    const request: RequestRecord = {
      id: message.id,
      chat: message.chat,
      userId: message.userId,
      language,
      at: clock.now(),
      replyTo: { channel: data.channel_id, message: data.id },
      deferredReply: 'none',
      answersInPlace: false,
      ephemeral: false,
      note: '',
    };
    const rights = { place: placeOf(data, channel), isModerator: this.#rightsOf(data) };
    const result = await this.#options.intake.take(message, { request, ...rights });
    const refusal = refusalText(result, { language });
    if (refusal) await this.#notice(data, refusal);
  }

  /** An edit counts while the request waits; one that only grew a preview is none. */
  async updated(data: GatewayMessage): Promise<void> {
    if (!data.edited_timestamp) return;
    const read = readMessage(data, this.#options.self);
    if (!read || read.hidden) return;
    const { intake } = this.#options;
    const message = this.#incoming(data, read, data.channel_id);
    const place = placeOf(data, data.channel_id);
    await intake.inOrder(data.channel_id, () => intake.amend(message, { place, isModerator: this.#rightsOf(data) }));
  }

  /** Looks up whether who wrote a message is a moderator there. */
  #rightsOf({ guild_id: guild, channel_id: channel, author }: GatewayMessage): () => Promise<boolean> {
    const { api } = this.#options.context;
    return async () => guild !== undefined && isModeratorIn(api, { guild, channel, user: author.id });
  }

  #incoming(data: GatewayMessage, read: ReadMessage, channel: string): IncomingMessage {
    const language = this.#language(read.text);
    return {
      id: data.id,
      chat: chatOf(channel),
      userId: data.author.id,
      text: read.text,
      attachments: [...filesOf(data, language), ...linksOf(read.text)],
      ...(read.repliesTo ? { repliesTo: read.repliesTo } : {}),
    };
  }

  #language(text: string): Language {
    const { language } = this.#options;
    return language === 'auto' ? (languageOf(text) ?? 'en') : language;
  }

  /** The channel of the project: a new thread where that is wanted, can be, and is worth it. */
  async #channelFor(data: GatewayMessage, read: ReadMessage): Promise<string> {
    const worthIt = filesOf(data, 'en').length > 0;
    if (!this.#options.threadPerProject || !worthIt || !data.guild_id || !canHaveThreads(data.channel_type)) {
      return data.channel_id;
    }
    const { api, log } = this.#options.context;
    try {
      return await api.startThread(data.channel_id, data.id, threadName(read.text));
    } catch (error) {
      log.debug({ err: error, channel: data.channel_id }, 'thread not created; using the channel');
      return data.channel_id;
    }
  }

  async #notice(data: GatewayMessage, content: string): Promise<void> {
    const { api, calls, log } = this.#options.context;
    const body = { content, replyTo: data.id };
    try {
      await calls.untilDone('create message', () => api.createMessage(data.channel_id, body), NOTICE);
    } catch (error) {
      log.info({ err: error, channel: data.channel_id }, 'notice not sent');
    }
  }
}

/** A message that addresses the bot. */
interface ReadMessage {
  text: string;
  /** The bot's message that it replies to. */
  repliesTo?: string;
  /** A reply to the bot that does not mention it: Discord does not give its content to the bot. */
  hidden: boolean;
}

/** Reads a message to the bot with this id; undefined when it is not meant for it. */
function readMessage(data: GatewayMessage, self: string): ReadMessage | undefined {
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
function plainText({ content, mentions }: Pick<APIMessage, 'content' | 'mentions'>, self: string): string {
  return content
    .replace(/<@!?(\d+)>/g, (whole, id: string) => {
      if (id === self) return '';
      const user = mentions.find((each) => each.id === id);
      return user ? `@${user.global_name ?? user.username}` : whole;
    })
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** Threads grow on the text and announcement channels of servers alone. */
export function canHaveThreads(type: number | undefined): boolean {
  return type === undefined || type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
}

/** What a thread is called: the request, shortened. */
export function threadName(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim() || 'Reelay', THREAD_NAME_LENGTH);
}

function placeOf(data: GatewayMessage, channel: string): Place {
  if (!data.guild_id) return { kind: 'dm' };
  const inThread = channel !== data.channel_id;
  return { kind: 'guild', guild: data.guild_id, channelType: inThread ? ChannelType.PublicThread : data.channel_type };
}
