import type { Transaction } from 'kysely';
import { type Bucket, fullBucket, type RateLimit, refilled, waitMsFor } from '../access/rate-limit.ts';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

/** So much of a limit is asked for. */
export interface RateRequest {
  key: string;
  limit: RateLimit;
  amount: number;
}

/** A bucket that nobody took from for this long is full again, whatever its limit, in ms. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** The token buckets of people and places; they outlive the process, and several processes share them. */
export class RateBuckets {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Takes all that is asked for, or nothing.
   * @returns the first request that must wait, by its place in the list, and how long, in ms
   */
  async take(requests: readonly RateRequest[]): Promise<{ index: number; waitMs: number } | undefined> {
    const now = this.#now();
    return this.#database.write('rate_buckets', async (tx) => {
      const buckets: Bucket[] = [];
      for (const [index, { key, limit, amount }] of requests.entries()) {
        const bucket = await find(tx, key, limit, now);
        const waitMs = waitMsFor(bucket, limit, amount);
        if (waitMs > 0) {
          // Counted anew, so that a clock that was set back does not make the wait longer.
          await save(tx, key, bucket);
          return { index, waitMs };
        }
        buckets.push(bucket);
      }
      for (const [index, { key, amount }] of requests.entries()) {
        const bucket = buckets[index];
        if (bucket && amount > 0) await save(tx, key, { ...bucket, tokens: bucket.tokens - amount });
      }
      return undefined;
    });
  }

  /** Takes what was used already, also more than there is; a negative amount is given back. */
  async charge({ key, limit, amount }: RateRequest): Promise<void> {
    const now = this.#now();
    await this.#database.write('rate_buckets', async (tx) => {
      const bucket = await find(tx, key, limit, now);
      await save(tx, key, { ...bucket, tokens: Math.min(limit.burst, bucket.tokens - amount) });
    });
  }

  /** Deletes buckets that are full again. */
  async sweep(): Promise<void> {
    const before = this.#now() - KEPT_MS;
    await this.#database.write('rate_buckets', (tx) =>
      tx.deleteFrom('rate_buckets').where('at', '<', before).execute(),
    );
  }
}

async function find(tx: Transaction<Schema>, key: string, limit: RateLimit, now: number): Promise<Bucket> {
  const row = await tx.selectFrom('rate_buckets').select(['tokens', 'at']).where('key', '=', key).executeTakeFirst();
  return row ? refilled(row, limit, now) : fullBucket(limit, now);
}

async function save(tx: Transaction<Schema>, key: string, bucket: Bucket): Promise<void> {
  await tx
    .insertInto('rate_buckets')
    .values({ key, ...bucket })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(bucket))
    .execute();
}
