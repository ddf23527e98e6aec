import { LRUCache } from 'lru-cache';
import { type Bucket, fullBucket, type RateLimit, refilled, waitMsFor } from '../../core/access/rate-limit.ts';

/** Addresses that are remembered at once; one that is forgotten begins with a full bucket. */
const MAX_ADDRESSES = 10_000;

/**
 * How often something may be tried from one address of the network. Kept in memory: whoever can restart the bot needs to
 * guess nothing.
 */
export class AddressLimit {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_ADDRESSES });

  /** @param now milliseconds since the epoch */
  constructor(limit: RateLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** How long until it may be tried again from there, in ms; 0 when it may now. */
  waitMs(address: string): number {
    return waitMsFor(this.#bucket(address), this.#limit, 1);
  }

  /** Counts a try. */
  count(address: string): void {
    const { tokens, at } = this.#bucket(address);
    this.#buckets.set(address, { tokens: Math.max(0, tokens - 1), at });
  }

  #bucket(address: string): Bucket {
    const now = this.#now();
    return refilled(this.#buckets.get(address) ?? fullBucket(this.#limit, now), this.#limit, now);
  }
}
