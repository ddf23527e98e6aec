import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { MAX_EVENTS, MAX_STREAMS } from './limits.ts';
import type { PageEvent } from './wire.ts';

/** A tab that listens. */
export interface Listener {
  write(text: string): void;
  /** Ends the stream; the page connects again by itself. */
  end(): void;
}

interface Sent {
  number: number;
  text: string;
}

/** The events of one visitor: all of those behind `from`. */
interface History {
  from: number;
  sent: Sent[];
}

/** Visitors whose events are kept for a reconnect. */
const VISITORS_KEPT = 2_000;

/**
 * The events of each visitor, sent to all tabs. Each has an id; a tab that comes again with the last one it saw is sent what
 * it missed, or told to read everything anew where that is not known any more, as after a restart.
 */
export class Events {
  /** Ids of another process mean nothing here. */
  readonly #boot: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #sent = new LRUCache<string, History>({ max: VISITORS_KEPT });
  #number = 0;

  constructor(boot = randomBytes(6).toString('hex')) {
    this.#boot = boot;
  }

  /** Tells every tab of the visitor. */
  publish(visitor: string, event: PageEvent): void {
    const number = ++this.#number;
    const text = this.#format(number, event);
    const before = this.#sent.get(visitor) ?? { from: number - 1, sent: [] };
    const all = [...before.sent, { number, text }];
    const dropped = all.at(-MAX_EVENTS - 1);
    this.#sent.set(visitor, { from: dropped?.number ?? before.from, sent: all.slice(-MAX_EVENTS) });
    for (const listener of this.#listeners.get(visitor) ?? []) listener.write(text);
  }

  /**
   * Adds a tab and sends it what it missed; gives how to take it away. The oldest tab of a visitor with too many is ended.
   * @param lastId of the last event that it saw
   */
  listen(visitor: string, listener: Listener, lastId: string | undefined): () => void {
    const listeners = this.#listeners.get(visitor) ?? new Set();
    this.#listeners.set(visitor, listeners);
    for (const text of this.#missed(visitor, lastId)) listener.write(text);
    listeners.add(listener);
    const [oldest] = listeners;
    if (listeners.size > MAX_STREAMS && oldest) {
      listeners.delete(oldest);
      oldest.end();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(visitor) === listeners) this.#listeners.delete(visitor);
    };
  }

  /** Ends all streams. */
  close(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.end();
    this.#listeners.clear();
  }

  #missed(visitor: string, lastId: string | undefined): string[] {
    const [boot, last] = lastId?.split('.') ?? [];
    const seen = Number(last);
    const { from, sent } = this.#sent.get(visitor) ?? { from: this.#number, sent: [] };
    const isKnown = boot === this.#boot && Number.isSafeInteger(seen) && seen >= from && seen <= this.#number;
    if (!isKnown) return [this.#format(this.#number, { type: 'reset' })];
    return sent.filter(({ number }) => number > seen).map(({ text }) => text);
  }

  #format(number: number, event: PageEvent): string {
    return `id: ${this.#boot}.${number}\ndata: ${JSON.stringify(event)}\n\n`;
  }
}
