import { Kysely, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { CommitQueue, type WriteHooks } from '../commit-queue.ts';
import type { Database } from '../database.ts';
import { codeOf, StoreUnavailableError } from '../errors.ts';
import { GradualRelease } from '../gradual-release.ts';
import type { Schema } from '../schema.ts';
import { StorePostgresDialect } from './dialect.ts';
import { unavailable } from './unavailable.ts';

/**
 * Classes of SQLSTATE codes that are one statement's own: its data (22), a constraint (23), its text (42). The other writes
 * of its transaction are not to fail with it.
 */
const OWN_ERRORS = ['22', '23', '42'];

/** A PostgreSQL database over a pool of connections, of which one writes at a time. */
export class PostgresDatabase implements Database {
  readonly name: string;
  readonly released = new GradualRelease();
  readonly #db: Kysely<Schema>;
  readonly #writes: CommitQueue;
  #epoch: number | undefined;

  constructor(name: string, pool: Pool, hooks: WriteHooks = {}) {
    this.name = name;
    this.#db = new Kysely<Schema>({ dialect: new StorePostgresDialect({ pool }) });
    const engine = {
      transaction: <T>(_: readonly string[], work: (tx: Transaction<Schema>) => Promise<T>) =>
        this.#db.transaction().execute(async (tx) => {
          await this.#checkEpoch(tx);
          return work(tx);
        }),
      isOwnError: (error: unknown) => OWN_ERRORS.includes(codeOf(error).slice(0, 2)),
      unavailable: (error: unknown) => unavailable(name, error),
    };
    this.#writes = new CommitQueue(engine, this.released, hooks);
  }

  /** From now on every write is refused once there is an owner of a later epoch. */
  ownedSince(epoch: number): void {
    this.#epoch = epoch;
  }

  async read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(this.#db);
    } catch (cause) {
      throw unavailable(this.name, cause);
    }
  }

  write<T>(table: string, work: (tx: Transaction<Schema>) => Promise<T>, begin?: () => void): Promise<T> {
    return this.#writes.add(table, work, begin);
  }

  /** Finishes the writes under way and closes all connections. */
  async close(): Promise<void> {
    await this.#writes.idle();
    await this.#db.destroy();
  }

  /** Locks the owner's row, so that a new owner waits for the transactions under way and none begins after it. */
  async #checkEpoch(tx: Transaction<Schema>): Promise<void> {
    if (this.#epoch === undefined) return;
    const { rows } = await sql`select 1 from store_owner where epoch = ${this.#epoch} for share`.execute(tx);
    if (rows.length > 0) return;
    throw new StoreUnavailableError(
      `The store ${this.name} was taken over by another process. This one writes nothing any more and ends.`,
    );
  }
}
