import type { Clock } from '@reelay/async';
import { type Kysely, sql } from 'kysely';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import type { OwnershipEvents, StorageEngine, StorageEngineOptions } from '../storage-engine.ts';
import { loadPg } from './connect.ts';
import { PostgresDatabase } from './database.ts';
import { keyvNames, postgresKeyvTable } from './keyv-table.ts';
import { Ownership } from './ownership.ts';
import { nameOf, unavailable } from './unavailable.ts';

export interface PostgresOptions extends StorageEngineOptions, OwnershipEvents {
  clock: Clock;
  /** Ends the waiting for the store. */
  signal: AbortSignal | undefined;
}

/** Tables whose rows the server numbers. */
const NUMBERED = ['quarantine', 'audit'] as const;

async function restartSequences(database: PostgresDatabase): Promise<void> {
  await database.write('sequences', async (tx) => {
    for (const table of NUMBERED) {
      const last = sql`(select coalesce(max(id), 0) + 1 from ${sql.table(table)})`;
      await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last}, false)`.execute(tx);
    }
  });
}

/**
 * Opens a PostgreSQL database for this process alone: while another process has it, this one waits, ready to take over when
 * that one ends, dies or freezes. Then brings the schema up to date; the server's own tools make backups.
 * @param url `postgres://user:password@host:port/database`
 * @throws StoreUnavailableError, or the reason of `options.signal` when it ends the waiting
 */
export async function openPostgres(url: string, options: PostgresOptions): Promise<StorageEngine> {
  const { hooks, log, clock, signal, onStandby, onLost } = options;
  const name = nameOf(url);
  const { pool: newPool, client } = await loadPg(url);
  const ownership = await Ownership.take({ name, client, clock, log, signal, onStandby, onLost });
  const pool = newPool();
  // A connection that the server ends while nobody uses it; the next query opens another one.
  pool.on('error', (err) => log?.warn({ err }, 'an idle connection to the store was cut'));
  const database = new PostgresDatabase(name, pool, hooks);
  const close = async () => {
    await database.close();
    await ownership.release();
  };
  try {
    database.ownedSince(ownership.epoch);
    await database.read((db: Kysely<Schema>) => db.connection().execute((one) => migrate(one, { ...options, name })));
  } catch (error) {
    await close().catch(() => {});
    throw unavailable(name, error);
  }
  return {
    database,
    keyvTable: (table) => postgresKeyvTable(table, database),
    keyvNames: () => keyvNames(database),
    rowsInserted: () => restartSequences(database),
    opened: async () => {},
    // What was deleted is gone for every query; the server's files and backups are its operator's.
    erase: async () => {},
    backup: () => Promise.reject(new Error('a PostgreSQL store is backed up with pg_dump')),
    close,
  };
}
