import {
  type APIMessage,
  ChannelType,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  MessageType,
} from 'discord.js';
import type { IncomingMessage } from '../../core/chat.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { Language, LanguageSetting } from '../../i18n/language.ts';
import { languageOf, translator } from '../../i18n/translator.ts';
import { filesOf, linksOf } from './attachments.ts';
import { type Context, chatOf } from './context.ts';
import type { Intake, Taken } from './intake.ts';
import { THREAD_NAME_LETTERS } from './limits.ts';
import type { Ask, Place } from './repository.ts';
import { truncate } from '../kit/text.ts';

export type GatewayMessage = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

export interface MessagesOptions {
  context: Context;
  intake: Intake;
  /** The bot's own id. */
  self: string;
  language: LanguageSetting;
  /** A thread of its own for each message that brings files to a channel of a server. */
  threadPerProject: boolean;
  /** True once the bot is on its way out. */
  stopping: () => boolean;
}

/** A notice is given up after three failures; one that comes twice does no harm. */
const NOTICE = { idempotent: true, attempts: 3 };

/** Messages that are meant for the bot: DMs, mentions, replies to it; in channels, threads, posts and voice chats. */
export class Messages {
  readonly #o: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#o = options;
  }

  async created(data: GatewayMessage): Promise<void> {
    const read = readMessage(data, this.#o.self);
    if (!read) return;
    const language = this.#language(read.text);
    if (read.unheard) return this.#tell(data, discordWords(language)('replyUnheard'));
    if (this.#o.stopping()) return this.#tell(data, discordWords(language)('restarting'));
    await this.#o.intake.inLine(data.channel_id, () => this.#take(data, read, language));
  }

  async #take(data: GatewayMessage, read: ReadMessage, language: Language): Promise<void> {
    const channel = await this.#channelFor(data, read);
    const message = this.#incoming(data, read, channel);
    const ask: Ask = {
      id: message.id,
      chat: message.chat,
      userId: message.userId,
      language,
      at: this.#o.context.clock.now(),
      replyTo: { channel: data.channel_id, message: data.id },
      original: 'none',
      answersThere: false,
      ephemeral: false,
      note: '',
    };
    const taken = await this.#o.intake.take(message, ask, placeOf(data, channel));
    await this.#tellNotTaken(data, taken, language);
  }

  /** An edit counts while the request waits; one that only grew a preview is none. */
  async updated(data: GatewayMessage): Promise<void> {
    if (!data.edited_timestamp) return;
    const read = readMessage(data, this.#o.self);
    if (!read || read.unheard) return;
    await this.#o.intake.inLine(data.channel_id, () =>
      this.#o.intake.amend(this.#incoming(data, read, data.channel_id)),
    );
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
    const { language } = this.#o;
    return language === 'auto' ? (languageOf(text) ?? 'en') : language;
  }

  /** The channel of the project: a new thread where that is wanted, can be, and is worth it. */
  async #channelFor(data: GatewayMessage, read: ReadMessage): Promise<string> {
    const worthIt = filesOf(data, 'en').length > 0;
    if (!this.#o.threadPerProject || !worthIt || !data.guild_id || !canHaveThreads(data.channel_type)) {
      return data.channel_id;
    }
    const { api, log } = this.#o.context;
    try {
      return await api.startThread(data.channel_id, data.id, threadName(read.text));
    } catch (error) {
      log.debug({ err: error, channel: data.channel_id }, 'no thread; the channel has to do');
      return data.channel_id;
    }
  }

  async #tellNotTaken(data: GatewayMessage, taken: Taken, language: Language): Promise<void> {
    if (taken === 'stopping') await this.#tell(data, discordWords(language)('restarting'));
    if (taken === 'failed') await this.#tell(data, translator(language)('failedStore'));
  }

  async #tell(data: GatewayMessage, content: string): Promise<void> {
    const { api, calls, log } = this.#o.context;
    const body = { content, replyTo: data.id };
    try {
      await calls.untilDone('create message', () => api.createMessage(data.channel_id, body), NOTICE);
    } catch (error) {
      log.info({ err: error, channel: data.channel_id }, 'a request was not taken, and that could not be told');
    }
  }
}

/** What a message says to the bot. */
interface ReadMessage {
  text: string;
  /** The bot's message that it replies to. */
  repliesTo?: string;
  /** A reply to the bot that does not mention it: Discord keeps what it says from the bot. */
  unheard: boolean;
}

/** What the message says to the bot with this id; undefined when it is not meant for it. */
function readMessage(data: GatewayMessage, self: string): ReadMessage | undefined {
  if (data.author.bot || data.webhook_id) return undefined;
  if (data.type !== MessageType.Default && data.type !== MessageType.Reply) return undefined;
  const mentioned = data.mentions.some((user) => user.id === self);
  const replied = data.referenced_message?.author.id === self;
  if (data.guild_id && !mentioned && !replied) return undefined;
  const hidden = !data.content && data.attachments.length === 0 && !data.message_snapshots?.length;
  return {
    text: plainText(data, self),
    ...(replied && data.referenced_message ? { repliesTo: data.referenced_message.id } : {}),
    unheard: Boolean(data.guild_id) && !mentioned && hidden,
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
  return truncate(text.replace(/\s+/g, ' ').trim() || 'Reelay', THREAD_NAME_LETTERS);
}

function placeOf(data: GatewayMessage, channel: string): Place {
  if (!data.guild_id) return { kind: 'dm' };
  const inThread = channel !== data.channel_id;
  return { kind: 'guild', guild: data.guild_id, channelType: inThread ? ChannelType.PublicThread : data.channel_type };
}
