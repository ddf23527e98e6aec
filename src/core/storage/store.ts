import type { Migration } from 'kysely';
import type { z } from 'zod';
import type { Logger } from '../../lib/logger.ts';
import { Blocks } from './blocks.ts';
import { CommunitySettingsTable } from './community-settings.ts';
import { Database, runSql, type WriteHooks } from './database.ts';
import { erase } from './erase.ts';
import { unavailable } from './errors.ts';
import { prepareFolder, preparePrivateFile } from './files.ts';
import { KeyedTables, type Table } from './keyed-tables.ts';
import { Ledger } from './ledger.ts';
import { backUp, MIGRATIONS, migrate } from './migrate.ts';
import { lockStore, type ProcessLock } from './process-lock.ts';
import { Quarantine } from './quarantine.ts';
import { TurnRepository } from './turns.ts';

export type { Table } from './keyed-tables.ts';

/**
 * The store: one SQLite file. What is queried and must change together is in SQL tables (turns, which are also the marks
 * of the duplicate check); records by key are keyv's. A write resolves once it is on disk.
 */
export interface Store {
  readonly turns: TurnRepository;
  readonly quarantine: Quarantine;
  readonly blocks: Blocks;
  readonly ledger: Ledger;
  readonly communities: CommunitySettingsTable;
  table<T>(name: string, schema: z.ZodType<T>): Table<T>;
  /** Writes a record and takes it out again; rejects with a `StoreUnavailableError` when that cannot be done. */
  check(): Promise<void>;
  /** Deletes what has expired; until then it only cannot be read any more. */
  sweep(): Promise<void>;
  /** Deletes what this store itself has of a chat, and every trace of what was deleted before from all files. */
  erase(chat: string): Promise<void>;
  /** Writes a consistent copy of everything that is committed to `path`, as a store that can be opened. */
  backup(path: string): Promise<void>;
  /** Closes the file and lets other processes have it. */
  close(): Promise<void>;
}

/**
 * For tests: `beforeWrite` is called before each transaction, `onWrite` after each commit and before its callers go on,
 * both with the tables that were written. What they return is awaited, and nothing else is written meanwhile: a test may
 * call {@link Store.backup} in them, or never resolve, as a process that is killed at this point:
 *
 *     const store = await openStore(url, { onWrite: () => store.backup(`${folder}/${++writes}.sqlite`) });
 */
export interface StoreOptions extends WriteHooks {
  log?: Logger;
  /** Milliseconds since the epoch; the system's time by default. keyv always goes by the system's. */
  now?: () => number;
  /** The steps of the schema; those of the program by default. */
  migrations?: Readonly<Record<string, Migration>>;
}

/**
 * Opens the store, making its folder, for this process alone. Brings an older one up to date. Writes and reads back one
 * record, so that a read-only disk or a file that is no database is reported at the start and not in the middle of
 * somebody's conversation.
 *
 * @param url `sqlite://` and a path, or `sqlite://:memory:`
 * @throws StoreUnavailableError whose message says what to do
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const path = url.slice('sqlite://'.length);
  if (path === ':memory:') return start(path, options);
  const file = await prepareFolder(path);
  let lock: ProcessLock | undefined;
  try {
    lock = await lockStore(file);
    await preparePrivateFile(file);
    return await start(file, options, lock);
  } catch (error) {
    await lock?.release();
    throw unavailable(file, error);
  }
}

async function start(file: string, options: StoreOptions, lock?: ProcessLock): Promise<Store> {
  const { log, now = Date.now, migrations = MIGRATIONS } = options;
  const database = new Database(file, options);
  const quarantine = new Quarantine(database, { now, log });
  const turns = new TurnRepository(database, now);
  const ledger = new Ledger(database, now);
  const tables = new KeyedTables(database, quarantine);
  const check = async () => {
    await database.write('probe', async (tx) => {
      await tx.insertInto('probe').values({ written_at: now() }).execute();
      await tx.deleteFrom('probe').execute();
    });
  };
  try {
    await migrate(database, migrations, log);
    await database.maintain((db) => runSql(db, 'PRAGMA journal_mode = WAL'));
    await check();
    await database.remember();
  } catch (error) {
    await database.close().catch(() => {});
    throw error;
  }
  return {
    turns,
    quarantine,
    blocks: new Blocks(database, now),
    ledger,
    communities: new CommunitySettingsTable(database),
    table: (name, schema) => tables.table(name, schema),
    check,
    async sweep() {
      await tables.sweep(now());
      await turns.sweep();
      await ledger.sweep();
    },
    erase: async (chat) => {
      await quarantine.deleteChat(chat);
      await ledger.forget(chat);
      await erase(database, chat);
    },
    backup: (to) => database.read((db) => backUp(db, to)),
    async close() {
      await database.close();
      await lock?.release();
    },
  };
}
