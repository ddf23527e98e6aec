import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { dayOf, monthOf, nextMonthOf } from './days.ts';
import type { LedgerTable, Schema } from './schema.ts';

/** How long the ledger remembers a request, in days. */
const KEPT_DAYS = 90;

/** What somebody may spend in a span of days. */
export interface CreditLimit {
  whose: 'user' | 'community';
  period: 'day' | 'month';
  credits: number;
}

/** What a turn needs before it may spend. */
export interface Reservation {
  turnId: string;
  user: string;
  community: string;
  chat: string;
  skill: string;
  action: string;
  /** Credits of the whole turn. */
  credits: number;
}

/** The sum of some ledger rows. */
export interface Spent {
  credits: number;
  turns: number;
}

/** What one person used on one day. */
export interface UserDay {
  /** `platform:id`; begins with `#` once the person had it erased. */
  user: string;
  /** Days since the epoch, UTC. */
  day: number;
  credits: number;
  turns: number;
  /** How many of the turns are estimates. */
  estimates: number;
}

/**
 * What requests cost. A turn has one row: what is set aside for it, until what it took is known. Budgets are sums of rows,
 * so that nothing can be lost between the two; all of it is integers.
 */
export class Ledger {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Sets credits aside for a turn, unless that would exceed a limit; again for the same turn it changes how many.
   * @returns the limit that is in the way
   */
  async reserve(reservation: Reservation, limits: readonly CreditLimit[]): Promise<CreditLimit | undefined> {
    const now = this.#now();
    return this.#database.write('ledger', async (tx) => {
      const { turnId, credits, ...who } = reservation;
      // A write comes first: from here on no other process adds to the sums that are read below.
      const [own] = await tx
        .updateTable('ledger')
        .set({ credits: sql`credits` })
        .where('turn_id', '=', turnId)
        .returning(['day', 'state'])
        .execute();
      if (own?.state === 'settled') return undefined;
      const day = own?.day ?? dayOf(now);
      for (const limit of limits) {
        const from = limit.period === 'day' ? day : monthOf(day);
        const to = limit.period === 'day' ? day : nextMonthOf(day) - 1;
        const used = await sumOf(tx, limit.whose, who[limit.whose], { from, to, except: turnId });
        if (used.credits + credits > limit.credits) return limit;
      }
      const row = { turn_id: turnId, ...who, day, at: now, state: 'reserved', credits, estimate: 1 };
      await tx
        .insertInto('ledger')
        .values(row)
        .onConflict((conflict) => conflict.column('turn_id').doUpdateSet({ credits }))
        .execute();
      return undefined;
    });
  }

  /** What a person or a community has spent or set aside in these days. */
  async spent(whose: CreditLimit['whose'], key: string, from: number, to: number): Promise<Spent> {
    return this.#database.read((db) => sumOf(db, whose, key, { from, to }));
  }

  /** What the whole account has spent or set aside through the bot in these days. */
  async total(from: number, to: number): Promise<Spent> {
    return this.#database.read(async (db) => {
      const row = await db
        .selectFrom('ledger')
        .select((eb) => [eb.fn.sum<number | null>('credits').as('credits'), eb.fn.countAll<number>().as('turns')])
        .where('day', '>=', from)
        .where('day', '<=', to)
        .executeTakeFirst();
      return { credits: Number(row?.credits ?? 0), turns: Number(row?.turns ?? 0) };
    });
  }

  /** Sums by user and day: of one community, of one person, or of all. */
  async byUserAndDay(
    from: number,
    to: number,
    { community, user }: { community?: string; user?: string } = {},
  ): Promise<UserDay[]> {
    return this.#database.read(async (db) => {
      let query = db
        .selectFrom('ledger')
        .select((eb) => [
          'user',
          'day',
          eb.fn.sum<number>('credits').as('credits'),
          eb.fn.countAll<number>().as('turns'),
          eb.fn.sum<number>('estimate').as('estimates'),
        ])
        .where('day', '>=', from)
        .where('day', '<=', to);
      if (community !== undefined) query = query.where('community', 'in', [community, hashed(community)]);
      if (user !== undefined) query = query.where('user', 'in', [user, hashed(user)]);
      return query.groupBy(['user', 'day']).orderBy('day').orderBy('user').execute();
    });
  }

  /** Whether anybody else asked for something in the days that the ledger remembers. */
  async isUsedByOthersThan(user: string): Promise<boolean> {
    return this.#database.read(async (db) => {
      const row = await db
        .selectFrom('ledger')
        .select('turn_id')
        .where('user', 'not in', [user, hashed(user)])
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    });
  }

  /** The latest requests of a community, or of all where none is given, the latest first. */
  async latest(community: string | undefined, count: number): Promise<LedgerTable[]> {
    return this.#database.read((db) =>
      db
        .selectFrom('ledger')
        .selectAll()
        .$if(community !== undefined, (query) => query.where('community', '=', community ?? ''))
        .orderBy('at', 'desc')
        .orderBy('turn_id', 'desc')
        .limit(count)
        .execute(),
    );
  }

  /** What the account held when it was first looked at on the day; undefined when it was not. */
  async accountOf(day: number): Promise<number | undefined> {
    return this.#database.read(async (db) => {
      const row = await db.selectFrom('account_days').select('total').where('day', '=', day).executeTakeFirst();
      return row?.total;
    });
  }

  /** Remembers what the account held, once a day. */
  async sawAccount(day: number, total: number): Promise<void> {
    await this.#database.write('account_days', (tx) =>
      tx
        .insertInto('account_days')
        .values({ day, total })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  /**
   * Erases what a chat did. What budgets still need until the end of the month stays without anything that tells whose or
   * what it was, as numbers under a hash.
   */
  async forget(chat: string): Promise<void> {
    const month = monthOf(dayOf(this.#now()));
    await this.#database.write('ledger', async (tx) => {
      await tx.deleteFrom('ledger').where('chat', '=', chat).where('day', '<', month).execute();
      const rows = await tx
        .selectFrom('ledger')
        .select(['turn_id', 'user', 'community'])
        .where('chat', '=', chat)
        .execute();
      for (const { turn_id: id, user, community } of rows) {
        await tx
          .updateTable('ledger')
          .set({
            ...{ turn_id: hashed(id), user: hashed(user), community: hashed(community) },
            ...{ chat: '', skill: '', action: '', render: null },
          })
          .where('turn_id', '=', id)
          .execute();
      }
    });
  }

  /** Deletes what is older than 90 days, and what was only kept for the budgets of a month that is over. */
  async sweep(): Promise<void> {
    const today = dayOf(this.#now());
    await this.#database.write('ledger', async (tx) => {
      await tx
        .deleteFrom('ledger')
        .where((eb) =>
          eb.or([eb('day', '<', today - KEPT_DAYS), eb.and([eb('chat', '=', ''), eb('day', '<', monthOf(today))])]),
        )
        .execute();
      await tx
        .deleteFrom('account_days')
        .where('day', '<', today - KEPT_DAYS)
        .execute();
    });
  }
}

/** A key that nothing can be read out of, and that the same person or place has every time. */
export function hashed(key: string): string {
  return `#${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

async function sumOf(
  db: Kysely<Schema>,
  whose: CreditLimit['whose'],
  key: string,
  { from, to, except = '' }: { from: number; to: number; except?: string },
): Promise<Spent> {
  const row = await db
    .selectFrom('ledger')
    .select((eb) => [eb.fn.sum<number | null>('credits').as('credits'), eb.fn.countAll<number>().as('turns')])
    .where(whose, 'in', [key, hashed(key)])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where('turn_id', '!=', except)
    .executeTakeFirst();
  return { credits: Number(row?.credits ?? 0), turns: Number(row?.turns ?? 0) };
}
