import { rm } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { runSql } from '../database.ts';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import type { StorageEngine, StorageEngineOptions } from '../storage-engine.ts';
import { SqliteDatabase } from './database.ts';
import { erase } from './erase.ts';
import { prepareFolder, preparePrivateFile } from './files.ts';
import { keyvNames, sqliteKeyvTable } from './keyv-table.ts';
import { lockStore, type ProcessLock } from './process-lock.ts';
import { unavailable } from './unavailable.ts';

const IN_MEMORY = ':memory:';

/**
 * Opens a SQLite file for this process alone, making its folder, and brings its schema up to date; a copy of a file with
 * data is kept as `<file>.backup-<first step>` before.
 * @param path a path, or `:memory:`
 * @throws StoreUnavailableError
 */
export async function openSqlite(path: string, options: StorageEngineOptions): Promise<StorageEngine> {
  if (path === IN_MEMORY) return start(path, options);
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

async function start(
  file: string,
  { hooks, ...options }: StorageEngineOptions,
  lock?: ProcessLock,
): Promise<StorageEngine> {
  const database = new SqliteDatabase(file, hooks);
  try {
    await database.maintain(async (db) => {
      const pathOf = (step: string) => `${file}.backup-${step}`;
      const backup = {
        keep: async (step: string) => {
          await backUp(db, pathOf(step));
          return pathOf(step);
        },
        discard: (step: string) => rm(pathOf(step), { force: true }),
      };
      await migrate(db, { ...options, name: file, ...(!database.inMemory && { backup }) });
      await runSql(db, 'PRAGMA journal_mode = WAL');
    });
  } catch (error) {
    await database.close().catch(() => {});
    throw error;
  }
  return {
    database,
    keyvTable: (name) => sqliteKeyvTable(name, database),
    keyvNames: () => keyvNames(database),
    // SQLite numbers the next row by those that are there.
    rowsInserted: async () => {},
    opened: () => database.remember(),
    erase: (chat) => erase(database, chat),
    backup: (to) => database.read((db) => backUp(db, to)),
    async close() {
      await database.close();
      await lock?.release();
    },
  };
}

/** Writes a consistent copy of the whole database, as one file that only this user may read; an old copy is replaced. */
async function backUp(db: Pick<Kysely<Schema>, 'executeQuery'>, path: string): Promise<void> {
  await rm(path, { force: true });
  // SQLite writes into an empty file, and would make one with the permissions of the umask.
  await preparePrivateFile(path);
  await runSql(db, 'VACUUM INTO ?', [path]);
}
