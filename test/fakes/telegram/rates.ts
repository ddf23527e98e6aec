import type { Clock } from '@reelay/async';
import { ApiError } from './types.ts';
import type { ChatState } from './world.ts';

/**
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: one message a second in a chat, where
 * short bursts are borne; twenty a minute in a group; about thirty a second over all. How long a burst may be is unpublished.
 */
const BURST = 8;
const PER_MINUTE_IN_GROUP = 20;
const PER_SECOND_OVER_ALL = 30;

interface Written {
  /** When each message of the last minute was written, in ms since the epoch. */
  times: number[];
  /** What is left of the burst, when it was counted last. */
  left: number;
  at: number;
}

/** Flood control: what was written to each chat, and over all. */
export class Rates {
  readonly #clock: Clock;
  readonly #chats = new Map<number, Written>();
  #all: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a message or an edit; throws 429 when it is one too many, and does not count it then. */
  count(state: ChatState): void {
    const now = this.#clock.now();
    const chat = this.#chats.get(state.chat.id) ?? { times: [], left: BURST, at: now };
    const left = Math.min(BURST, chat.left + Math.max(0, now - chat.at) / 1000);
    const recent = chat.times.filter((at) => at > now - 60_000);
    const wait = Math.max(
      left >= 1 ? 0 : (1 - left) * 1000,
      state.chat.type === 'private' ? 0 : freeIn(recent, now, 60_000, PER_MINUTE_IN_GROUP),
      freeIn(this.#all, now, 1_000, PER_SECOND_OVER_ALL),
    );
    if (wait > 0) throw flood(wait);
    this.#chats.set(state.chat.id, { times: [...recent, now], left: left - 1, at: now });
    this.#all = [...this.#all.filter((at) => at > now - 1_000), now];
  }
}

/** What Telegram answers to one message too many. */
export function flood(waitMs: number): ApiError {
  const seconds = Math.ceil(waitMs / 1000);
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** ms until fewer than `most` lie within the last `windowMs`. */
function freeIn(recent: number[], now: number, windowMs: number, most: number): number {
  const oldest = recent.filter((at) => at > now - windowMs).at(-most);
  return oldest === undefined ? 0 : oldest + windowMs - now;
}
