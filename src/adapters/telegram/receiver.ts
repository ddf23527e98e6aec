import { KeyedMutex } from '@reelay/async';
import type { Message, Update } from 'grammy/types';
import { LRUCache } from 'lru-cache';
import type { Refusal } from '../../core/access/access-control.ts';
import {
  type Attachment,
  ChatGoneError,
  type IncomingMessage,
  type PlaceKey,
  placeOf as placeKeyOf,
} from '../../core/chat.ts';
import type { Acceptance } from '../../core/engine.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { translator } from '../../i18n/translator.ts';
import { standsAlone } from '../kit/joining.ts';
import { requestOfLateEdit } from '../kit/late-changes.ts';
import { editOfPart, saysTheSame } from '../kit/received-messages.ts';
import { asApiSignal } from './api.ts';
import { greetGroup } from './greet-group.ts';
import { idOf } from './message-id.ts';
import { type Me, memberOf, type Read, readMessages } from './messages.ts';
import { keyOf, placeOf, placeOfMessage, threadOf } from './place.ts';
import type { ReceiverOptions } from './receiver-options.ts';
import { stopByDraft } from './stop-presses.ts';
import { messagesOf } from './waiting.ts';

/** Messages whose request is remembered with all its members, for edits. */
const MESSAGES_KEPT = 500;
/** A notice is sent within this long or not at all, in ms. */
const NOTICE_LIMIT_MS = 15_000;
/** Least time between two notices to a chat that the store is away, in ms. */
const NOTICE_EVERY_MS = 60_000;
const CHATS_NOTICED_KEPT = 1000;
/** A message that is made to address the bot later than this is not taken any more, in s. */
const LATEST_MENTION_S = 3600;
/** Put under a message that is being read. */
const READING = { type: 'emoji', emoji: '👀' } as const;

/** Sees to updates: who may do what, what is too big, and then to the core. Resolves when the core has it. */
export class Receiver {
  readonly #options: ReceiverOptions;
  /** Both chats report the move, at the same time. */
  readonly #moving = new KeyedMutex();
  /** The messages of one request, by each of them. */
  readonly #requests = new LRUCache<string, Message[]>({ max: MESSAGES_KEPT });
  readonly #notices = new Set<Promise<void>>();
  /** Albums that were seen, those of others in a group too: somebody may point at them. */
  readonly #albums = new LRUCache<string, Message[]>({ max: MESSAGES_KEPT });
  /** When each chat last got the notice that the store is away, in ms since the epoch. */
  readonly #noticedAt = new LRUCache<PlaceKey, number>({ max: CHATS_NOTICED_KEPT });
  me: Me | undefined;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  readonly handle = async (updates: [Update, ...Update[]], signal: AbortSignal): Promise<void> => {
    const [{ callback_query: query, edited_message: edited, my_chat_member: membership, ...other }] = updates;
    const { stopped_message_generation: stopped, update_id: event } = other;
    if (stopped) return stopByDraft(stopped, String(event), this.#options);
    if (membership) {
      this.#options.ephemeral.rightsChanged(keyOf({ chatId: String(membership.chat.id) }));
      return greetGroup(membership, { ...this.#options, me: this.me }, signal);
    }
    // An edit in company of what it edits is part of that.
    if (query) return this.#options.presses.handle(query);
    if (edited) return this.#edit(edited, signal);
    const messages = messagesOf({ updates });
    for (const { chat, message_id: id } of messages) this.#options.ids.seen(String(chat.id), id);
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

  /** Remembers what somebody may point at before it is handled. */
  readonly see = (message: Message): void => {
    this.#options.topics.see(message);
    const { media_group_id: group } = message;
    if (group === undefined) return;
    const others = (this.#albums.get(group) ?? []).filter(({ message_id: id }) => id !== message.message_id);
    this.#albums.set(
      group,
      [...others, message].toSorted((a, b) => a.message_id - b.message_id),
    );
  };

  /** A group became a supergroup. Telegram reports it in both, and may report it in the answer to a send. */
  migrate(from: string, to: string): Promise<void> {
    const { repository, core, log } = this.#options;
    return this.#moving.run(from, async () => {
      if ((await repository.chatNow(from)) === to) return;
      await core.migrate(keyOf({ chatId: from }), keyOf({ chatId: to }));
      await repository.setMove(from, to);
      log.info('group became a supergroup; its project moved along');
    });
  }

  /** Waits for what is being sent. */
  async settled(): Promise<void> {
    await Promise.all([...this.#notices, this.#options.presses.settled()]);
  }

  async #message(messages: Message[], signal: AbortSignal): Promise<void> {
    const { topics } = this.#options;
    const fresh = this.#read(await this.#withoutAccepted(await topics.placed(messages)));
    if (!fresh) return;
    const refused = topics.wouldOpen(fresh) ? await this.#options.core.refusal(fresh.message) : undefined;
    if (refused) return this.#refuse(fresh.message, refused, signal);
    const moved = await topics.openFor(fresh, signal);
    const read = (moved && this.#read(moved)) ?? fresh;
    for (const each of read.members) this.#requests.set(nameOf(each), read.members);
    const { message } = read;
    if (read.inGroup) await this.#options.repository.setRequester(message.chat, message.id, message.userId);
    const { core, files } = this.#options;
    if (read.partOfAlbum && !(await this.#tellOfPart(read, signal))) return;
    const isTooBig = message.attachments.some((file) => files.tooBig(file));
    // Before anything is said about its files.
    const refusal = isTooBig ? await core.refusal(message) : undefined;
    if (refusal) return this.#refuse(message, refusal, signal);
    const usable = await this.#withoutTooBig(read, signal);
    if (!usable) return;
    const acceptance = await this.#accept(usable, read);
    await topics.name(read, signal);
    if (typeof acceptance === 'object') await this.#refuse(message, acceptance, signal);
  }

  /** Says that only one file of an album can be seen, before anything is paid; whether it is gone on with. */
  async #tellOfPart({ message, language, partOfAlbum }: Read, signal: AbortSignal): Promise<boolean> {
    if (standsAlone(message)) return true;
    // Who may not ask is told that alone.
    const refusal = await this.#options.core.refusal(message);
    if (refusal) {
      await this.#refuse(message, refusal, signal);
      return false;
    }
    const t = telegramSentences(language);
    const name = this.me?.username ?? '';
    await this.#reply(message, 'album', t(partOfAlbum === 'own' ? 'partOfOwnAlbum' : 'partOfAlbum', { name }), signal);
    return partOfAlbum === 'pointed';
  }

  /** A stranger who was told a short time ago reads nothing more. */
  async #refuse(message: IncomingMessage, { sentence }: Refusal, signal: AbortSignal): Promise<void> {
    if (sentence !== undefined) await this.#reply(message, 'refused', sentence, signal);
  }

  async #accept(message: IncomingMessage, { members }: Read): Promise<Acceptance> {
    await this.#options.received.submitting(
      message,
      members.map((each) => memberOf(each, this.me)),
    );
    return this.#options.core.accept(message);
  }

  /** Without what an earlier process brought to the core: Telegram may give a part of a request again, without the rest. */
  async #withoutAccepted(messages: Message[]): Promise<Message[]> {
    const { received } = this.#options;
    const accepted = await Promise.all(
      messages.map((each) => received.isAccepted(keyOf(placeOfMessage(each)), idOf(each))),
    );
    return messages.filter((_, index) => !accepted[index]);
  }

  /** Whether a message is a whole request that nothing is to be joined with. */
  readonly standsAlone = ({ message }: Update): boolean => {
    const read = message && this.#read([message]);
    return read !== undefined && standsAlone(read.message);
  };

  /** Shows at once that what waits for more of it is being read; false when it is not for the bot, as far as it goes. */
  readonly showReading = (updates: [Update, ...Update[]]): boolean => {
    const [first] = this.#read(messagesOf({ updates }))?.members ?? [];
    if (!first) return false;
    // What only one person sees takes no reaction.
    if (first.ephemeral_message_id !== undefined) return true;
    const { api, calls, log } = this.#options;
    const react = (limited: AbortSignal) =>
      api.setMessageReaction(first.chat.id, first.message_id, [READING], {}, asApiSignal(limited));
    const reacting = calls
      .once('setMessageReaction', react, AbortSignal.timeout(NOTICE_LIMIT_MS))
      .then(
        () => {},
        // A group may allow no reactions.
        (error: unknown) => log.debug({ err: error }, 'reaction not set'),
      )
      .finally(() => this.#notices.delete(reacting));
    this.#notices.add(reacting);
    return true;
  };

  /**
   * Says that what was asked waits for the store: at most once a minute to a chat, and outside of the delivery ledger,
   * which lies in that store.
   */
  readonly noticeStoreAway = (updates: [Update, ...Update[]]): void => {
    const read = this.#read(messagesOf({ updates }));
    if (!read) return;
    const { api, calls, clock, log } = this.#options;
    const chat = placeKeyOf(read.message.chat);
    if (clock.now() - (this.#noticedAt.get(chat) ?? Number.NEGATIVE_INFINITY) < NOTICE_EVERY_MS) return;
    this.#noticedAt.set(chat, clock.now());
    const { chatId, thread } = placeOf(chat);
    const text = translator(read.language)('storeSilent');
    const tell = (limited: AbortSignal) =>
      api.sendMessage(chatId, text, { ...threadOf({ chatId, thread }) }, asApiSignal(limited));
    const telling = calls
      .once('sendMessage', tell, AbortSignal.timeout(NOTICE_LIMIT_MS), { place: chatId, posts: true })
      .then(
        // A later look for a lost result must know that this is none.
        (sent) => {
          if (sent) this.#options.ids.seen(chatId, sent.answer.message_id);
        },
        (error: unknown) => log.debug({ chat, err: error }, 'notice that the store is away not sent'),
      )
      .finally(() => this.#notices.delete(telling));
    this.#notices.add(telling);
  };

  #read(messages: Message[]): Read | undefined {
    if (!this.me) throw new Error('updates before getMe');
    const albumOf = ({ media_group_id: group }: Message) => (group === undefined ? undefined : this.#albums.get(group));
    return readMessages(messages, { me: this.me, language: this.#options.language, albumOf });
  }

  /** Reports files that Telegram will not give before anything is begun, and goes on with the rest if there is one. */
  async #withoutTooBig({ message, language }: Read, signal: AbortSignal): Promise<IncomingMessage | undefined> {
    const { files } = this.#options;
    const { pointsAt = [] } = message;
    const isPointed = message.attachments.length === 0 && !standsAlone(message);
    const concerned = isPointed ? pointsAt : message.attachments;
    const tooBig = concerned.filter((file) => files.tooBig(file));
    if (tooBig.length === 0) return message;
    const rest = concerned.filter((file) => !files.tooBig(file));
    const lines = tooBig.map((file: Attachment) => files.refusal(file, language));
    if (rest.length > 0) lines.push(telegramSentences(language)('goingOn'));
    await this.#reply(message, 'too-big', lines.join('\n'), signal);
    if (rest.length === 0) return undefined;
    return isPointed ? { ...message, pointsAt: rest } : { ...message, attachments: rest };
  }

  /** An answer of the adapter's own; it is posted before Telegram may forget the message, and once. */
  async #reply(message: IncomingMessage, what: string, text: string, signal: AbortSignal): Promise<void> {
    const reply = { text, key: `${what}-${message.id}`.slice(0, 25), private: true, inReplyTo: message.id };
    try {
      await this.#options.deliverer.send(message.chat, reply, signal);
    } catch (error) {
      if (!(error instanceof ChatGoneError)) throw error;
    }
  }

  /**
   * An edit changes what still waits; later it is a request of its own, or answered. Telegram reports reactions as edits,
   * too: those change nothing of what is said.
   */
  async #edit(given: Message, signal: AbortSignal): Promise<void> {
    const { received, core, repository, topics } = this.#options;
    const [edited = given] = await topics.placed([given]);
    const known = this.#requests.get(nameOf(edited));
    const before = await received.find(keyOf(placeOfMessage(edited)), idOf(edited));
    if (before && saysTheSame(before, memberOf(edited).content)) return;
    // Who only now addresses the bot asks it now.
    const isFresh = (edited.edit_date ?? 0) - edited.date < LATEST_MENTION_S;
    if (!before && !known)
      return isFresh && edited.media_group_id === undefined ? this.#message([edited], signal) : undefined;
    const messages = known?.map((each) => (each.message_id === edited.message_id ? edited : each)) ?? [edited];
    const read = this.#read(messages);
    if (!read) return;
    const attachments = read.message.attachments.filter((file) => !this.#options.files.tooBig(file));
    // Of what is not remembered only one member is known, which must not stand for the whole.
    const isWhole = known !== undefined || (edited.media_group_id === undefined && before?.of === 1);
    if (isWhole) for (const each of messages) this.#requests.set(nameOf(each), messages);
    const part = isWhole || !before ? undefined : editOfPart(read.message, before);
    const amended = isWhole
      ? await core.amend({ ...read.message, attachments })
      : part !== undefined && (await core.amend(part));
    const late = amended || !before ? undefined : requestOfLateEdit(read.message, before);
    if (late) {
      if (read.inGroup) await repository.setRequester(late.chat, late.id, late.userId);
      const acceptance = await core.accept(late);
      if (typeof acceptance === 'object') await this.#refuse(late, acceptance, signal);
    }
    if (!before) return;
    if (part) return received.changedPart(before, memberOf(edited, this.me));
    const members = messages.map((each) => memberOf(each, this.me));
    await received.submitting({ ...read.message, id: before.request, chat: before.chat }, members);
  }
}

/** Tells a message from those of all chats. */
function nameOf(message: Message): string {
  return `${message.chat.id}/${idOf(message)}`;
}
