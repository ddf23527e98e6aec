import type { Clock } from '@reelay/async';
import { z } from 'zod';
import { type ChatKey, type MessageRef, placeOf } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls, CallTarget } from './calls.ts';
import { PlatformError } from './platform-error.ts';

const partSchema = z.object({
  /** When it first left, in ms since the Unix epoch. */
  at: z.number(),
  /** What the adapter noted at the last attempt, to look for it by. */
  trace: z.unknown().optional(),
  /** Its id, once that is known. */
  ref: z.string().optional(),
});
export type DeliveryPart = z.infer<typeof partSchema>;

const deliverySchema = z.object({
  /** The messages of a reply by their name. */
  parts: z.record(z.string(), partSchema),
  /** What the whole reply was answered with, once all of it is there. */
  ref: z.string().optional(),
});
type DeliveryRecord = z.infer<typeof deliverySchema>;

/** Whether a message is there: its id; `absent` when it is not, `unknowable` when that cannot be found out. */
export type SearchResult = { ref: MessageRef } | 'absent' | 'unknowable';

/** One message of a reply. */
export interface OutgoingMessage {
  /** The route it takes and its number, the same in every process. */
  name: string;
  /** The call, for the log. */
  what: string;
  /** Limit of one attempt, in ms. */
  limitMs?: number;
  target?: CallTarget;
  /** Noted before each attempt, for {@link OutgoingMessage.find}. */
  trace?(): Promise<unknown>;
  /** True when the platform itself still drops a repetition of what first left at this time (ms since the epoch). */
  repeatsSafely?(at: number): boolean;
  /** Told of each attempt of unknown outcome; true when it is not to be repeated. */
  givesUp?(error: PlatformError): boolean;
  send(signal: AbortSignal): Promise<MessageRef>;
  /** Looks whether an earlier attempt arrived; waits out what may pass. */
  find(part: DeliveryPart, signal: AbortSignal): Promise<SearchResult>;
}

export interface DeliveryLedgerOptions {
  store: Store;
  /** Name of its table in the store. */
  table: string;
  /** How long a delivery is remembered, in ms. */
  ttlMs: number;
  calls: Calls;
  clock: Clock;
  log: Logger;
  /** How often a send of unknown outcome is repeated when it was looked for in vain, and when that is not possible. */
  repeats: { absent: number; unknowable: number };
  /** Waits until the platform answers again after a send of unknown outcome; gets how many there were before. */
  recover: (earlier: number, signal: AbortSignal) => Promise<void>;
}

/** A message that left and of which nobody knows whether it arrived. */
export interface UnansweredPart {
  /** `<chat>/<key of the reply>`. */
  delivery: string;
  part: DeliveryPart;
}

/**
 * What is known of the messages of every reply, in this process and the next: each is posted once as far as can be
 * known. What may have arrived is looked for before it is posted again; rather twice than never.
 */
export class DeliveryLedger {
  readonly #options: DeliveryLedgerOptions;
  readonly #table: Table<DeliveryRecord>;

  constructor(options: DeliveryLedgerOptions) {
    this.#options = options;
    this.#table = options.store.table(options.table, deliverySchema);
  }

  /**
   * What is known of the reply with this key.
   *
   * @param former the chat's key before it was migrated: what was posted there is not posted again
   */
  async open(chat: ChatKey, key: string, former?: ChatKey): Promise<Delivery> {
    const id = `${chat}/${key}`;
    const before = async () => (former === undefined ? undefined : this.#table.get(`${former}/${key}`));
    const record = (await this.#table.get(id)) ?? (await before()) ?? { parts: {} };
    const save = () => this.#table.set(id, record, this.#options.ttlMs);
    return new Delivery(this.#options, { chat, record, save });
  }

  /** The ids of all messages that are known to be part of a reply in the chat's place. */
  async knownRefs(chat: ChatKey): Promise<Set<MessageRef>> {
    const place = placeOf(chat);
    const records = (await this.#table.all()).filter(([id]) => placeOf(id.slice(0, id.lastIndexOf('/'))) === place);
    return new Set(records.flatMap(([, { parts }]) => Object.values(parts).flatMap(({ ref }) => ref ?? [])));
  }

  /** The messages that left and have no answer, of all chats. */
  async unanswered(): Promise<UnansweredPart[]> {
    const records = await this.#table.all();
    return records.flatMap(([delivery, { parts }]) =>
      Object.values(parts).flatMap((part) => (part.ref === undefined ? [{ delivery, part }] : [])),
    );
  }

  /** Erases what is known of a chat. */
  async forget(chat: ChatKey): Promise<void> {
    for (const [id] of await this.#table.all()) if (id.startsWith(`${chat}/`)) await this.#table.delete(id);
  }
}

/** One reply on its way. */
export class Delivery {
  readonly #options: DeliveryLedgerOptions;
  readonly #chat: ChatKey;
  readonly #record: DeliveryRecord;
  readonly #store: () => Promise<void>;

  constructor(
    options: DeliveryLedgerOptions,
    { chat, record, save }: { chat: ChatKey; record: DeliveryRecord; save: () => Promise<void> },
  ) {
    this.#options = options;
    this.#chat = chat;
    this.#record = record;
    this.#store = save;
  }

  /** What the reply was answered with, once all of it was posted. */
  get ref(): MessageRef | undefined {
    return this.#record.ref;
  }

  /** Notes that all of it is there. */
  async finish(ref: MessageRef): Promise<void> {
    if (this.#record.ref !== undefined) return;
    this.#record.ref = ref;
    await this.#save();
  }

  /** True when a message was begun, whatever became of it. */
  begun(name: string): boolean {
    return this.#record.parts[name] !== undefined;
  }

  /** Notes that a message is about to be put somewhere where doing it twice does no harm. */
  async begin(name: string, trace?: unknown): Promise<DeliveryPart> {
    const part: DeliveryPart = { at: this.#record.parts[name]?.at ?? this.#options.clock.now(), trace };
    this.#record.parts[name] = part;
    await this.#save();
    return part;
  }

  /**
   * Posts a message unless it is there; gives its id. Waits out what may pass.
   * @throws PlatformError for a refusal, and for an unknown outcome after too many of them; the signal's reason
   */
  async post(message: OutgoingMessage, signal: AbortSignal): Promise<MessageRef> {
    const { calls, log, repeats: limits, recover } = this.#options;
    const { name, what } = message;
    let doubtful = this.#record.parts[name];
    if (doubtful?.ref !== undefined) return doubtful.ref;
    const firstTime = doubtful === undefined;
    let lost: PlatformError | undefined;
    for (let repeats = 0, failures = 0; ; ) {
      if (doubtful && !message.repeatsSafely?.(doubtful.at)) {
        const found = await this.#search(message, doubtful, signal);
        if (typeof found === 'object') return this.#posted(name, found.ref);
        if (lost && repeats > limits[found]) throw lost;
        doubtful = undefined;
      }
      const part = await this.begin(name, await message.trace?.());
      try {
        return await this.#posted(name, await calls.attempt(what, (own) => message.send(own), signal, message));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof PlatformError)) throw error;
        if (error.kind === 'unknown-outcome') {
          log.warn({ chat: this.#chat, what, err: error }, 'a message may have arrived');
          lost = error;
          doubtful = part;
          if (message.givesUp?.(error)) {
            const found = await this.#search(message, part, signal);
            if (typeof found === 'object') return this.#posted(name, found.ref);
            throw error;
          }
          await recover(repeats++, signal);
        } else if (error.kind === 'rate-limited' || error.kind === 'unavailable') {
          if (error.kind === 'unavailable') failures += 1;
          await calls.waitAfter(what, error, failures, signal);
        } else {
          if (firstTime && !lost) await this.#drop(name);
          throw error;
        }
      }
    }
  }

  /** The id of a message if an earlier attempt got it there and it can be looked for. */
  async find(message: OutgoingMessage, signal: AbortSignal): Promise<MessageRef | undefined> {
    const part = this.#record.parts[message.name];
    if (!part || part.ref !== undefined) return part?.ref;
    const found = await this.#search(message, part, signal);
    return typeof found === 'object' ? this.#posted(message.name, found.ref) : undefined;
  }

  async #search(message: OutgoingMessage, part: DeliveryPart, signal: AbortSignal): Promise<SearchResult> {
    const found = await message.find(part, signal);
    const result = typeof found === 'object' ? 'arrived' : found;
    this.#options.log.info({ chat: this.#chat, result }, 'looked for a message that may have arrived');
    return found;
  }

  async #posted(name: string, ref: MessageRef): Promise<MessageRef> {
    this.#record.parts[name] = { at: this.#record.parts[name]?.at ?? this.#options.clock.now(), ref };
    await this.#save();
    return ref;
  }

  /** It was refused at the first attempt, so it is certainly not there. */
  async #drop(name: string): Promise<void> {
    delete this.#record.parts[name];
    await this.#save();
  }

  async #save(): Promise<void> {
    try {
      await this.#store();
    } catch (error) {
      this.#options.log.warn({ chat: this.#chat, err: error }, 'delivery not saved; a restart now may repeat it');
    }
  }
}
