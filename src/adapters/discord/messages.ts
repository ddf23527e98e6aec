import { ChannelType, type GatewayMessageDeleteDispatchData, MessageType } from 'discord.js';
import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { voiceFor } from '../../i18n/voice.ts';
import { type JoinTimes, joinTexts, standsAlone } from '../kit/joining.ts';
import { requestOfDeletion, requestOfLateEdit } from '../kit/late-changes.ts';
import { MessageJoiner } from '../kit/message-joiner.ts';
import { editOfPart, type ReceivedMessages, saysTheSame } from '../kit/received-messages.ts';
import { type AddressedMessage, aboutUser, goesOn, memberOf } from './addressed-message.ts';
import { filesOf, linksOf, mediaOf } from './attachments.ts';
import type { CatchUp } from './catch-up.ts';
import type { Context } from './context.ts';
import type { Intake } from './intake.ts';
import { refusalText } from './interaction-requests.ts';
import { chatOf, placeKeyOf } from './place.ts';
import { channelFor } from './project-thread.ts';
import { type GatewayMessage, mayNameOwnRole, plainText, type ReadMessage, readMessage } from './read-message.ts';
import type { Place, RequestRecord } from './repository.ts';

export interface MessagesOptions {
  context: Context;
  intake: Intake;
  /** The bot's own id. */
  self: string;
  language: LanguageSetting;
  /** A thread of its own for each message that brings files to a channel of a server. */
  threadPerProject: (guild: string | undefined) => Promise<boolean>;
  received: ReceivedMessages;
  /** Whether a request has not ended. */
  isOpen: (chat: ChatKey, id: string) => Promise<boolean>;
  /** How long what one person says is put together. */
  joining: JoinTimes;
  /** Remembers how far a channel was handled. */
  catchUp: Pick<CatchUp, 'handling'>;
  /** True once the bot is stopping. */
  stopping: () => boolean;
}

/** A notice is given up after three failures; one that comes twice does no harm. */
const NOTICE = { idempotent: true, attempts: 3 };
/** So much of what a message points at goes along as words, in letters. */
const LONGEST_QUOTE = 1000;
/** A message that is made to address the bot later than this is not taken any more, in ms. */
const LATEST_MENTION_MS = 3_600_000;
/** A sign of life is given within this long or not at all, in ms. */
const READING_MS = 5000;

/** Messages that are meant for the bot: DMs, mentions, replies to it; in channels, threads, posts and voice chats. */
export class Messages {
  readonly #options: MessagesOptions;
  readonly #joiner: MessageJoiner<AddressedMessage>;

  constructor(options: MessagesOptions) {
    this.#options = options;
    const { clock } = options.context;
    this.#joiner = new MessageJoiner({ clock, times: options.joining, take: (heard) => this.#take(heard) });
  }

  /** What waits from before this process: it was not brought to the core yet. */
  async resume(): Promise<void> {
    for (const data of await this.#options.context.repository.heldMessages()) await this.created(data);
  }

  async created(data: GatewayMessage): Promise<void> {
    const reading = this.#read(data);
    // Without a wait where none is needed: what comes next must not overtake it.
    const read = reading instanceof Promise ? await reading : reading;
    if (!read) return;
    const { id, channel_id: channel, guild_id: guild, channel_type: channelType } = data;
    await this.#options.catchUp.handling({ id, channel, guild, channelType }, () => this.#created(data, read));
  }

  /** What a message says to the bot. Only where it names roles, something is waited for. */
  #read(data: GatewayMessage): ReadMessage | undefined | Promise<ReadMessage | undefined> {
    const { self, context } = this.#options;
    if (!data.guild_id || !mayNameOwnRole(data, self)) return readMessage(data, self);
    return context.names.ownRole(data.guild_id, self).then((role) => readMessage(data, self, role));
  }

  /** The request with names in place of Discord's ids. */
  async #named(message: IncomingMessage, guild: string | undefined): Promise<IncomingMessage> {
    const { names } = this.#options.context;
    const text = await names.inText(message.text, guild);
    return { ...message, text, ...(message.quote && { quote: await names.inText(message.quote, guild) }) };
  }

  /** What one person said while the bot was away, as one request. */
  async missed(group: readonly GatewayMessage[]): Promise<void> {
    const taken = group.map((data) => this.created(data));
    const [first] = group;
    if (first) this.closeRequest(first.channel_id, first.author.id);
    await Promise.all(taken);
  }

  async #created(data: GatewayMessage, read: ReadMessage): Promise<void> {
    const language = this.#language(read.text);
    if (read.hidden) {
      const isReply = read.repliesTo !== undefined;
      return this.#notice(data, discordSentences(language)(isReply ? 'replyHidden' : 'roleHidden'));
    }
    if (this.#options.stopping()) return this.#notice(data, discordSentences(language)('restarting'));
    const heard = { data, read };
    const key = personIn(data.channel_id, data.author.id);
    const incoming = this.#incoming([heard], data.channel_id);
    if (standsAlone(incoming)) return this.#joiner.takeAlone(key, heard);
    const first = this.#joiner.waiting(key).length === 0;
    const taken = this.#joiner.add(key, heard, { words: read.text !== '', joins: (waiting) => goesOn(waiting, heard) });
    if (this.#joiner.waiting(key).length > 0) {
      if (first) void this.#showReading(data);
      await this.#hold(data);
    }
    await taken;
  }

  /** What this person has said here is complete: something else of theirs follows. */
  closeRequest(channel: string, user: string): void {
    this.#joiner.close(personIn(channel, user));
  }

  /** Everything that was said is complete. */
  closeAll(): void {
    this.#joiner.closeAll();
  }

  /** Never rejects. */
  async #take(heard: [AddressedMessage, ...AddressedMessage[]]): Promise<void> {
    const { intake, context } = this.#options;
    const [{ data }] = heard;
    try {
      await intake.inOrder(data.channel_id, () => this.#accept(heard));
    } catch (error) {
      context.log.error({ err: error, channel: data.channel_id }, 'a message could not be handled');
    } finally {
      await Promise.all(heard.map((each) => context.repository.release(each.data.id))).catch((error: unknown) =>
        context.log.warn({ err: error }, 'a message is still held for the next process'),
      );
    }
  }

  async #accept(said: [AddressedMessage, ...AddressedMessage[]]): Promise<void> {
    const { received } = this.#options;
    const known = await Promise.all(said.map(({ data }) => received.isAccepted(placeKeyOf(data.channel_id), data.id)));
    const [first, ...others] = said.filter((_, index) => !known[index]);
    if (!first) return;
    const heard: [AddressedMessage, ...AddressedMessage[]] = [first, ...others];
    const { data } = first;
    const { self: bot, threadPerProject, context } = this.#options;
    const language = this.#language(heard.map(({ read }) => read.text).join(' '));
    const channel = await channelFor(heard, { context, bot, language, threadPerProject });
    const message = await this.#named(this.#incoming(heard, channel), data.guild_id);
    await received.submitting(message, heard.map(memberOf));
    await this.#submit(message, data, channel);
  }

  /** Brings a request to the core, and says what came of it where that is not an answer of the core's. */
  async #submit(message: IncomingMessage, data: GatewayMessage, channel: string): Promise<void> {
    const language = this.#language(message.text);
    const request = { ...this.#recordOf(message, language), replyTo: { channel: data.channel_id, message: data.id } };
    const result = await this.#options.intake.take(message, { request, place: placeOf(data, channel) });
    // A stranger who was told a short time ago reads nothing more; a command is answered, or it would seem to hang.
    const silent = typeof result === 'object' && result.sentence === undefined;
    const refusal = silent ? undefined : refusalText(result, { language });
    if (refusal) await this.#notice(data, refusal);
  }

  #recordOf({ id, chat, userId }: Pick<IncomingMessage, 'id' | 'chat' | 'userId'>, language: Voice): RequestRecord {
    const at = this.#options.context.clock.now();
    const request = { id, chat, userId, language, at, answersInPlace: false, ephemeral: false, note: '' };
    return { ...request, deferredReply: 'none' };
  }

  /** Keeps a message that waits for more, for the next process: Discord does not give it again. Never rejects. */
  async #hold(data: GatewayMessage): Promise<void> {
    const { repository, log } = this.#options.context;
    await repository
      .hold(data)
      .catch((error: unknown) => log.warn({ err: error }, 'a message that waits is not kept for the next process'));
  }

  /** Never rejects. */
  async #showReading({ channel_id: channel }: GatewayMessage): Promise<void> {
    const { api, calls, log } = this.#options.context;
    await calls
      .once('typing', (signal) => api.typing(channel, signal), AbortSignal.timeout(READING_MS))
      .catch((error: unknown) => log.debug({ err: error }, 'typing not shown'));
  }

  /**
   * An edit counts while the request waits. Without an edit, a link's preview has come, which is a picture of the request;
   * and who only now mentions the bot asks it now.
   */
  async updated(data: GatewayMessage): Promise<void> {
    const read = await this.#read(data);
    if (!read || read.hidden) return;
    const { intake, received, context } = this.#options;
    const key = personIn(data.channel_id, data.author.id);
    if (this.#joiner.waiting(key).some((each) => each.data.id === data.id)) {
      this.#joiner.change(key, (waiting) => waiting.map((each) => (each.data.id === data.id ? { data, read } : each)));
      return this.#hold(data);
    }
    const known = await received.find(placeKeyOf(data.channel_id), data.id);
    const isFresh = context.clock.now() - Date.parse(data.timestamp) < LATEST_MENTION_MS;
    if (!known && data.edited_timestamp) return isFresh ? this.created(data) : undefined;
    if (!known || (!data.edited_timestamp && data.embeds.length === 0)) return;
    const heard: AddressedMessage = { data, read };
    if (data.edited_timestamp && saysTheSame(known, memberOf(heard).content)) return;
    const edited = { ...this.#incoming([heard], data.channel_id), id: known.request, chat: known.chat };
    await intake.inOrder(data.channel_id, async () => {
      const message = await this.#named(edited, data.guild_id);
      // Of several messages only this one is known, which must not stand for the whole.
      if (known.of === 1 && (await intake.amend(message))) return received.submitting(message, [memberOf(heard)]);
      // What stood before it may have grown meanwhile.
      const now = (await received.find(known.chat, data.id)) ?? known;
      const part = now.of > 1 && data.edited_timestamp ? editOfPart(message, now) : undefined;
      if (part && (await intake.amend(part))) return received.changedPart(now, memberOf(heard));
      const late = data.edited_timestamp ? requestOfLateEdit(message, known) : undefined;
      if (late) await this.#submit(late, data, data.channel_id);
      if (late && now.of > 1) await received.changedPart(now, memberOf(heard));
      else if (late) await received.submitting(message, [memberOf(heard)]);
    });
  }

  /** A message that waits is left out of its request; one whose request is not done takes it back. */
  async deleted({ id, channel_id: channel }: GatewayMessageDeleteDispatchData): Promise<void> {
    const { received, intake, isOpen, context } = this.#options;
    this.#joiner.leaveOut(({ data }) => data.id === id);
    await context.repository.release(id);
    const known = await received.find(placeKeyOf(channel), id);
    if (!known || known.of > 1 || !(await isOpen(known.chat, known.request))) return;
    const message = requestOfDeletion(known);
    const place = (await context.repository.place(known.chat)) ?? { kind: 'guild' };
    const { chat, userId } = known;
    const request: RequestRecord = { ...this.#recordOf({ id: message.id, chat, userId }, 'en'), replyTo: undefined };
    await intake.inOrder(channel, async () => void (await intake.take(message, { request, place })));
  }

  #incoming(heard: [AddressedMessage, ...AddressedMessage[]], channel: string): IncomingMessage {
    const [{ data }] = heard;
    const text = joinTexts(heard.map(({ read }) => ({ text: read.text, cut: false })));
    const language = this.#language(text);
    const repliesTo = heard.find(({ read }) => read.repliesTo !== undefined)?.read.repliesTo;
    return {
      id: data.id,
      chat: chatOf(channel, data.author.id, placeOf(data, channel)),
      userId: data.author.id,
      userName: data.author.global_name ?? data.author.username,
      ...aboutUser(heard, this.#options.self),
      ...(data.guild_id && { shared: { community: placeKeyOf(data.guild_id) } }),
      text,
      attachments: [...heard.flatMap((each) => filesOf(each.data, language)), ...linksOf(text)],
      ...(repliesTo ? { repliesTo } : {}),
      ...this.#pointedBy(heard, language),
    };
  }

  /** What a request points at by a reply to somebody's message. Who was not mentioned there is not shown what it says. */
  #pointedBy(heard: [AddressedMessage, ...AddressedMessage[]], language: Voice): Partial<IncomingMessage> {
    const { self } = this.#options;
    const pointing = heard.find(({ data: { referenced_message: to, type } }) => {
      return type === MessageType.Reply && to && to.author.id !== self && !heard.some(({ data }) => data.id === to.id);
    });
    const to = pointing?.data.referenced_message;
    if (!pointing || !to) return {};
    const pointsAt = mediaOf(to, language);
    const quote = plainText(to, self).slice(0, LONGEST_QUOTE);
    const isBlank = pointsAt.length === 0 && quote === '';
    return {
      ...(pointsAt.length > 0 && { pointsAt }),
      ...(quote && { quote }),
      ...(isBlank && pointing.data.guild_id && { pointsAtHidden: true }),
    };
  }

  #language(text: string): Voice {
    return voiceFor(this.#options.language, text);
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

function personIn(channel: string, user: string): string {
  return `${channel} ${user}`;
}

function placeOf(data: GatewayMessage, channel: string): Place {
  if (!data.guild_id) return { kind: 'dm' };
  const inThread = channel !== data.channel_id;
  return { kind: 'guild', guild: data.guild_id, channelType: inThread ? ChannelType.PublicThread : data.channel_type };
}
