import type { Api } from 'grammy';
import type { CallbackQuery, Message, Update } from 'grammy/types';
import { LRUCache } from 'lru-cache';
import type { Attachment, ChatKey, IncomingMessage } from '../../core/chat.ts';
import { ChatGoneError } from '../../core/chat.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import { telegramWords } from '../../i18n/telegram.ts';
import { languageOf, translator } from '../../i18n/translator.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { mayPass } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';
import { moderatorCommand } from './commands.ts';
import { type Deliverer, threadOf } from './deliver.ts';
import type { Files } from './download.ts';
import type { MessageIds } from './message-ids.ts';
import { type Me, type Read, readMessages } from './messages.ts';
import { isPrivate, keyOf, placeOf, placeOfMessage } from './place.ts';
import { readError } from './platform-error.ts';
import type { Repository } from './repository.ts';

/** What the adapter asks of the core. */
export interface Core {
  accept(message: IncomingMessage): Promise<unknown>;
  amend(message: IncomingMessage): Promise<unknown>;
  migrate(from: ChatKey, to: ChatKey): Promise<void>;
}

export interface ReceiverOptions {
  api: Api;
  calls: Calls;
  clock: Clock;
  core: Core;
  deliverer: Deliverer;
  files: Files;
  repository: Repository;
  ids: MessageIds;
  log: Logger;
  language: LanguageSetting;
}

/** Albums whose members may still be edited. */
const ALBUMS_KEPT = 50;
/** A press is answered within this long or not at all, in ms: Telegram forgets it. */
const PRESS_MS = 15_000;
/** Least time between two notices to a chat that the store is away, in ms. */
const NOTICE_EVERY_MS = 60_000;
const CHATS_NOTICED_KEPT = 1000;

/** Sees to updates: who may do what, what is too big, and then to the core. Resolves when the core has it. */
export class Receiver {
  readonly #o: ReceiverOptions;
  readonly #albums = new LRUCache<string, Message[]>({ max: ALBUMS_KEPT });
  readonly #answering = new Set<Promise<void>>();
  /** When each chat was last told that the store is away, in ms since the epoch. */
  readonly #noticedAt = new LRUCache<ChatKey, number>({ max: CHATS_NOTICED_KEPT });
  me: Me | undefined;

  constructor(options: ReceiverOptions) {
    this.#o = options;
  }

  readonly handle = async (updates: [Update, ...Update[]], signal: AbortSignal): Promise<void> => {
    const [{ callback_query: query, edited_message: edited }] = updates;
    if (query) return this.#press(query);
    if (edited) return this.#edit(edited);
    const messages = updates.flatMap((update) => update.message ?? []);
    for (const { chat, message_id: id } of messages) this.#o.ids.seen(String(chat.id), id);
    const [first] = messages;
    if (!first) return;
    if (first.migrate_to_chat_id !== undefined) {
      return this.migrate(String(first.chat.id), String(first.migrate_to_chat_id));
    }
    if (first.migrate_from_chat_id !== undefined) {
      return this.migrate(String(first.migrate_from_chat_id), String(first.chat.id));
    }
    await this.#message(messages, signal);
  };

  /** A group became a supergroup. Telegram tells it in both, and may tell it in the answer to a send. */
  async migrate(from: string, to: string): Promise<void> {
    if ((await this.#o.repository.chatNow(from)) === to) return;
    await this.#o.core.migrate(keyOf({ chatId: from }), keyOf({ chatId: to }));
    await this.#o.repository.setMove(from, to);
    this.#o.log.info('group became a supergroup; its project moved along');
  }

  /** Waits for the answers to presses that are on their way. */
  async settled(): Promise<void> {
    await Promise.all(this.#answering);
  }

  async #message(messages: Message[], signal: AbortSignal): Promise<void> {
    const read = this.#read(messages);
    if (!read) return;
    const group = messages[0]?.media_group_id;
    if (group !== undefined) this.#albums.set(group, messages);
    const { message } = read;
    if (read.inGroup) {
      await this.#o.repository.setRequester(message.chat, message.id, message.userId);
      if (!(await this.#mayModerate(read, signal))) return;
    }
    const usable = await this.#withoutTooBig(read, signal);
    if (usable) await this.#o.core.accept(usable);
  }

  /**
   * Says that what was asked waits for the store: at most once a minute to a chat, and outside of the delivery ledger,
   * which lies in that store.
   */
  readonly noticeStoreAway = (updates: [Update, ...Update[]]): void => {
    const messages = updates.flatMap((update) => update.message ?? []);
    const read = messages[0] && this.#read(messages);
    if (!read) return;
    const { api, calls, clock, log } = this.#o;
    const { chat } = read.message;
    if (clock.now() - (this.#noticedAt.get(chat) ?? Number.NEGATIVE_INFINITY) < NOTICE_EVERY_MS) return;
    this.#noticedAt.set(chat, clock.now());
    const { chatId, thread } = placeOf(chat);
    const text = translator(read.language)('storeSilent');
    const tell = (limited: AbortSignal) =>
      api.sendMessage(chatId, text, { ...threadOf({ chatId, thread }) }, asApiSignal(limited));
    const telling = calls
      .once('sendMessage', tell, AbortSignal.timeout(PRESS_MS))
      .then(
        // A later look for a lost result must know that this is none.
        (sent) => {
          if (sent) this.#o.ids.seen(chatId, sent.answer.message_id);
        },
        (error: unknown) => log.debug({ chat, err: error }, 'notice that the store is away not sent'),
      )
      .finally(() => this.#answering.delete(telling));
    this.#answering.add(telling);
  };

  #read(messages: Message[]): Read | undefined {
    if (!this.me) throw new Error('updates before getMe');
    return readMessages(messages, { me: this.me, language: this.#o.language });
  }

  /** Rights are looked up when they are used: they may have changed since the menu was shown. */
  async #mayModerate({ message, language, anonymousAdmin }: Read, signal: AbortSignal): Promise<boolean> {
    const command = moderatorCommand(message);
    if (!command || anonymousAdmin) return true;
    const { api, calls } = this.#o;
    const { chatId } = placeOf(message.chat);
    const look = (limited: AbortSignal) => api.getChatMember(chatId, Number(message.userId), asApiSignal(limited));
    try {
      const { status } = await calls.untilDone('getChatMember', look, { signal, idempotent: true });
      if (status === 'creator' || status === 'administrator') return true;
    } catch (error) {
      const failure = readError(error);
      if (mayPass(failure) || failure.kind === 'internal') throw error;
    }
    await this.#tell(message, 'admin', telegramWords(language)('onlyAdmins', { command }), signal);
    return false;
  }

  /** Tells of files that Telegram will not give before anything is begun, and goes on with the rest if there is one. */
  async #withoutTooBig({ message, language }: Read, signal: AbortSignal): Promise<IncomingMessage | undefined> {
    const { files } = this.#o;
    const tooBig = message.attachments.filter((file) => files.tooBig(file));
    if (tooBig.length === 0) return message;
    const rest = message.attachments.filter((file) => !files.tooBig(file));
    const lines = tooBig.map((file: Attachment) => files.refusal(file, language));
    if (rest.length > 0) lines.push(telegramWords(language)('goingOn'));
    await this.#tell(message, 'too-big', lines.join('\n'), signal);
    return rest.length > 0 ? { ...message, attachments: rest } : undefined;
  }

  /** An answer of the adapter's own; it is posted before Telegram may forget the message, and once. */
  async #tell(message: IncomingMessage, what: string, text: string, signal: AbortSignal): Promise<void> {
    const reply = { text, key: `${what}-${message.id}`.slice(0, 25), private: true, inReplyTo: message.id };
    try {
      await this.#o.deliverer.send(message.chat, reply, signal);
    } catch (error) {
      if (!(error instanceof ChatGoneError)) throw error;
    }
  }

  async #edit(edited: Message): Promise<void> {
    const group = edited.media_group_id;
    const album = group === undefined ? undefined : this.#albums.get(group);
    // Of an album that is not remembered only one member is known, which must not stand for the whole.
    if (group !== undefined && !album) return;
    const messages = album?.map((each) => (each.message_id === edited.message_id ? edited : each)) ?? [edited];
    if (group !== undefined) this.#albums.set(group, messages);
    const read = this.#read(messages);
    if (!read) return;
    const attachments = read.message.attachments.filter((file) => !this.#o.files.tooBig(file));
    await this.#o.core.amend({ ...read.message, attachments });
  }

  async #press(query: CallbackQuery): Promise<void> {
    const { repository, core, language: setting } = this.#o;
    const language = setting === 'auto' ? (languageOf('', query.from.language_code) ?? 'en') : setting;
    const say = telegramWords(language);
    let refusal: string | undefined;
    try {
      const { message, data } = query;
      const record = data === undefined ? undefined : await repository.button(data);
      const place = record && placeOf(record.chat);
      const chatId = place && (await repository.chatNow(place.chatId));
      // What a client sends as a press may be made up: the record tells where its button really stands.
      if (!record || !message || chatId !== String(message.chat.id)) {
        refusal = say('buttonOver');
        return;
      }
      const userId = String(query.from.id);
      if (record.userId !== undefined && record.userId !== userId) {
        refusal = say('notYourButton');
        return;
      }
      const chat = message.date === 0 ? keyOf({ ...place, chatId }) : keyOf(placeOfMessage(message));
      const id = `${message.message_id}.${query.id}`;
      if (!isPrivate(message.chat)) await repository.setRequester(chat, id, userId);
      const { name, argument, project } = record;
      const locale = query.from.language_code;
      await core.accept({ id, chat, userId, locale, text: '', attachments: [], command: { name, argument }, project });
    } finally {
      this.#answer(query.id, refusal);
    }
  }

  #answer(id: string, text: string | undefined): void {
    const { api, calls, log } = this.#o;
    const answer = (limited: AbortSignal) =>
      api.answerCallbackQuery(id, text === undefined ? {} : { text, show_alert: true }, asApiSignal(limited));
    const answering = calls
      .untilDone('answerCallbackQuery', answer, { signal: AbortSignal.timeout(PRESS_MS), idempotent: true })
      .then(
        () => {},
        (error: unknown) => log.debug({ err: error }, 'callback query not answered'),
      )
      .finally(() => this.#answering.delete(answering));
    this.#answering.add(answering);
  }
}
