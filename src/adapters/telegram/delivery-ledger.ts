import { GrammyError } from 'grammy';
import type { Message } from 'grammy/types';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { LOOK_BEYOND, LOOKS, REPEATS_ABSENT, REPEATS_UNKNOWABLE } from './limits.ts';
import type { MessageIds } from './message-ids.ts';
import { type Place, placeOfMessage } from './place.ts';
import { refusalOf } from './platform-error.ts';
import type { Repository, Sending } from './repository.ts';
import { type Calls, UnknownOutcomeError } from './retry.ts';

type Kind = Sending['kind'];

/** One message that is to be posted once. */
export interface OutgoingMessage {
  /** The same in every process. */
  key: string;
  /** Which message of its reply it is, from 0. */
  part: number;
  kind: Kind;
  place: Place;
  /** The message it answers: its own id is higher. */
  answers?: number;
  limitMs?: number;
  send: (signal: AbortSignal) => Promise<Message>;
  /** Edits the message of this id to say what this one says, as a text or as a caption. */
  say: (kind: Kind, id: number, signal: AbortSignal) => Promise<Message | true>;
  /** Takes a message away. */
  remove: (id: number, signal: AbortSignal) => Promise<unknown>;
}

/** Records that are further apart than this are of different times: no send takes that long, in ms. */
const SAME_TIME_MS = 15 * 60_000;

/**
 * Posts messages whose answer may get lost, in this process or with it. The Bot API has neither a history nor a key
 * against repetition, but it tells whether a message says something: an edit to what it says already is answered
 * "message is not modified", of nobody's message with "not found", of another's with "can't be edited", of one without
 * text or caption with that (https://core.telegram.org/bots/api#editmessagetext and the Bot API server's errors). So the
 * ids that follow the last known one are asked, those that are known left out. What is found counts as posted; what is
 * not is posted again, rather twice than never.
 */
export class DeliveryLedger {
  readonly #o: { calls: Calls; memory: Repository; ids: MessageIds; clock: Clock; log: Logger };
  /** Texts and videos on their way to a chat: while its id is unknown, one can't be told from another. */
  readonly #onTheWay = new Map<string, number>();
  readonly #looking = new Map<string, Promise<unknown>>();

  constructor(options: { calls: Calls; memory: Repository; ids: MessageIds; clock: Clock; log: Logger }) {
    this.#o = options;
  }

  /** Posts a message that may be lost, unless a text is looked for in the chat right now. */
  async beside(chatId: string, post: () => Promise<Message | undefined>): Promise<Message | undefined> {
    if (this.#looking.has(chatId)) return undefined;
    return this.#counted(chatId, 'text', async () => {
      const message = await post();
      if (message) await this.#note(chatId, message.message_id);
      return message;
    });
  }

  /** @returns the id of the message · @throws as the send is refused, or the signal's reason */
  async post(errand: OutgoingMessage, signal: AbortSignal): Promise<number> {
    const { calls, memory, log } = this.#o;
    const left = await this.#leftOver(errand);
    if (left) {
      log.info({ chat: errand.place.chatId }, 'a message may have been posted already; looking for it');
      const found = await this.#find(errand, left, signal);
      if (typeof found === 'number') return found;
    }
    for (let repeated = 0; ; repeated++) {
      let sending: Sending | undefined;
      try {
        while (this.#looking.has(errand.place.chatId)) await this.#looking.get(errand.place.chatId);
        return await this.#counted(errand.place.chatId, errand.kind, async () => {
          sending = await this.#journaled(errand);
          const what = errand.kind === 'video' ? 'sendVideo' : 'sendMessage';
          const { limitMs } = errand;
          const message = await calls.must(what, errand.send, { signal, repeatable: false, limitMs });
          await this.#note(errand.place.chatId, message.message_id);
          return message.message_id;
        });
      } catch (error) {
        if (error instanceof GrammyError) await memory.clearSending(errand.key).catch(() => {});
        if (!(error instanceof UnknownOutcomeError) || !sending) throw error;
        log.warn({ detail: error.message }, 'a message may have arrived; looking for it');
        await calls.untilReachable(signal);
        const found = await this.#find(errand, sending, signal);
        if (typeof found === 'number') return found;
        if (repeated >= (found === 'absent' ? REPEATS_ABSENT : REPEATS_UNKNOWABLE)) throw error;
        log.warn({ found }, 'it is posted again');
      }
    }
  }

  /** What an earlier attempt or process left without an answer. */
  async #leftOver({ key, part, kind, place }: OutgoingMessage): Promise<Sending | undefined> {
    const left = await this.#o.memory.sending(key);
    if (left?.part !== part || left.chatId !== place.chatId) return undefined;
    // What was posted as a text then is no video now; a video that is told of as a link now is there all the same.
    return left.kind === 'text' && kind === 'video' ? undefined : left;
  }

  async #journaled({ key, part, kind, place, answers = 0 }: OutgoingMessage): Promise<Sending> {
    const { memory, ids, clock, log } = this.#o;
    const highest = await ids.highest(place.chatId).catch(() => 0);
    const sending = { part, kind, chatId: place.chatId, after: Math.max(highest, answers), at: clock.now() };
    await memory.setSending(key, sending).catch((error: unknown) => {
      log.warn({ err: error }, 'a message on its way is not noted; a restart right now would repeat it');
    });
    return sending;
  }

  /** The id of the message if it is there; `absent` when it is not, `unknowable` when that can't be told. */
  async #find(
    errand: OutgoingMessage,
    sending: Sending,
    signal: AbortSignal,
  ): Promise<number | 'absent' | 'unknowable'> {
    const { chatId } = sending;
    while (this.#looking.has(chatId)) await this.#looking.get(chatId);
    let done = () => {};
    this.#looking.set(chatId, new Promise<void>((resolve) => (done = resolve)));
    try {
      if (sending.after === 0 || (await this.#ambiguous(errand, sending))) return 'unknowable';
      return await this.#look(errand, sending, signal);
    } finally {
      this.#looking.delete(chatId);
      done();
    }
  }

  async #look(errand: OutgoingMessage, { chatId, kind, after }: Sending, signal: AbortSignal) {
    const { calls, ids } = this.#o;
    const last = Math.max(after, await ids.highest(chatId).catch(() => 0)) + LOOK_BEYOND;
    let looks = 0;
    for (let id = after + 1; id <= last; id++) {
      if (ids.has(chatId, id)) continue;
      if (++looks > LOOKS) return 'unknowable';
      try {
        const say = (limited: AbortSignal) => errand.say(kind, id, limited);
        const changed = await calls.must('edit', say, { signal, repeatable: true });
        // A message of ours that nobody knew of now says this; where it is read by others it goes.
        if (changed === true || placeOfMessage(changed).thread === errand.place.thread) return this.#found(chatId, id);
        const remove = (limited: AbortSignal) => errand.remove(id, limited);
        await calls.must('deleteMessage', remove, { signal, repeatable: true });
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        const refusal = refusalOf(error);
        if (refusal === 'unmodified') return this.#found(chatId, id);
        if (refusal !== 'no-message' && refusal !== 'other') throw error;
      }
    }
    return 'absent';
  }

  async #found(chatId: string, id: number): Promise<number> {
    this.#o.log.info({ chat: chatId, message: id }, 'it had arrived');
    await this.#note(chatId, id);
    return id;
  }

  /** Whether another message of this kind may be there of which nobody knows the id: it must not be taken for this one. */
  async #ambiguous({ key }: OutgoingMessage, { chatId, kind, at }: Sending): Promise<boolean> {
    if ((this.#onTheWay.get(`${kind} ${chatId}`) ?? 0) > 0) return true;
    const all = await this.#o.memory.allSending().catch((error: unknown) => {
      this.#o.log.warn({ err: error }, 'messages on their way can’t be read');
    });
    if (!all) return true;
    return all.some(
      ([other, each]) =>
        other !== key && each.chatId === chatId && each.kind === kind && Math.abs(each.at - at) < SAME_TIME_MS,
    );
  }

  async #note(chatId: string, id: number): Promise<void> {
    await this.#o.ids.posted(chatId, id).catch((error: unknown) => {
      this.#o.log.warn({ err: error }, 'the id of a message is not noted');
    });
  }

  async #counted<T>(chatId: string, kind: Kind, work: () => Promise<T>): Promise<T> {
    const key = `${kind} ${chatId}`;
    this.#onTheWay.set(key, (this.#onTheWay.get(key) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (this.#onTheWay.get(key) ?? 1) - 1;
      if (left > 0) this.#onTheWay.set(key, left);
      else this.#onTheWay.delete(key);
    }
  }
}
