import { type Kysely, type Migration, Migrator } from 'kysely';
import { StoreUnavailableError } from './errors.ts';
import { turns } from './migrations/0001-turns.ts';
import { access } from './migrations/0002-access.ts';
import { limits } from './migrations/0003-limits.ts';
import { sentPrompts } from './migrations/0004-sent-prompts.ts';
import type { Schema } from './schema.ts';
import type { StorageEngineOptions } from './storage-engine.ts';

/** The steps of the schema by their names, whose order is the alphabet's. A step that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-turns': turns,
  '0002-access': access,
  '0003-limits': limits,
  '0004-sent-prompts': sentPrompts,
};

/** Where Kysely keeps which steps were done. */
const DONE_TABLE = 'schema_migrations';
const LOCK_TABLE = 'schema_migrations_lock';

/** A store that has it was moved here in part: how far each of its tables has come. */
export const MOVING_TABLE = 'store_move';

export interface MigrateOptions extends Omit<StorageEngineOptions, 'hooks'> {
  /** What messages call the store. */
  name: string;
  /**
   * Keeps a copy of a store with data before its first step, and takes it back when the step fails; gives what the log
   * calls it.
   */
  backup?: { keep: (firstStep: string) => Promise<string>; discard: (firstStep: string) => Promise<void> };
}

/**
 * Brings the schema up to this program's. All steps are one transaction: after a failure the store is as it was.
 * @throws StoreUnavailableError when a newer program has changed the schema (nothing is touched), or a step fails
 */
export async function migrate(db: Kysely<Schema>, options: MigrateOptions): Promise<void> {
  const { name, migrations, log, backup, moving, onMigrated } = options;
  const tables = (await db.introspection.getTables({ withInternalKyselyTables: true })).map((table) => table.name);
  const done = tables.includes(DONE_TABLE) ? await stepsDone(db) : [];
  refuseNewer(name, done, Object.keys(migrations));
  if (!moving && tables.includes(MOVING_TABLE)) throw new StoreUnavailableError(movedInPart(name));
  const steps = Object.keys(migrations)
    .toSorted()
    .filter((step) => !done.includes(step));
  const [first] = steps;
  if (first === undefined) return;
  const kept = tables.length > 0 ? await backup?.keep(first) : undefined;
  const failure = await run(db, migrations);
  if (!failure) {
    log?.info({ store: name, backup: kept }, 'the schema of the store was brought up to date');
    onMigrated?.(steps, kept);
    return;
  }
  // Kysely makes its own tables before the transaction begins.
  if (!tables.includes(DONE_TABLE)) for (const table of [DONE_TABLE, LOCK_TABLE]) await dropTable(db, table);
  if (kept) await backup?.discard(first);
  throw new StoreUnavailableError(
    `The store ${name} could not be brought up to date (${failure.message}). It is as it was before: ` +
      'start the previous version again, and report this problem.',
    { cause: failure },
  );
}

async function stepsDone(db: Kysely<Schema>): Promise<string[]> {
  // Kysely's own table, which is not in the schema.
  const rows = await (db as unknown as Kysely<{ [DONE_TABLE]: { name: string } }>)
    .selectFrom(DONE_TABLE)
    .select('name')
    .execute();
  return rows.map(({ name }) => name);
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

function refuseNewer(name: string, done: string[], known: string[]): void {
  const unknown = done.filter((step) => !known.includes(step));
  if (unknown.length === 0) return;
  throw new StoreUnavailableError(
    `The store ${name} was changed by a newer version of Reelay (${unknown.join(', ')}), which this one does not know. ` +
      'Nothing was touched. Start the newer version again, or set STORE_URL to another store, such as a backup of before.',
  );
}

function movedInPart(name: string): string {
  return `The store ${name} was moved here only in part. Run \`npm run move-store\` with the same two addresses again.`;
}

async function dropTable(db: Kysely<Schema>, name: string): Promise<void> {
  await db.schema.dropTable(name).ifExists().execute();
}
