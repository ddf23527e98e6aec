import { placeOf } from '../chat.ts';
import { newAction } from '../turn/new-work.ts';
import type { Turn } from '../turn/turn.ts';
import { type RateLimit, RateLimiter } from './rate-limit.ts';

/** How many turns people and places may begin. */
export interface TurnLimitSettings {
  perUser: RateLimit;
  perPlace: RateLimit;
}

/** Keeps one person, or one place, from using up what is there for all. */
export class TurnLimits {
  readonly #users: RateLimiter;
  readonly #places: RateLimiter;

  /** @param now milliseconds since the epoch */
  constructor({ perUser, perPlace }: TurnLimitSettings, now: () => number) {
    this.#users = new RateLimiter(perUser, now);
    this.#places = new RateLimiter(perPlace, now);
  }

  /** Counts the turn; where a limit does not allow it, nothing is counted and the turn becomes the answer that says so. */
  apply(turn: Turn): void {
    const [platform = '', place = ''] = placeOf(turn.chat).split(':');
    const keys = { user: `${platform}:${turn.userId}`, place: `${platform}:${place}` };
    const userWaitMs = this.#users.waitMs(keys.user);
    const placeWaitMs = this.#places.waitMs(keys.place);
    if (userWaitMs > 0) refuse(turn, 'user', userWaitMs);
    else if (placeWaitMs > 0) refuse(turn, 'place', placeWaitMs);
    else {
      this.#users.count(keys.user);
      this.#places.count(keys.place);
    }
  }
}

function refuse(turn: Turn, whose: 'user' | 'place', waitMs: number): void {
  Object.assign(turn, { work: [newAction(`limit-${whose}`, String(waitMs))], attachments: [], backTo: undefined });
}
