import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import type { Message } from 'grammy/types';
import { LRUCache } from 'lru-cache';
import { telegramSentences } from '../../i18n/telegram.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { truncate } from '../kit/text.ts';
import { asApiSignal } from './api.ts';
import { MAX_TOPIC_NAME, TOPICS_REFUSED_MS } from './limits.ts';
import { idOf } from './message-id.ts';
import type { Read } from './messages.ts';
import { isPrivate, placeOf, placeOfMessage } from './place.ts';
import type { Repository } from './repository.ts';

export interface PrivateTopicsOptions {
  api: Api;
  calls: Calls;
  repository: Repository;
  clock: Clock;
  log: Logger;
}

const REMEMBERED = 2000;
/** How often a topic is asked for, where Telegram is away. */
const ATTEMPTS = 2;

/**
 * Topics of private chats (https://core.telegram.org/bots/api#createforumtopic, BotFather's "Threaded Mode"): each is a
 * project of its own. What begins a project outside of them opens one, and is from then on as if it had been said there.
 */
export class PrivateTopics {
  readonly #options: PrivateTopicsOptions;
  /** Topics that nobody gave a name. */
  readonly #nameless = new LRUCache<string, true>({ max: REMEMBERED });
  /** Until when no topic is opened in a chat, in ms since the epoch. */
  readonly #refusedUntil = new LRUCache<string, number>({ max: REMEMBERED });
  /** Whether the bot has them, as getMe tells. */
  enabled = false;

  constructor(options: PrivateTopicsOptions) {
    this.#options = options;
  }

  /** Notes a topic that Telegram made and that waits for its name. */
  see({ chat, message_thread_id: thread, forum_topic_created: created }: Message): void {
    if (isPrivate(chat) && created?.is_name_implicit && thread !== undefined)
      this.#nameless.set(`${chat.id}:${thread}`, true);
  }

  /** The messages as if those that opened a topic had been said there. */
  async placed(messages: Message[]): Promise<Message[]> {
    const isOutside = (each: Message) => isPrivate(each.chat) && placeOfMessage(each).thread === undefined;
    if (!this.enabled || !messages.some(isOutside)) return messages;
    return Promise.all(
      messages.map(async (each) => {
        const thread = isOutside(each) ? await this.#topicOf(each) : undefined;
        return thread === undefined ? each : inTopic(each, thread);
      }),
    );
  }

  /** The topic that a message opened, or the album that it is of: a part may come late. */
  async #topicOf(message: Message): Promise<number | undefined> {
    for (const id of [idOf(message), ...albumOf(message)]) {
      const topic = await this.#options.repository.topicOf(String(message.chat.id), id);
      if (topic !== undefined) return topic;
    }
    return undefined;
  }

  /** Whether a request begins a project outside of the topics of a private chat that has some. */
  wouldOpen({ message, members: [first] }: Read): boolean {
    const { chatId, thread } = placeOf(message.chat);
    const begins = message.attachments.length > 0 && !message.command && message.repliesTo === undefined;
    const isOutside = this.enabled && first !== undefined && isPrivate(first.chat) && thread === undefined;
    return begins && isOutside && this.#options.clock.now() >= (this.#refusedUntil.get(chatId) ?? 0);
  }

  /** Opens a topic for what begins a project, and gives its messages there; undefined where none is opened. */
  async openFor(read: Read, signal: AbortSignal): Promise<Message[] | undefined> {
    if (!this.wouldOpen(read)) return undefined;
    const { api, calls, repository, clock, log } = this.#options;
    const { message, members, language } = read;
    const { chatId } = placeOf(message.chat);
    const name = nameOf(message.text) || telegramSentences(language)('newTopic');
    const create = (limited: AbortSignal) => api.createForumTopic(chatId, name, {}, asApiSignal(limited));
    const target = { place: chatId, posts: true };
    try {
      const options = { signal, idempotent: false, attempts: ATTEMPTS, target };
      const { message_thread_id: topic } = await calls.untilDone('createForumTopic', create, options);
      const opened = new Set(members.flatMap((each) => [idOf(each), ...albumOf(each)]));
      for (const id of opened) await repository.setTopic(chatId, id, topic);
      if (nameOf(message.text) === '') this.#nameless.set(`${chatId}:${topic}`, true);
      return members.map((each) => inTopic(each, topic));
    } catch (error) {
      signal.throwIfAborted();
      this.#refusedUntil.set(chatId, clock.now() + TOPICS_REFUSED_MS);
      log.info({ chat: message.chat, err: error }, 'no topic opened; going on in the chat');
      return undefined;
    }
  }

  /** Gives a topic without a name that of the request. Never rejects but for the signal's reason. */
  async name({ message }: Read, signal: AbortSignal): Promise<void> {
    const { api, calls, log } = this.#options;
    const { chatId, thread } = placeOf(message.chat);
    const name = nameOf(message.text);
    if (thread === undefined || name === '' || !this.#nameless.delete(`${chatId}:${thread}`)) return;
    const rename = (limited: AbortSignal) => api.editForumTopic(chatId, thread, { name }, asApiSignal(limited));
    try {
      await calls.once('editForumTopic', rename, signal, { place: chatId, posts: false });
    } catch (error) {
      signal.throwIfAborted();
      log.info({ chat: message.chat, err: error }, 'topic not named');
    }
  }
}

function inTopic(message: Message, thread: number): Message {
  return { ...message, message_thread_id: thread, is_topic_message: true };
}

/** What an album is kept as; no message has such an id. */
function albumOf({ media_group_id: group }: Message): string[] {
  return group === undefined ? [] : [`album-${group}`];
}

/** The request, shortened. */
function nameOf(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim(), MAX_TOPIC_NAME);
}
