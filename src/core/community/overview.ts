import type { Clock } from '@reelay/async';
import type { People } from '../access/people.ts';
import type { QueueControl } from '../queue/queue-control.ts';
import { dayOf, monthOf } from '../storage/days.ts';
import type { Store } from '../storage/store.ts';
import { EVERYWHERE } from './moderation.ts';
import type { Overview } from './overview-data.ts';
import { byPerson, isoDay, USAGE_DAYS } from './usage.ts';

/** How many lines of each list are given. */
const LISTED = 30;

export interface OverviewOptions {
  store: Store;
  clock: Clock;
  people: People;
  control: QueueControl;
}

/** Everything that an owner may see and stop, whatever the platform. Who asks is checked by whoever calls it. */
export class CommunityOverview {
  readonly #options: OverviewOptions;

  constructor(options: OverviewOptions) {
    this.#options = options;
  }

  async read(): Promise<Overview> {
    const { store, clock, people, control } = this.#options;
    const to = dayOf(clock.now());
    const from = to - USAGE_DAYS + 1;
    const [rows, month, latest, blocks, audit] = await Promise.all([
      store.ledger.byUserAndDay(from, to),
      store.ledger.total(monthOf(to), to),
      store.ledger.latest(undefined, LISTED),
      store.blocks.list(),
      store.audit.latest(undefined, LISTED),
    ]);
    const used = byPerson({ scope: 'all', from, to, rows }).slice(0, LISTED);
    const open = control.openEverywhere();
    const names = await people.namesOf([
      ...[...used, ...open, ...latest].map(({ user }) => user),
      ...[...blocks.map(({ subject }) => subject), ...audit.map(({ by_user }) => by_user)],
    ]);
    const nameOf = (user: string) => names.get(user) ?? user;
    const days = Array.from({ length: USAGE_DAYS }, (_, index) => {
      const ofDay = rows.filter(({ day }) => day === from + index);
      const sum = (key: 'credits' | 'turns') => ofDay.reduce((total, row) => total + Number(row[key]), 0);
      return { day: isoDay(from + index), credits: sum('credits'), requests: sum('turns') };
    });
    return {
      spent: { today: days.at(-1)?.credits ?? 0, month: month.credits },
      days,
      people: used.map(({ user, credits, turns }) => ({ user, name: nameOf(user), credits, requests: turns })),
      turns: open.map(({ id, user, text, running, acceptedAt }) => ({
        ...{ id, user, name: nameOf(user), text, running },
        since: acceptedAt,
      })),
      requests: latest.map(({ at, user, action, credits, estimate, outcome }) => ({
        ...{ at: Number(at), name: nameOf(user), action, credits: Number(credits) },
        ...{ estimate: Number(estimate) > 0, outcome: outcome ?? 'open' },
      })),
      blocked: blocks.map(({ scope, subject }) => ({ scope, user: subject, name: nameOf(subject) })),
      audit: audit.map(({ at, by_user, action, detail }) => ({
        at: Number(at),
        name: nameOf(by_user),
        action,
        detail,
      })),
    };
  }

  /**
   * Stops turns of anybody, and writes down who did it.
   * @param by `platform:id` of the owner
   * @returns how many were stopped
   */
  async stop(ids: readonly string[], by: string): Promise<number> {
    const stopped = await this.#options.control.stopAnywhere(ids);
    const users = [...new Set(stopped.map(({ user }) => user))];
    if (stopped.length > 0) await this.#audit(by, 'turns', `× ${stopped.length}: ${users.join(', ')}`);
    return stopped.length;
  }

  /** Ends a block. @returns whether there was one */
  async unblock(scope: string, user: string, by: string): Promise<boolean> {
    const found = await this.#options.store.blocks.unblock(scope, user);
    if (found) await this.#audit(by, 'unblock', user);
    return found;
  }

  #audit(by: string, action: string, detail: string): Promise<void> {
    const { store, clock } = this.#options;
    return store.audit.add({ community: EVERYWHERE, by, action, detail, turnId: `${by}#${clock.now()}` });
  }
}
