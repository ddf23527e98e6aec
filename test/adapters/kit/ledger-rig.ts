import { Calls } from '../../../src/adapters/kit/calls.ts';
import {
  DeliveryLedger,
  type DeliveryLedgerOptions,
  type DeliveryPart,
  type OutgoingMessage,
  type SearchResult,
} from '../../../src/adapters/kit/delivery-ledger.ts';
import { PlatformError } from '../../../src/adapters/kit/platform-error.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';

export const CHAT = 'test:1';
export const lost = new PlatformError('unknown-outcome', 'no answer');

/** Ledgers of one process after another, on a store of their own. */
export class LedgerRig {
  clock = new EagerClock();
  log: string[] = [];
  /** What `recover` was given. */
  recovered: number[] = [];
  /** Writes to the store since its table was made. */
  writes = 0;
  #store: Store | undefined;

  async open(): Promise<void> {
    this.#store = await openStore('sqlite://:memory:', { onWrite: () => void this.writes++ });
    this.clock = new EagerClock();
    this.log = [];
    this.recovered = [];
    // The first use makes the table.
    await this.ledger().unanswered();
    this.writes = 0;
  }

  get store(): Store {
    if (!this.#store) throw new Error('not open');
    return this.#store;
  }

  /** Closes the store, also before the test has ended. */
  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
  }

  /** The ledger of one process; the next one has another on the same store. */
  ledger(more: Partial<DeliveryLedgerOptions> = {}): DeliveryLedger {
    const logger = createLogger({ level: 'info', pretty: false, write: (line) => this.log.push(line) });
    const read = (error: unknown) => (error instanceof PlatformError ? error : lost);
    return new DeliveryLedger({
      store: this.store,
      table: 'deliveries',
      ttlMs: 3_600_000,
      calls: new Calls({ clock: this.clock, log: logger, read, backOffMs: [1000, 4000], pauses: false }),
      clock: this.clock,
      log: logger,
      repeats: { absent: 2, unknowable: 1 },
      recover: async (earlier) => void this.recovered.push(earlier),
      ...more,
    });
  }

  /** What the next process knows of the reply. */
  next() {
    return this.ledger().open(CHAT, 'reply');
  }
}

/** A message whose sends and searches end so, one after the other; then it is sent, and nothing is found. */
export function message(sends: (Error | string)[], finds: SearchResult[] = [], more: Partial<OutgoingMessage> = {}) {
  const made = { sends: 0, searched: [] as DeliveryPart[] };
  const outgoing: OutgoingMessage = {
    name: 'text 0',
    what: 'send',
    async send() {
      made.sends += 1;
      const end = sends.shift() ?? `sent ${made.sends}`;
      if (typeof end === 'string') return end;
      throw end;
    },
    async find(part) {
      made.searched.push({ ...part });
      return finds.shift() ?? 'absent';
    },
    ...more,
  };
  return { made, outgoing };
}
