import type { RateBuckets } from '../storage/rate-buckets.ts';
import { newAction } from '../turn/new-work.ts';
import type { Turn } from '../turn/turn.ts';
import { bucketOfPlace, type RateLimit } from './rate-limit.ts';
import { requesterOf } from './requester.ts';

/** How many turns, files and bytes people and places may bring. */
export interface TurnLimitSettings {
  perUser: RateLimit;
  perPlace: RateLimit;
  filesPerUser?: RateLimit;
  bytesPerUser?: RateLimit;
  /** How many turns of one person may run and wait at once, over all chats. */
  openPerUser?: number;
}

/** What a limit counts: the end of the name of the remark that says it is reached. */
type Counted = 'user' | 'place' | 'files' | 'bytes';

export interface TurnLimitsOptions {
  settings: TurnLimitSettings;
  buckets: RateBuckets;
  /** How many turns of the person run and wait now. */
  openTurnsOf: (user: string) => number;
}

/** Keeps one person, or one place, from using up what is there for all. */
export class TurnLimits {
  readonly #options: TurnLimitsOptions;
  /** Turns that were counted and have not begun yet, by their persons. */
  readonly #accepting = new Map<string, Set<Turn>>();

  constructor(options: TurnLimitsOptions) {
    this.#options = options;
  }

  /** Counts the turn; where a limit does not allow it, nothing is counted and the turn becomes the answer that says so. */
  async apply(turn: Turn): Promise<void> {
    const { settings, buckets, openTurnsOf } = this.#options;
    const { user, community } = requesterOf(turn);
    const accepting = this.#accepting.get(user) ?? new Set();
    const open = openTurnsOf(user) + accepting.size;
    if (settings.openPerUser !== undefined && open >= settings.openPerUser) return refuse(turn, 'open', open);
    this.#accepting.set(user, accepting.add(turn));
    const declared = turn.attachments.reduce((sum, { declaredBytes = 0 }) => sum + declaredBytes, 0);
    const counted: [Counted, string, RateLimit | undefined, number][] = [
      ['user', `turns ${user}`, settings.perUser, 1],
      ['place', bucketOfPlace(community), settings.perPlace, 1],
      ['files', `files ${user}`, settings.filesPerUser, turn.attachments.length],
      ['bytes', bytesKey(user), settings.bytesPerUser, declared],
    ];
    const requests = counted.flatMap(([what, key, limit, amount]) => (limit ? [{ what, key, limit, amount }] : []));
    const waits = await buckets.take(requests);
    const what = waits && requests[waits.index]?.what;
    if (waits && what) refuse(turn, what, waits.waitMs);
  }

  /** The turn has begun, or was not accepted after all. */
  settled(turn: Turn): void {
    const { user } = requesterOf(turn);
    const accepting = this.#accepting.get(user);
    accepting?.delete(turn);
    if (accepting?.size === 0) this.#accepting.delete(user);
  }

  /** A file of the turn came in: what it really has is counted in place of what its message said. */
  async received(turn: Turn, bytes: number, declaredBytes = 0): Promise<void> {
    const limit = this.#options.settings.bytesPerUser;
    if (!limit || bytes === declaredBytes) return;
    const { user } = requesterOf(turn);
    await this.#options.buckets.charge({ key: bytesKey(user), limit, amount: bytes - declaredBytes });
  }
}

function bytesKey(user: string): string {
  return `bytes ${user}`;
}

/** @param number how long to wait, in ms, or how many turns are open */
function refuse(turn: Turn, what: Counted | 'open', number: number): void {
  Object.assign(turn, { work: [newAction(`limit-${what}`, String(number))], attachments: [], backTo: undefined });
}
