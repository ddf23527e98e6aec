import { MessageFlags } from 'discord.js';
import { ChatGoneError, type ChatKey, FileRefusedError, type MessageRef, type Reply } from '../../core/chat.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { Language } from '../../i18n/language.ts';
import type { Body } from './api.ts';
import type { ButtonDedupe } from './button-dedupe.ts';
import { buttonRow } from './buttons.ts';
import { type Context, channelOf } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { DeliveryLedger } from './delivery-ledger.ts';
import { DEFAULT_FILE_BYTES } from './limits.ts';
import { lackingToPost } from './permissions.ts';
import { type PlatformErrorKind, platformErrorKind } from './platform-error.ts';
import type { Ask, Place } from './repository.ts';
import { persist } from './retry.ts';
import { escapeText, splitText } from './text.ts';

/** A reply on its way, with what is known of who asked and where. */
interface Parcel {
  chat: ChatKey;
  reply: Reply;
  ask: Ask | undefined;
  place: Place | undefined;
  language: Language;
  slip: DeliveryLedger;
  signal: AbortSignal;
}

/** The way of a reply that takes the place of "thinking". */
const ORIGINAL = '@original';

/** Posts results: into the channel, into the answer to a command, or to the asker alone, whichever the reply calls for. */
export class Deliverer {
  readonly #o: Context;
  readonly #originals: DeferredReplies;
  readonly #presses: ButtonDedupe;
  /** Requests whose file the channel did not take for want of a permission; told once the link is posted. */
  readonly #withoutFile = new Set<string>();

  constructor(context: Context, originals: DeferredReplies, presses: ButtonDedupe) {
    this.#o = context;
    this.#originals = originals;
    this.#presses = presses;
  }

  /**
   * Posts a reply and gives the id of its (last) message. Waits out rate limits and repeats until it is there, in this
   * process or the next one; a message of a channel carries the reply's key as its nonce, so that Discord itself drops
   * the repetition, and is looked for when that is too old.
   * @throws ChatGoneError · FileRefusedError · the signal's reason
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const { records } = this.#o;
    const place = await records.place(chat);
    const ask = reply.inReplyTo === undefined ? undefined : await records.ask(chat, reply.inReplyTo);
    const slip = await DeliveryLedger.of(this.#o, chat, reply.key);
    const ref =
      slip.ref ?? (await this.#route({ chat, reply, ask, place, language: ask?.language ?? 'en', slip, signal }));
    await slip.finish(ref);
    await this.#presses.answered(ask);
    return ref;
  }

  async #route(parcel: Parcel): Promise<MessageRef> {
    const { reply, ask, place } = parcel;
    if (ask && (await this.#intoOriginal(parcel, ask))) return '@original';
    if (ask) await this.#originals.settle(ask);
    if (reply.private && place?.kind !== 'dm') {
      const ref = await this.#aside(parcel);
      if (ref !== undefined) {
        // Nothing will come to stand where everybody sees that something was asked.
        if (ask?.answersThere && !ask.ephemeral) await this.#originals.remove(ask);
        return ref;
      }
    }
    if (place?.kind === 'alone') return this.#alone(parcel);
    return this.#intoChannel(parcel);
  }

  /** The first reply to a command that only asks takes the place of "thinking". */
  async #intoOriginal(parcel: Parcel, ask: Ask): Promise<boolean> {
    const { reply, place, slip, signal } = parcel;
    const seenByOthers = reply.private && !ask.ephemeral && place?.kind !== 'dm';
    if (!ask.answersThere || reply.video || seenByOthers) return false;
    const [first, ...more] = bodiesOf(reply, ask);
    const earlier = slip.begun(ORIGINAL);
    if (!first) return false;
    // An earlier process began it: when the original is answered by now, then with this.
    if (!(earlier && ask.original === 'answered')) {
      // Of an original that is answered or over nothing is noted: the reply takes another way.
      if (ask.original !== 'none' && ask.original !== 'answered') await slip.begin(ORIGINAL);
      if (!(await this.#originals.answer(ask, first, signal))) return false;
    }
    const hook = this.#o.records.hookOf(ask);
    if (!hook) return true;
    for (const [index, body] of more.entries()) {
      const whole = { ...body, flags: ask.ephemeral ? MessageFlags.Ephemeral : undefined };
      const step = { name: `${ORIGINAL}/${index + 1}`, body: whole, ...(!ask.ephemeral && this.#seenIn(parcel)) };
      await slip.once(step, signal, () => this.#o.api.followUp(hook, whole, signal));
    }
    return true;
  }

  /** To the asker alone; undefined when there is no such way and the channel must do. */
  async #aside(parcel: Parcel): Promise<MessageRef | undefined> {
    const ref = await this.#followUp(parcel, MessageFlags.Ephemeral);
    return ref ?? this.#intoDm(parcel, (place) => discordWords(parcel.language)('aboutRequest', { place }));
  }

  /** Where the bot is no member: through the interaction while it lives, then as a DM. */
  async #alone(parcel: Parcel): Promise<MessageRef> {
    const { reply, ask, place } = parcel;
    const limit = ask?.answerBytes ?? place?.answerBytes ?? DEFAULT_FILE_BYTES;
    if (reply.video && reply.video.bytes > limit) throw new FileRefusedError('over the limit of the interaction');
    const ref = await this.#followUp(parcel);
    if (ref !== undefined) return ref;
    const inDm = await this.#intoDm(parcel, (name) => discordWords(parcel.language)('aboutRequest', { place: name }));
    if (inDm === undefined) throw new ChatGoneError('the interaction is over, and the asker takes no messages');
    return inDm;
  }

  async #intoChannel(parcel: Parcel): Promise<MessageRef> {
    const { chat, reply, ask, place, signal } = parcel;
    const channel = channelOf(chat);
    const { video } = reply;
    if (video && video.bytes > this.#o.tiers.bytes(place?.guild)) {
      // Who asked may be allowed more than the server is, and so is the answer to their interaction.
      const ref = video.bytes <= (ask?.answerBytes ?? 0) ? await this.#followUp(parcel) : undefined;
      if (ref !== undefined) return ref;
      throw new FileRefusedError('over the limit of the channel');
    }
    try {
      const ref = await this.#post(channel, parcel);
      await this.#tellWithoutFile(parcel);
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      const trouble = platformErrorKind(error);
      if (trouble.kind === 'file-too-large') throw new FileRefusedError('refused for its size', { cause: error });
      if (trouble.kind === 'gone') throw new ChatGoneError('the channel is gone', { cause: error });
      if (trouble.kind !== 'forbidden') throw error;
      return this.#notAllowed(parcel, trouble, error);
    }
  }

  /** The bot may not post this there: without the file perhaps, else to the asker. */
  async #notAllowed(
    parcel: Parcel,
    trouble: PlatformErrorKind & { kind: 'forbidden' },
    cause: unknown,
  ): Promise<MessageRef> {
    const { reply, ask, place, language } = parcel;
    if (reply.video && !trouble.access) {
      if (ask) this.#withoutFile.add(ask.id);
      throw new FileRefusedError('files may not be attached', { cause });
    }
    if (ask) this.#withoutFile.delete(ask.id);
    const say = discordWords(language);
    const permission = say(lackingToPost(trouble.access, place?.channelType));
    const ref = await this.#intoDm(parcel, (name) => say('answerHere', { place: name, permission }));
    if (ref !== undefined) return ref;
    throw new ChatGoneError(`the bot may not post there, and the asker takes no messages`, { cause });
  }

  /** The link is posted; the asker alone is told which permission the file would have needed. */
  async #tellWithoutFile(parcel: Parcel): Promise<void> {
    const { ask, chat, language } = parcel;
    if (!ask || !this.#withoutFile.delete(ask.id)) return;
    const say = discordWords(language);
    const text = say('cannotAttach', { place: `<#${channelOf(chat)}>`, permission: say('attachFiles') });
    try {
      const hook = this.#o.records.hookOf(ask);
      if (hook) await this.#o.api.followUp(hook, { content: text, flags: MessageFlags.Ephemeral }, parcel.signal);
      else await this.#o.api.createMessage(await this.#o.api.openDm(ask.userId, parcel.signal), { content: text });
    } catch (error) {
      this.#o.log.info({ err: error, chat }, 'missing permission to attach files; it could not be told');
    }
  }

  /** As a further answer to the interaction; undefined when its token is over. */
  async #followUp(parcel: Parcel, flags?: MessageFlags): Promise<MessageRef | undefined> {
    const { reply, ask, slip, signal } = parcel;
    const hook = this.#o.records.hookOf(ask);
    if (!ask?.hook) return undefined;
    let ref: MessageRef | undefined;
    try {
      for (const [index, body] of bodiesOf(reply, ask).entries()) {
        const whole = { ...body, flags: flags ?? body.flags };
        const seen = flags === MessageFlags.Ephemeral ? {} : this.#seenIn(parcel);
        const step = { name: `answer/${index}`, body: whole, ...seen };
        // A token that is over posts nothing, but what it posted before may be there.
        ref = hook
          ? await slip.once(step, signal, () => this.#o.api.followUp(hook, whole, signal))
          : await persist(this.#o.clock, signal, () => slip.found(step, signal));
        if (ref === undefined) return undefined;
      }
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      const { kind } = platformErrorKind(error);
      if (kind === 'file-too-large') throw new FileRefusedError('refused for its size', { cause: error });
      if (kind !== 'token-over' && kind !== 'gone' && kind !== 'message-gone' && kind !== 'forbidden') throw error;
      return undefined;
    }
  }

  /** Where an answer that everybody sees can be looked for: where the bot is a member. */
  #seenIn({ chat, place }: Parcel): { channel?: string } {
    return place?.kind === 'alone' ? {} : { channel: channelOf(chat) };
  }

  /** As a DM with a first line that says what it is about; undefined when the asker takes none. */
  async #intoDm(parcel: Parcel, headline: (place: string) => string): Promise<MessageRef | undefined> {
    const { chat, ask, reply, signal } = parcel;
    if (!ask) return undefined;
    if (reply.video && reply.video.bytes > DEFAULT_FILE_BYTES) throw new FileRefusedError('over the limit of a DM');
    try {
      const dm = await persist(this.#o.clock, signal, () => this.#o.api.openDm(ask.userId, signal));
      const head = `${headline(`<#${channelOf(chat)}>`)}\n`;
      return await this.#post(dm, parcel, head);
    } catch (error) {
      signal.throwIfAborted();
      const trouble = platformErrorKind(error);
      if (trouble.kind === 'file-too-large') throw new FileRefusedError('refused for its size', { cause: error });
      if (trouble.kind !== 'gone' && trouble.kind !== 'forbidden') throw error;
      this.#o.log.info({ err: error, chat }, 'the asker takes no direct messages');
      return undefined;
    }
  }

  async #post(channel: string, { reply, ask, slip, signal }: Parcel, head = ''): Promise<MessageRef> {
    let ref = '';
    let replyTo = ask?.replyTo?.channel === channel ? ask.replyTo.message : undefined;
    const bodies = bodiesOf(reply, ask, head);
    for (const [index, body] of bodies.entries()) {
      // The last piece carries file and buttons; it has the key itself for its nonce.
      const nonce = index === bodies.length - 1 ? reply.key : `${reply.key.slice(0, 20)}-${index}`;
      const whole = { ...body, nonce };
      const step = { name: `${channel}/${index}`, body: whole, channel, repliesTo: replyTo };
      ref = await slip.once(step, signal, async () => {
        try {
          return await this.#o.api.createMessage(channel, { ...whole, replyTo }, signal);
        } catch (error) {
          if (signal.aborted || platformErrorKind(error).kind !== 'no-reply') throw error;
          replyTo = undefined;
          return this.#o.api.createMessage(channel, whole, signal);
        }
      });
      replyTo = undefined;
    }
    return ref;
  }
}

/** The messages that a reply makes: long text in pieces, file and buttons with the last one. */
function bodiesOf(reply: Reply, ask: Ask | undefined, head = ''): Body[] {
  const pieces = splitText(head + escapeText(reply.text));
  const components =
    reply.next && ask ? buttonRow(reply.next, { project: reply.project, userId: ask.userId }) : undefined;
  const file = reply.video && { path: reply.video.path, name: reply.video.name };
  return pieces.map((content, index) =>
    // The previews of links would stand between the video and its buttons.
    index < pieces.length - 1
      ? { content }
      : { content, components, ...(file ? { file, flags: MessageFlags.SuppressEmbeds } : {}) },
  );
}
