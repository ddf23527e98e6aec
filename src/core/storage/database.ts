import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { GradualRelease } from './gradual-release.ts';
import type { Schema } from './schema.ts';

/** The relational half of the store, whichever engine keeps it. Every failure is a `StoreUnavailableError`. */
export interface Database {
  /** What messages call it: the file, or the server's address without secrets. */
  readonly name: string;
  /** Callers whose query or commit is done. */
  readonly released: GradualRelease;
  /** Runs queries that only read; they see everything that was committed. */
  read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction, which it may share with other writes; resolves once it is committed. `work` may run a
   * second time when another write of the same transaction failed, and must do nothing but run queries of `tx`.
   * @param begin called once, before the transaction begins
   */
  write<T>(table: string, work: (tx: Transaction<Schema>) => Promise<T>, begin?: () => void): Promise<T>;
}

/** Runs a statement that is given as text, for what Kysely's builder has no words for; gives its rows. */
export async function runSql<R>(
  db: Pick<Kysely<Schema>, 'executeQuery'>,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<R[]> {
  return (await db.executeQuery<R>(CompiledQuery.raw(sql, [...parameters]))).rows;
}
