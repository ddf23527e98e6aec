import { MessageFlags } from 'discord.js';
import { ChatGoneError, type ChatKey, FileRefusedError, type MessageRef, type Reply } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { OutgoingMessage } from '../kit/delivery-ledger.ts';
import { isPlatformError, type PlatformError } from '../kit/platform-error.ts';
import type { Context } from './context.ts';
import type { DeferredReplies } from './deferred-replies.ts';
import { DEFAULT_FILE_BYTES, FILE_FAILURES, NONCE_MS } from './limits.ts';
import { findMessage, type SearchedMessage } from './message-search.ts';
import { EXPIRED_WEBHOOK, type OutgoingReply, searchableIn, withoutSecrets } from './outgoing-reply.ts';
import { missingAfterRefusal } from './permissions.ts';
import { channelOf } from './place.ts';
import { isServerFault } from './platform-error.ts';
import { bodiesOf, isLaidOut, plainerThan } from './reply-bodies.ts';
import type { RequestRecord } from './repository.ts';

/** The route of a reply that replaces the deferred reply to a command. */
const DEFERRED_REPLY = '@original';

/** Posts results: into the channel, into the answer to a command, or to the requester alone, whichever the reply calls for. */
export class Deliverer {
  readonly #context: Context;
  readonly #deferredReplies: DeferredReplies;
  /** Requests whose file the channel did not take for want of a permission; said once the link is posted. */
  readonly #withoutFile = new Set<string>();
  /** Discord refused a layout, and took the same as a plain message: no other one is tried in this process. */
  #withoutLayouts = false;

  constructor(context: Context, deferredReplies: DeferredReplies) {
    this.#context = context;
    this.#deferredReplies = deferredReplies;
  }

  /**
   * Posts a reply and gives the id of its (last) message. Waits out rate limits and repeats until it is there, in this
   * process or the next one; a message of a channel carries the reply's key as its nonce, so that Discord itself drops
   * the repetition, and is looked for when that is too old.
   * @throws ChatGoneError · FileRefusedError · the signal's reason
   */
  async send(chat: ChatKey, reply: Reply, signal: AbortSignal): Promise<MessageRef> {
    const { repository, ledger } = this.#context;
    const place = await repository.place(chat);
    const request = reply.inReplyTo === undefined ? undefined : await repository.request(chat, reply.inReplyTo);
    const delivery = await ledger.open(chat, reply.key);
    const language = request?.language ?? 'en';
    const laidOut = !this.#withoutLayouts && isLaidOut(reply, place);
    const outgoing = { chat, reply, laidOut, request, place, language, delivery, signal };
    const ref = delivery.ref ?? (await this.#route(outgoing));
    await delivery.finish(ref);
    return ref;
  }

  async #route(outgoing: OutgoingReply): Promise<MessageRef> {
    const { reply, request, place } = outgoing;
    if (reply.replaces !== undefined && (await this.#intoMenu(outgoing))) return reply.replaces;
    if (request && (await this.#intoDeferredReply(outgoing, request))) return DEFERRED_REPLY;
    if (request) await this.#deferredReplies.settle(request);
    if (reply.private && place?.kind !== 'dm') {
      const ref = await this.#privately(outgoing);
      if (ref !== undefined) {
        // Nothing will come to stand where everybody sees that something was asked.
        if (request?.answersInPlace && !request.ephemeral) await this.#deferredReplies.remove(request);
        return ref;
      }
      if (reply.confidential) return this.#openly({ ...outgoing, reply: withoutSecrets(outgoing) });
    }
    return this.#openly(outgoing);
  }

  /** Where everybody reads it. */
  #openly(outgoing: OutgoingReply): Promise<MessageRef> {
    if (outgoing.place?.kind === 'not-member') return this.#whereNoMember(outgoing);
    return this.#intoChannel(outgoing);
  }

  /** A choice changes the message that it was made in; false when that cannot be, and the reply is to be posted. */
  async #intoMenu({ chat, reply, request, signal }: OutgoingReply): Promise<boolean> {
    const { api, calls, repository, log } = this.#context;
    const webhook = repository.webhookOf(request);
    const [body, ...more] = bodiesOf(reply, request);
    if (!webhook || !body || more.length > 0) return false;
    try {
      const edit = () => api.editAnswer(webhook, DEFERRED_REPLY, body, signal);
      await calls.untilDone('edit menu', edit, { signal, idempotent: true });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      log.info({ chat, err: error }, 'menu not changed; posting it anew');
      return false;
    }
  }

  /** The first reply to a command that only requests takes the place of "thinking". */
  async #intoDeferredReply(outgoing: OutgoingReply, request: RequestRecord): Promise<boolean> {
    const { reply, place, delivery, signal } = outgoing;
    const seenByOthers = reply.private && !request.ephemeral && place?.kind !== 'dm';
    if (!request.answersInPlace || reply.video || seenByOthers) return false;
    const [first, ...more] = bodiesOf(reply, request);
    const earlier = delivery.begun(DEFERRED_REPLY);
    if (!first) return false;
    // An earlier process began it: when the deferred reply is answered by now, then with this.
    if (!(earlier && request.deferredReply === 'answered')) {
      // Of one that is answered or over nothing is noted: the reply takes another route.
      if (request.deferredReply !== 'none' && request.deferredReply !== 'answered')
        await delivery.begin(DEFERRED_REPLY);
      if (!(await this.#deferredReplies.answer(request, first, signal))) return false;
    }
    const webhook = this.#context.repository.webhookOf(request);
    if (!webhook) return true;
    for (const [index, body] of more.entries()) {
      const whole = { ...body, flags: request.ephemeral ? MessageFlags.Ephemeral : undefined };
      const searched = { chat: outgoing.chat, body: whole, ...(!request.ephemeral && searchableIn(outgoing)) };
      const send = (own: AbortSignal) => this.#context.api.followUp(webhook, whole, own);
      await delivery.post(this.#message(`${DEFERRED_REPLY}/${index + 1}`, searched, send), signal);
    }
    return true;
  }

  /** To the requester alone; undefined when that is not possible and the channel must do. */
  async #privately(outgoing: OutgoingReply): Promise<MessageRef | undefined> {
    const ref = await this.#followUp(outgoing, MessageFlags.Ephemeral);
    return ref ?? this.#intoDm(outgoing, (place) => discordSentences(outgoing.language)('aboutRequest', { place }));
  }

  /** Where the bot is no member: through the interaction while it lives, then as a DM. */
  async #whereNoMember(outgoing: OutgoingReply): Promise<MessageRef> {
    const { reply, request, place } = outgoing;
    const limit = request?.answerBytes ?? place?.answerBytes ?? DEFAULT_FILE_BYTES;
    if (reply.video && reply.video.bytes > limit)
      throw new FileRefusedError('size', 'over the limit of the interaction');
    const ref = (await this.#followUp(outgoing)) ?? (await this.#aboutRequestInDm(outgoing));
    if (ref === undefined) throw new ChatGoneError('the interaction is over, and the requester takes no messages');
    return ref;
  }

  #aboutRequestInDm(outgoing: OutgoingReply): Promise<MessageRef | undefined> {
    return this.#intoDm(outgoing, (place) => discordSentences(outgoing.language)('aboutRequest', { place }));
  }

  async #intoChannel(outgoing: OutgoingReply): Promise<MessageRef> {
    const { chat, reply, request, place, signal } = outgoing;
    const channel = channelOf(chat);
    const { video } = reply;
    if (video && video.bytes > this.#context.uploadLimits.bytes(place?.guild)) {
      // Who asked may be allowed more than the server is, and so is the answer to their interaction.
      const ref = video.bytes <= (request?.answerBytes ?? 0) ? await this.#followUp(outgoing) : undefined;
      if (ref !== undefined) return ref;
      throw new FileRefusedError('size', 'over the limit of the channel');
    }
    try {
      const ref = await this.#post(channel, outgoing);
      await this.#noticeWithoutFile(outgoing);
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large'))
        throw new FileRefusedError('size', 'refused for its size', { cause: error });
      if (isPlatformError(error, 'chat-gone')) throw new ChatGoneError('the channel is gone', { cause: error });
      if (outgoing.laidOut && isPlatformError(error, 'bad-request', 'forbidden')) {
        const ref = await this.#intoChannel({ ...outgoing, laidOut: false });
        this.#withoutLayouts ||= error.kind === 'bad-request';
        this.#context.log.warn({ chat, err: error }, 'Discord does not take a layout; the result is a plain message');
        return ref;
      }
      if (isPlatformError(error, 'forbidden', 'no-access', 'thread-gone')) return this.#notAllowed(outgoing, error);
      const plainer = isPlatformError(error, 'content-refused', 'bad-request') && plainerThan(reply);
      if (plainer) {
        this.#context.log.info({ chat, err: error }, 'send refused; sending it in another form');
        return this.#intoChannel({ ...outgoing, reply: plainer });
      }
      if (video && isPlatformError(error, 'content-refused', 'bad-request', 'unknown-outcome')) {
        throw new FileRefusedError('content', 'the file was not taken', { cause: error });
      }
      const inDm = isPlatformError(error, 'content-refused', 'bad-request') && (await this.#aboutRequestInDm(outgoing));
      if (inDm) return inDm;
      throw error;
    }
  }

  /** The bot may not post this there: without the file perhaps, else to the requester. */
  async #notAllowed(outgoing: OutgoingReply, cause: PlatformError): Promise<MessageRef> {
    const { reply, request, place, language } = outgoing;
    const seesChannel = cause.kind !== 'no-access';
    if (reply.video && cause.kind === 'forbidden') {
      if (request) this.#withoutFile.add(request.id);
      throw new FileRefusedError('permission', 'files may not be attached', { cause });
    }
    if (request) this.#withoutFile.delete(request.id);
    const t = discordSentences(language);
    const permission = t(missingAfterRefusal(!seesChannel, place?.channelType));
    const why = (name: string) =>
      cause.kind === 'thread-gone' ? t('threadClosed', { place: name }) : t('answerHere', { place: name, permission });
    const ref = await this.#intoDm(outgoing, why);
    if (ref !== undefined) return ref;
    throw new ChatGoneError('the bot may not post there, and the requester takes no messages', { cause });
  }

  /** The link is posted; the requester alone learns which permission the file would have needed. */
  async #noticeWithoutFile({ request, chat, language, signal }: OutgoingReply): Promise<void> {
    if (!request || !this.#withoutFile.delete(request.id)) return;
    const { api, repository, log } = this.#context;
    const t = discordSentences(language);
    const content = t('cannotAttach', { place: `<#${channelOf(chat)}>`, permission: t('attachFiles') });
    try {
      const webhook = repository.webhookOf(request);
      if (webhook) await api.followUp(webhook, { content, flags: MessageFlags.Ephemeral }, signal);
      else await api.createMessage(await api.openDm(request.userId, signal), { content });
    } catch (error) {
      log.info({ err: error, chat }, 'notice of a missing permission not sent');
    }
  }

  /** As a further answer to the interaction; undefined when its token is over. */
  async #followUp(outgoing: OutgoingReply, flags?: MessageFlags): Promise<MessageRef | undefined> {
    const { chat, reply, request, delivery, signal } = outgoing;
    const webhook = this.#context.repository.webhookOf(request);
    if (!request?.webhook) return undefined;
    let ref: MessageRef | undefined;
    try {
      for (const [index, body] of bodiesOf(reply, request).entries()) {
        const whole = { ...body, flags: flags ?? body.flags };
        const searched = { chat, body: whole, ...(flags !== MessageFlags.Ephemeral && searchableIn(outgoing)) };
        const send = (own: AbortSignal) => this.#context.api.followUp(webhook ?? EXPIRED_WEBHOOK, whole, own);
        const message = this.#message(`answer/${index}`, searched, send);
        // A token that is over posts nothing, but what it posted before may be there.
        ref = webhook ? await delivery.post(message, signal) : await delivery.find(message, signal);
        if (ref === undefined) return undefined;
      }
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large'))
        throw new FileRefusedError('size', 'refused for its size', { cause: error });
      if (isPlatformError(error, 'token-expired', 'chat-gone', 'message-gone', 'forbidden', 'no-access')) {
        return undefined;
      }
      throw error;
    }
  }

  /** As a DM with a first line that says what it is about; undefined when the requester takes none. */
  async #intoDm(outgoing: OutgoingReply, headline: (place: string) => string): Promise<MessageRef | undefined> {
    const { chat, request, reply, signal } = outgoing;
    if (!request) return undefined;
    if (reply.video && reply.video.bytes > DEFAULT_FILE_BYTES)
      throw new FileRefusedError('size', 'over the limit of a DM');
    const { api, calls, log } = this.#context;
    try {
      const open = (own: AbortSignal) => api.openDm(request.userId, own);
      const dm = await calls.untilDone('open DM', open, { signal, idempotent: true });
      return await this.#post(dm, { ...outgoing, laidOut: false }, `${headline(`<#${channelOf(chat)}>`)}\n`);
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'too-large'))
        throw new FileRefusedError('size', 'refused for its size', { cause: error });
      if (!isPlatformError(error, 'chat-gone', 'forbidden', 'no-access')) throw error;
      log.info({ err: error, chat }, 'the requester takes no direct messages');
      return undefined;
    }
  }

  async #post(channel: string, outgoing: OutgoingReply, head = ''): Promise<MessageRef> {
    const { chat, reply, request, delivery, signal } = outgoing;
    let ref = '';
    let replyTo = request?.replyTo?.channel === channel ? request.replyTo.message : undefined;
    const bodies = bodiesOf(reply, request, { head, laidOut: outgoing.laidOut });
    for (const [index, body] of bodies.entries()) {
      // The last part carries file and buttons; it has the key itself for its nonce.
      const nonce = index === bodies.length - 1 ? reply.key : `${reply.key.slice(0, 20)}-${index}`;
      const whole = { ...body, nonce };
      const searched = { chat, body: whole, channel, repliesTo: replyTo };
      const send = async (own: AbortSignal) => {
        try {
          return await this.#context.api.createMessage(channel, { ...whole, replyTo }, own);
        } catch (error) {
          if (own.aborted || !isPlatformError(error, 'reply-forbidden')) throw error;
          replyTo = undefined;
          return this.#context.api.createMessage(channel, whole, own);
        }
      };
      ref = await delivery.post(this.#message(`${channel}/${index}`, searched, send), signal);
      replyTo = undefined;
    }
    return ref;
  }

  #message(name: string, searched: SearchedMessage, send: OutgoingMessage['send']): OutgoingMessage {
    let failures = 0;
    return {
      // A file that Discord itself fails on comes as a link, rather than never.
      givesUp: ({ cause }) => searched.body.file !== undefined && isServerFault(cause) && ++failures >= FILE_FAILURES,
      name,
      what: 'create message',
      send,
      repeatsSafely: (at) => searched.body.nonce !== undefined && this.#context.clock.now() - at < NONCE_MS,
      find: (part, signal) => findMessage(this.#context, searched, part, signal),
    };
  }
}
