import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import type { Acceptance } from '../../core/engine.ts';
import { ShutdownError } from '../../core/queue/chat-queues.ts';
import { StoreUnavailableError } from '../../core/storage/errors.ts';
import { KeyedMutex } from '../../lib/keyed-mutex.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Ask, Place, Repository } from './repository.ts';

/** The part of the engine that an adapter talks to. */
export interface EnginePort {
  accept(message: IncomingMessage): Promise<Acceptance>;
  amend(message: IncomingMessage): Promise<boolean>;
  /** Whether the turn of this message has not ended. */
  isOpen(chat: ChatKey, messageId: string): boolean;
}

/** What became of a request; `stopping` and `failed` ones were not taken, and the user must be told. */
export type Taken = Acceptance | 'stopping' | 'failed';

/** Hands requests to the engine, with what it takes to answer them written down before. */
export class Intake {
  readonly #engine: EnginePort;
  readonly #records: Repository;
  readonly #log: Logger;
  readonly #lines = new KeyedMutex();

  constructor({ engine, records, log }: { engine: EnginePort; records: Repository; log: Logger }) {
    this.#engine = engine;
    this.#records = records;
    this.#log = log;
  }

  /**
   * Does what brings a request of a channel to the engine in its turn: what was said first gets there first, also when
   * looking something up for it takes longer.
   */
  inLine(channel: string, work: () => Promise<void>): Promise<void> {
    return this.#lines.run(channel, work);
  }

  /** Never rejects. */
  async take(message: IncomingMessage, ask: Ask, place: Place): Promise<Taken> {
    try {
      await this.#records.savePlace(message.chat, place);
      if (!(await this.#records.ask(message.chat, message.id))) await this.#records.saveAsk(ask);
      return await this.#engine.accept(message);
    } catch (error) {
      if (error instanceof ShutdownError) return 'stopping';
      const what =
        error instanceof StoreUnavailableError
          ? 'the store failed; a request was not taken'
          : 'a request was not taken';
      this.#log.error({ err: error, chat: message.chat }, what);
      return 'failed';
    }
  }

  async amend(message: IncomingMessage): Promise<void> {
    try {
      await this.#engine.amend(message);
    } catch (error) {
      this.#log.warn({ err: error, chat: message.chat }, 'an edit was not heard');
    }
  }
}
