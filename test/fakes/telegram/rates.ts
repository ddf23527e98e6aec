import type { Clock } from '@reelay/async';
import { ApiError } from './types.ts';
import type { ChatState } from './world.ts';

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: per s in a chat, per min in a group. */
const PER_SECOND = 1;
const PER_MINUTE_IN_GROUP = 20;

/** Flood control: what was written to each chat within the last minute. */
export class Rates {
  readonly #clock: Clock;
  readonly #written = new Map<number, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a message or an edit; throws 429 when it is one too many, and does not count it then. */
  count(state: ChatState): void {
    const now = this.#clock.now();
    const recent = (this.#written.get(state.chat.id) ?? []).filter((at) => at > now - 60_000);
    const wait = Math.max(
      freeIn(recent, now, 1_000, PER_SECOND),
      state.chat.type === 'private' ? 0 : freeIn(recent, now, 60_000, PER_MINUTE_IN_GROUP),
    );
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      throw new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    this.#written.set(state.chat.id, [...recent, now]);
  }
}

/** ms until fewer than `most` lie within the last `windowMs`. */
function freeIn(recent: number[], now: number, windowMs: number, most: number): number {
  const oldest = recent.filter((at) => at > now - windowMs).at(-most);
  return oldest === undefined ? 0 : oldest + windowMs - now;
}
