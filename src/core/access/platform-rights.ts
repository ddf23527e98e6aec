import { type Clock, untilAborted, withTimeLimit } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../lib/logger.ts';
import type { ChatAdapter, Person } from '../chat.ts';

/** How long what a platform said of a person's rights holds, in ms. */
const CACHED_MS = 60_000;
/** How long a platform may take to say it, in ms; after that the request is denied. */
const LOOK_UP_MS = 10_000;
const PEOPLE_KEPT = 10_000;

export interface PlatformRightsOptions {
  clock: Clock;
  log: Logger;
  adapterOf: (chat: string) => Pick<ChatAdapter, 'isModerator'> | undefined;
}

/** Asks platforms who moderates, when somebody acts: at most once a minute for a person. A look-up that fails denies. */
export class PlatformRights {
  readonly #options: PlatformRightsOptions;
  readonly #known = new LRUCache<string, { moderates: boolean; at: number }>({ max: PEOPLE_KEPT });

  constructor(options: PlatformRightsOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async isModerator(person: Person): Promise<boolean> {
    const { clock, log, adapterOf } = this.#options;
    const key = JSON.stringify([person.community, person.chat, person.userId]);
    const known = this.#known.get(key);
    const age = known ? clock.now() - known.at : Number.POSITIVE_INFINITY;
    // A clock that was set back makes nothing last longer.
    if (known && age >= 0 && age < CACHED_MS) return known.moderates;
    const adapter = adapterOf(person.chat);
    if (!adapter?.isModerator) return false;
    try {
      const moderates = await withTimeLimit(clock, LOOK_UP_MS, 'the look-up of rights', undefined, (signal) =>
        untilAborted(adapter.isModerator?.(person, signal) ?? Promise.resolve(false), signal),
      );
      this.#known.set(key, { moderates, at: clock.now() });
      return moderates;
    } catch (error) {
      log.warn({ chat: person.chat, err: error }, 'rights could not be looked up; request denied');
      return false;
    }
  }
}
