import type { Clock } from '@reelay/async';
import { LRUCache } from 'lru-cache';

/** How many posts may leave: `burst` at once after a quiet time, then `perMs` of them in a millisecond. */
export interface Pace {
  burst: number;
  perMs: number;
}

interface Bucket {
  pace: Pace;
  /** What is left; below zero for posts that wait. */
  tokens: number;
  /** When `tokens` was counted, in ms since the epoch. */
  at: number;
}

/** Places that are remembered at once; one that is forgotten begins with a full bucket. */
const PLACES_KEPT = 10_000;

/** Posts that stay free for results when progress takes its own. */
const RESERVE = 1;

/**
 * Keeps the bot within a platform's limits instead of running into them: over all, and in each place. Results wait for
 * their time, in order; progress is skipped where it would have to.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #all: Bucket;
  readonly #placePace: (place: string) => Pace[];
  readonly #places = new LRUCache<string, Bucket[]>({ max: PLACES_KEPT });

  constructor({ clock, all, place }: { clock: Clock; all: Pace; place: (place: string) => Pace[] }) {
    this.#clock = clock;
    this.#all = this.#bucket(all);
    this.#placePace = place;
  }

  /** Resolves once a post may leave; rejects with the signal's reason. */
  async turn(place: string, signal?: AbortSignal): Promise<void> {
    await this.#take(this.#bucketsOf(place), signal);
    // Only now: what waits for its place must not take the time of others.
    await this.#take([this.#upToNow(this.#all)], signal);
  }

  async #take(buckets: Bucket[], signal: AbortSignal | undefined): Promise<void> {
    let waitMs = 0;
    for (const bucket of buckets) {
      bucket.tokens -= 1;
      waitMs = Math.max(waitMs, -bucket.tokens / bucket.pace.perMs);
    }
    if (waitMs > 0) await this.#clock.sleep(Math.ceil(waitMs), signal);
  }

  /** Takes the place of a post that need not be made; false where there is none. */
  spare(place: string): boolean {
    const buckets = [this.#upToNow(this.#all), ...this.#bucketsOf(place)];
    if (buckets.some(({ tokens }) => tokens < 1 + RESERVE)) return false;
    for (const bucket of buckets) bucket.tokens -= 1;
    return true;
  }

  #bucketsOf(place: string): Bucket[] {
    const known = this.#places.get(place) ?? this.#placePace(place).map((pace) => this.#bucket(pace));
    this.#places.set(place, known);
    return known.map((bucket) => this.#upToNow(bucket));
  }

  #upToNow(bucket: Bucket): Bucket {
    const now = this.#clock.now();
    // A clock that was set back gives nothing, and takes nothing away.
    const elapsedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(bucket.pace.burst, bucket.tokens + elapsedMs * bucket.pace.perMs);
    bucket.at = now;
    return bucket;
  }

  #bucket(pace: Pace): Bucket {
    return { pace, tokens: pace.burst, at: this.#clock.now() };
  }
}
