import { LRUCache } from 'lru-cache';

/** How much one key may ask for. */
export interface RateLimit {
  /** Requests that become available again in an hour, spread evenly over it. */
  perHour: number;
  /** Requests that may come at once after a quiet time; at least 1. */
  burst: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was counted, in ms since the epoch. */
  at: number;
}

const HOUR_MS = 3_600_000;

/** Keys that are remembered at once; one that is forgotten begins with a full bucket. */
const MAX_KEYS = 100_000;

/** A token bucket for each key, such as a person or a place. Kept in memory: a restart fills all buckets. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_KEYS });

  /** @param now milliseconds since the epoch */
  constructor(limit: RateLimit, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** How long until the key may ask again, in ms; 0 when it may now. */
  waitMs(key: string): number {
    const missing = 1 - this.#refill(key).tokens;
    return missing <= 0 ? 0 : Math.ceil((missing * HOUR_MS) / this.#limit.perHour);
  }

  /** Counts one request of the key, whether it may or not. */
  count(key: string): void {
    const bucket = this.#refill(key);
    bucket.tokens = Math.max(0, bucket.tokens - 1);
  }

  /** Brings the key's bucket up to now. */
  #refill(key: string): Bucket {
    const now = this.#now();
    const { perHour, burst } = this.#limit;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    // A clock that was set back gives nothing, and takes nothing away.
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs * perHour) / HOUR_MS);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
