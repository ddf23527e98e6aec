import type { Logger } from '../../lib/logger.ts';
import type { Credits } from '../../nemo/nemo.ts';

/** What something took from the account. */
export interface Measured {
  credits: number;
  /** It is no difference of two balances: others spent at the same time, or the account could not be asked. */
  estimate: boolean;
  /** What can be told of it: taken by this alone, with nothing reserved before or after. */
  cost?: { spent: number; left: number };
}

/** A stretch of time in which something may be charged. */
interface Span {
  overlaps: boolean;
  before: Credits | undefined;
}

/** Tells what a prompt took: the account's balance before and after it, as long as nothing else was charged meanwhile. */
export class BalanceMeter {
  readonly #open = new Set<Span>();
  readonly #log: Logger;
  readonly #onRead: (balance: Credits) => void;

  /** @param onRead called with every balance that was read */
  constructor(log: Logger, onRead: (balance: Credits) => void = () => {}) {
    this.#log = log;
    this.#onRead = onRead;
  }

  /**
   * Begins to measure.
   * @param read the account's balance now
   * @returns what ends it; `expected` is taken where nothing can be measured
   */
  async begin(read: () => Promise<Credits>): Promise<(expected: number) => Promise<Measured>> {
    const span: Span = { overlaps: this.#open.size > 0, before: undefined };
    for (const other of this.#open) other.overlaps = true;
    this.#open.add(span);
    span.before = await this.#read(read);
    return async (expected) => {
      const after = await this.#read(read);
      this.#open.delete(span);
      if (span.overlaps || !span.before || !after) return { credits: expected, estimate: true };
      const spent = span.before.available - after.available;
      const isSure = spent > 0 && span.before.frozen === 0 && after.frozen === 0;
      // What is reserved by running work is spent as well, as far as budgets are concerned.
      const charged = { credits: Math.max(0, Math.ceil(spent)), estimate: false };
      return isSure ? { ...charged, cost: { spent, left: after.available } } : charged;
    };
  }

  async #read(read: () => Promise<Credits>): Promise<Credits | undefined> {
    try {
      const balance = await read();
      this.#onRead(balance);
      return balance;
    } catch (error) {
      this.#log.debug({ err: error }, 'balance not read');
      return undefined;
    }
  }
}
