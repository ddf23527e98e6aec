import { rm } from 'node:fs/promises';
import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Logger } from '../../lib/logger.ts';
import { type Database, runSql } from './database.ts';
import { StoreUnavailableError } from './errors.ts';
import { preparePrivateFile } from './files.ts';
import { turns } from './migrations/0001-turns.ts';
import { access } from './migrations/0002-access.ts';
import type { Schema } from './schema.ts';

/** The steps of the schema by their names, whose order is the alphabet's. A step that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-turns': turns,
  '0002-access': access,
};

/** Where Kysely keeps which steps were done. */
const DONE_TABLE = 'schema_migrations';
const LOCK_TABLE = 'schema_migrations_lock';

/**
 * Brings the file's schema up to this program's. Before a file with data is changed, a copy of it is kept as
 * `<file>.backup-<first step>`. All steps are one transaction: after a failure the file is as it was.
 * @throws StoreUnavailableError when a newer program has changed the schema (the file is not touched), or a step fails
 */
export async function migrate(
  database: Database,
  migrations: Readonly<Record<string, Migration>>,
  log: Logger | undefined,
): Promise<void> {
  await database.maintain(async (db) => {
    const tables = (await runSql<{ name: string }>(db, `SELECT name FROM sqlite_master WHERE type = 'table'`)).map(
      ({ name }) => name,
    );
    const done = tables.includes(DONE_TABLE)
      ? (await runSql<{ name: string }>(db, `SELECT name FROM ${DONE_TABLE}`)).map(({ name }) => name)
      : [];
    refuseNewer(database.file, done, Object.keys(migrations));
    const [first] = Object.keys(migrations)
      .toSorted()
      .filter((name) => !done.includes(name));
    if (first === undefined) return;
    const backup = tables.length > 0 && !database.inMemory ? `${database.file}.backup-${first}` : undefined;
    if (backup) await backUp(db, backup);
    const failure = await run(db, migrations);
    if (!failure) {
      log?.info({ file: database.file, backup }, 'the schema of the store was brought up to date');
      return;
    }
    // Kysely makes its own tables before the transaction begins.
    if (!tables.includes(DONE_TABLE)) for (const table of [DONE_TABLE, LOCK_TABLE]) await dropTable(db, table);
    if (backup) await rm(backup, { force: true });
    throw new StoreUnavailableError(
      `The store ${database.file} could not be brought up to date (${failure.message}). It is as it was before: ` +
        'start the previous version again, and report this problem.',
      { cause: failure },
    );
  });
}

/** Writes a consistent copy of the whole database, as one file that only this user may read; an old copy is replaced. */
export async function backUp(db: Pick<Kysely<Schema>, 'executeQuery'>, path: string): Promise<void> {
  await rm(path, { force: true });
  // SQLite writes into an empty file, and would make one with the permissions of the umask.
  await preparePrivateFile(path);
  await runSql(db, 'VACUUM INTO ?', [path]);
}

async function run(db: Kysely<Schema>, migrations: Readonly<Record<string, Migration>>): Promise<Error | undefined> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: DONE_TABLE,
    migrationLockTableName: LOCK_TABLE,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return undefined;
  return error instanceof Error ? error : new Error(String(error));
}

function refuseNewer(file: string, done: string[], known: string[]): void {
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new StoreUnavailableError(
    `The store ${file} was changed by a newer version of Reelay (${unknown.join(', ')}), which this one does not know. ` +
      'Nothing was touched. Start the newer version again, or set STORE_URL to another file, such as a backup of before.',
  );
}

async function dropTable(db: Kysely<Schema>, name: string): Promise<void> {
  await db.schema.dropTable(name).ifExists().execute();
}
