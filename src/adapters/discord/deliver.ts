import { MessageFlags } from 'discord.js';
import { ChatGoneError, type ChatKey, FileRefusedError, type MessageRef, type Reply } from '../../core/chat.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { Language } from '../../i18n/language.ts';
import type { Delivery, OutgoingMessage } from '../kit/delivery-ledger.ts';
import { isPlatformError, type PlatformError } from '../kit/platform-error.ts';
import type { Body } from './api.ts';
import { buttonRow } from './buttons.ts';
import { type Context, channelOf } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { DEFAULT_FILE_BYTES, NONCE_MS } from './limits.ts';
import { findMessage, type SearchedMessage } from './message-search.ts';
import { lackingToPost } from './permissions.ts';
import type { Ask, Place } from './repository.ts';
import { messagesOfText } from './text.ts';

/** A reply on its way, with what is known of who asked and where. */
interface OutgoingReply {
  chat: ChatKey;
  reply: Reply;
  ask: Ask | undefined;
  place: Place | undefined;
  language: Language;
  delivery: Delivery;
  signal: AbortSignal;
}

/** The route of a reply that replaces the deferred reply to a command. */
const DEFERRED_REPLY = '@original';

/** Posts results: into the channel, into the answer to a command, or to the asker alone, whichever the reply calls for. */
export class Deliverer {
  readonly #o: Context;
  readonly #deferredReplies: DeferredReplies;
  /** Requests whose file the channel did not take for want of a permission; said once the link is posted. */
  readonly #withoutFile = new Set<string>();

  constructor(context: Context, deferredReplies: DeferredReplies) {
    this.#o = context;
    this.#deferredReplies = deferredReplies;
  }

  /**
   * Posts a reply and gives the id of its (last) message. Waits out rate limits and repeats until it is there, in this
   * process or the next one; a message of a channel carries the reply's key as its nonce, so that Discord itself drops
   * the repetition, and is looked for when that is too old.
   * @throws ChatGoneError · FileRefusedError · the signal's reason
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const { records, ledger } = this.#o;
    const place = await records.place(chat);
    const ask = reply.inReplyTo === undefined ? undefined : await records.ask(chat, reply.inReplyTo);
    const delivery = await ledger.open(chat, reply.key);
    const language = ask?.language ?? 'en';
    const ref = delivery.ref ?? (await this.#route({ chat, reply, ask, place, language, delivery, signal }));
    await delivery.finish(ref);
    return ref;
  }

  async #route(outgoing: OutgoingReply): Promise<MessageRef> {
    const { reply, ask, place } = outgoing;
    if (ask && (await this.#intoDeferredReply(outgoing, ask))) return DEFERRED_REPLY;
    if (ask) await this.#deferredReplies.settle(ask);
    if (reply.private && place?.kind !== 'dm') {
      const ref = await this.#privately(outgoing);
      if (ref !== undefined) {
        // Nothing will come to stand where everybody sees that something was asked.
        if (ask?.answersThere && !ask.ephemeral) await this.#deferredReplies.remove(ask);
        return ref;
      }
    }
    if (place?.kind === 'alone') return this.#whereNoMember(outgoing);
    return this.#intoChannel(outgoing);
  }

  /** The first reply to a command that only asks takes the place of "thinking". */
  async #intoDeferredReply(outgoing: OutgoingReply, ask: Ask): Promise<boolean> {
    const { reply, place, delivery, signal } = outgoing;
    const seenByOthers = reply.private && !ask.ephemeral && place?.kind !== 'dm';
    if (!ask.answersThere || reply.video || seenByOthers) return false;
    const [first, ...more] = bodiesOf(reply, ask);
    const earlier = delivery.begun(DEFERRED_REPLY);
    if (!first) return false;
    // An earlier process began it: when the deferred reply is answered by now, then with this.
    if (!(earlier && ask.original === 'answered')) {
      // Of one that is answered or over nothing is noted: the reply takes another route.
      if (ask.original !== 'none' && ask.original !== 'answered') await delivery.begin(DEFERRED_REPLY);
      if (!(await this.#deferredReplies.answer(ask, first, signal))) return false;
    }
    const hook = this.#o.records.hookOf(ask);
    if (!hook) return true;
    for (const [index, body] of more.entries()) {
      const whole = { ...body, flags: ask.ephemeral ? MessageFlags.Ephemeral : undefined };
      const searched = { chat: outgoing.chat, body: whole, ...(!ask.ephemeral && searchableIn(outgoing)) };
      const send = (own: AbortSignal) => this.#o.api.followUp(hook, whole, own);
      await delivery.post(this.#message(`${DEFERRED_REPLY}/${index + 1}`, searched, send), signal);
    }
    return true;
  }

  /** To the asker alone; undefined when that is not possible and the channel must do. */
  async #privately(outgoing: OutgoingReply): Promise<MessageRef | undefined> {
    const ref = await this.#followUp(outgoing, MessageFlags.Ephemeral);
    return ref ?? this.#intoDm(outgoing, (place) => discordWords(outgoing.language)('aboutRequest', { place }));
  }

  /** Where the bot is no member: through the interaction while it lives, then as a DM. */
  async #whereNoMember(outgoing: OutgoingReply): Promise<MessageRef> {
    const { reply, ask, place } = outgoing;
    const limit = ask?.answerBytes ?? place?.answerBytes ?? DEFAULT_FILE_BYTES;
    if (reply.video && reply.video.bytes > limit) throw new FileRefusedError('over the limit of the interaction');
    const ref = (await this.#followUp(outgoing)) ?? (await this.#aboutRequestInDm(outgoing));
    if (ref === undefined) throw new ChatGoneError('the interaction is over, and the asker takes no messages');
    return ref;
  }

  #aboutRequestInDm(outgoing: OutgoingReply): Promise<MessageRef | undefined> {
    return this.#intoDm(outgoing, (place) => discordWords(outgoing.language)('aboutRequest', { place }));
  }

  async #intoChannel(outgoing: OutgoingReply): Promise<MessageRef> {
    const { chat, reply, ask, place, signal } = outgoing;
    const channel = channelOf(chat);
    const { video } = reply;
    if (video && video.bytes > this.#o.tiers.bytes(place?.guild)) {
      // Who asked may be allowed more than the server is, and so is the answer to their interaction.
      const ref = video.bytes <= (ask?.answerBytes ?? 0) ? await this.#followUp(outgoing) : undefined;
      if (ref !== undefined) return ref;
      throw new FileRefusedError('over the limit of the channel');
    }
    try {
      const ref = await this.#post(channel, outgoing);
      await this.#noticeWithoutFile(outgoing);
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large')) throw new FileRefusedError('refused for its size', { cause: error });
      if (isPlatformError(error, 'chat-gone')) throw new ChatGoneError('the channel is gone', { cause: error });
      if (isPlatformError(error, 'forbidden', 'no-access')) return this.#notAllowed(outgoing, error);
      throw error;
    }
  }

  /** The bot may not post this there: without the file perhaps, else to the asker. */
  async #notAllowed(outgoing: OutgoingReply, cause: PlatformError): Promise<MessageRef> {
    const { reply, ask, place, language } = outgoing;
    const seesChannel = cause.kind === 'forbidden';
    if (reply.video && seesChannel) {
      if (ask) this.#withoutFile.add(ask.id);
      throw new FileRefusedError('files may not be attached', { cause });
    }
    if (ask) this.#withoutFile.delete(ask.id);
    const say = discordWords(language);
    const permission = say(lackingToPost(!seesChannel, place?.channelType));
    const ref = await this.#intoDm(outgoing, (name) => say('answerHere', { place: name, permission }));
    if (ref !== undefined) return ref;
    throw new ChatGoneError('the bot may not post there, and the asker takes no messages', { cause });
  }

  /** The link is posted; the asker alone hears which permission the file would have needed. */
  async #noticeWithoutFile({ ask, chat, language, signal }: OutgoingReply): Promise<void> {
    if (!ask || !this.#withoutFile.delete(ask.id)) return;
    const { api, records, log } = this.#o;
    const say = discordWords(language);
    const content = say('cannotAttach', { place: `<#${channelOf(chat)}>`, permission: say('attachFiles') });
    try {
      const hook = records.hookOf(ask);
      if (hook) await api.followUp(hook, { content, flags: MessageFlags.Ephemeral }, signal);
      else await api.createMessage(await api.openDm(ask.userId, signal), { content });
    } catch (error) {
      log.info({ err: error, chat }, 'notice of a missing permission not sent');
    }
  }

  /** As a further answer to the interaction; undefined when its token is over. */
  async #followUp(outgoing: OutgoingReply, flags?: MessageFlags): Promise<MessageRef | undefined> {
    const { chat, reply, ask, delivery, signal } = outgoing;
    const hook = this.#o.records.hookOf(ask);
    if (!ask?.hook) return undefined;
    let ref: MessageRef | undefined;
    try {
      for (const [index, body] of bodiesOf(reply, ask).entries()) {
        const whole = { ...body, flags: flags ?? body.flags };
        const searched = { chat, body: whole, ...(flags !== MessageFlags.Ephemeral && searchableIn(outgoing)) };
        const send = (own: AbortSignal) => this.#o.api.followUp(hook ?? NO_WEBHOOK, whole, own);
        const message = this.#message(`answer/${index}`, searched, send);
        // A token that is over posts nothing, but what it posted before may be there.
        ref = hook ? await delivery.post(message, signal) : await delivery.find(message, signal);
        if (ref === undefined) return undefined;
      }
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large')) throw new FileRefusedError('refused for its size', { cause: error });
      if (isPlatformError(error, 'token-expired', 'chat-gone', 'message-gone', 'forbidden', 'no-access')) {
        return undefined;
      }
      throw error;
    }
  }

  /** As a DM with a first line that says what it is about; undefined when the asker takes none. */
  async #intoDm(outgoing: OutgoingReply, headline: (place: string) => string): Promise<MessageRef | undefined> {
    const { chat, ask, reply, signal } = outgoing;
    if (!ask) return undefined;
    if (reply.video && reply.video.bytes > DEFAULT_FILE_BYTES) throw new FileRefusedError('over the limit of a DM');
    const { api, calls, log } = this.#o;
    try {
      const open = (own: AbortSignal) => api.openDm(ask.userId, own);
      const dm = await calls.untilDone('open DM', open, { signal, idempotent: true });
      return await this.#post(dm, outgoing, `${headline(`<#${channelOf(chat)}>`)}\n`);
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large')) throw new FileRefusedError('refused for its size', { cause: error });
      if (!isPlatformError(error, 'chat-gone', 'forbidden', 'no-access')) throw error;
      log.info({ err: error, chat }, 'the asker takes no direct messages');
      return undefined;
    }
  }

  async #post(channel: string, outgoing: OutgoingReply, head = ''): Promise<MessageRef> {
    const { chat, reply, ask, delivery, signal } = outgoing;
    let ref = '';
    let replyTo = ask?.replyTo?.channel === channel ? ask.replyTo.message : undefined;
    const bodies = bodiesOf(reply, ask, head);
    for (const [index, body] of bodies.entries()) {
      // The last part carries file and buttons; it has the key itself for its nonce.
      const nonce = index === bodies.length - 1 ? reply.key : `${reply.key.slice(0, 20)}-${index}`;
      const whole = { ...body, nonce };
      const searched = { chat, body: whole, channel, repliesTo: replyTo };
      const send = async (own: AbortSignal) => {
        try {
          return await this.#o.api.createMessage(channel, { ...whole, replyTo }, own);
        } catch (error) {
          if (own.aborted || !isPlatformError(error, 'reply-forbidden')) throw error;
          replyTo = undefined;
          return this.#o.api.createMessage(channel, whole, own);
        }
      };
      ref = await delivery.post(this.#message(`${channel}/${index}`, searched, send), signal);
      replyTo = undefined;
    }
    return ref;
  }

  #message(name: string, searched: SearchedMessage, send: OutgoingMessage['send']): OutgoingMessage {
    return {
      name,
      what: 'create message',
      send,
      repeatsSafely: (at) => searched.body.nonce !== undefined && this.#o.clock.now() - at < NONCE_MS,
      find: (part, signal) => findMessage(this.#o, searched, part, signal),
    };
  }
}

/** Stands where a webhook is over: what is only looked for is never sent. */
const NO_WEBHOOK = { application: '', token: '' };

/** Where an answer that everybody sees can be looked for: where the bot is a member. */
function searchableIn({ chat, place }: OutgoingReply): { channel?: string } {
  return place?.kind === 'alone' ? {} : { channel: channelOf(chat) };
}

/** The messages that a reply makes: long text in parts, file and buttons with the last one. */
function bodiesOf(reply: Reply, ask: Ask | undefined, head = ''): Body[] {
  const parts = messagesOfText(reply.text, head);
  const components =
    reply.next && ask ? buttonRow(reply.next, { project: reply.project, userId: ask.userId }) : undefined;
  const file = reply.video && { path: reply.video.path, name: reply.video.name };
  return parts.map((content, index) =>
    // The previews of links would stand between the video and its buttons.
    index < parts.length - 1
      ? { content }
      : { content, components, ...(file ? { file, flags: MessageFlags.SuppressEmbeds } : {}) },
  );
}
