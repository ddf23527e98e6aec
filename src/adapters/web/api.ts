import { randomBytes } from 'node:crypto';
import { KeyedMutex } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { ChatKey } from '../../core/chat.ts';
import { shownMessage } from './buttons.ts';
import type { Events } from './events.ts';
import { MAX_CHATS, MAX_MESSAGES } from './limits.ts';
import { keyOf, partsOf } from './place.ts';
import { chatGone } from './platform-error.ts';
import type { MessageRecord, Repository } from './repository.ts';
import { titleOf } from './text.ts';
import type { PageChat, PageMessage } from './wire.ts';

export interface ApiOptions {
  repository: Repository;
  events: Events;
  now: () => number;
}

/** Chats that are held in memory; the others are read when they are asked for. */
const CHATS_HELD = 500;

/**
 * The calls of this platform: chats and their messages, as every tab of a visitor shows them. What is posted is in the
 * store before it is shown.
 */
export class Api {
  readonly #options: ApiOptions;
  readonly #order = new KeyedMutex();
  readonly #held = new LRUCache<ChatKey, MessageRecord[]>({ max: CHATS_HELD });

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** A visitor's projects, the one that something happened in last first. */
  async chats(visitor: string): Promise<PageChat[]> {
    const { chats } = await this.#options.repository.visitor(visitor);
    return chats.toSorted((a, b) => b.at - a.at);
  }

  /** Whether the visitor has this project. */
  async has(visitor: string, chat: string): Promise<boolean> {
    return (await this.#options.repository.visitor(visitor)).chats.some(({ id }) => id === chat);
  }

  /** Begins a project, or gives the one that is still empty; undefined where the visitor has too many. */
  async begin(visitor: string): Promise<PageChat | undefined> {
    return this.#order.run(visitor, async () => {
      const { repository, now, events } = this.#options;
      const { chats } = await repository.visitor(visitor);
      const empty = chats.find(({ title }) => title === '');
      if (empty) return empty;
      if (chats.length >= MAX_CHATS) return undefined;
      const chat = { id: randomBytes(6).toString('hex'), title: '', at: now() };
      await repository.setVisitor(visitor, { chats: [chat, ...chats] });
      events.publish(visitor, { type: 'chats', chats: await this.chats(visitor) });
      return chat;
    });
  }

  /** The chat's messages, oldest first. */
  async messages(chat: ChatKey): Promise<PageMessage[]> {
    return (await this.read(chat)).map(shownMessage);
  }

  /** The chat's messages with what their buttons do. */
  async read(chat: ChatKey): Promise<readonly MessageRecord[]> {
    const held = this.#held.get(chat);
    if (held) return held;
    const messages = await this.#options.repository.messages(chat);
    // A change that was made meanwhile knows more.
    const now = this.#held.get(chat) ?? messages;
    this.#held.set(chat, now);
    return now;
  }

  /**
   * Puts a message into the chat; one with an id that is there already stays as it is.
   * @throws PlatformError `chat-gone` where the visitor has no such chat
   */
  async post(chat: ChatKey, message: MessageRecord): Promise<void> {
    const { visitor, chat: id } = partsOf(chat);
    await this.#change(chat, async (messages) => {
      if (!(await this.has(visitor, id))) throw chatGone();
      if (messages.some((each) => each.id === message.id)) return undefined;
      return [...messages, message].slice(-MAX_MESSAGES);
    });
    this.#options.events.publish(visitor, { type: 'message', chat: id, message: shownMessage(message) });
    if (!message.progress) await this.#touch(visitor, id, message);
  }

  /**
   * Changes a message; gives false where there is none.
   * @param lasting false for what need not outlive the process, such as how far a request is
   */
  async edit(
    chat: ChatKey,
    id: string,
    change: (message: MessageRecord) => MessageRecord,
    { lasting }: { lasting: boolean },
  ): Promise<boolean> {
    let changed: MessageRecord | undefined;
    await this.#change(
      chat,
      async (messages) => {
        const index = messages.findIndex((message) => message.id === id);
        const before = messages[index];
        if (!before) return undefined;
        changed = change(before);
        return messages.with(index, changed);
      },
      lasting,
    );
    if (!changed) return false;
    const { visitor, chat: name } = partsOf(chat);
    this.#options.events.publish(visitor, { type: 'message', chat: name, message: shownMessage(changed) });
    return true;
  }

  /** Takes a message away; gives false where there is none. */
  async remove(chat: ChatKey, id: string): Promise<boolean> {
    let found = false;
    await this.#change(chat, async (messages) => {
      found = messages.some((message) => message.id === id);
      return found ? messages.filter((message) => message.id !== id) : undefined;
    });
    const { visitor, chat: name } = partsOf(chat);
    if (found) this.#options.events.publish(visitor, { type: 'removed', chat: name, id });
    return found;
  }

  /** Erases the chat's messages and its title. */
  async forget(chat: ChatKey): Promise<void> {
    const { repository, events } = this.#options;
    const { visitor, chat: id } = partsOf(chat);
    await this.#order.run(chat, async () => {
      await repository.deleteMessages(chat);
      this.#held.delete(chat);
    });
    await this.#order.run(visitor, async () => {
      const { chats } = await repository.visitor(visitor);
      await repository.setVisitor(visitor, {
        chats: chats.map((each) => (each.id === id ? { ...each, title: '' } : each)),
      });
    });
    events.publish(visitor, { type: 'reset' });
  }

  async #change(
    chat: ChatKey,
    change: (messages: readonly MessageRecord[]) => Promise<MessageRecord[] | undefined>,
    lasting = true,
  ): Promise<void> {
    await this.#order.run(chat, async () => {
      const messages = await change(await this.read(chat));
      if (!messages) return;
      if (lasting) await this.#options.repository.setMessages(chat, messages);
      this.#held.set(chat, messages);
    });
  }

  /** The chat moves to the top of the list, and is called by what was asked in it first. */
  async #touch(visitor: string, id: string, { from, text, files, at }: MessageRecord): Promise<void> {
    const { repository, events } = this.#options;
    await this.#order.run(visitor, async () => {
      const { chats } = await repository.visitor(visitor);
      const title = from === 'user' ? titleOf(text) || (files?.[0]?.name ?? '') : '';
      await repository.setVisitor(visitor, {
        chats: chats.map((chat) => (chat.id === id ? { ...chat, at, title: chat.title || title } : chat)),
      });
    });
    events.publish(visitor, { type: 'chats', chats: await this.chats(visitor) });
  }
}

/** The chat's key, where it is one of the visitor's. */
export async function ownChat(api: Api, visitor: string, chat: string): Promise<ChatKey | undefined> {
  return /^[0-9a-f]{12}$/.test(chat) && (await api.has(visitor, chat)) ? keyOf(visitor, chat) : undefined;
}
