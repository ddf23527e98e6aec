import { KeyvSqlite } from '@keyv/sqlite';
import { BatchedReads, BatchedWrites } from '../batching.ts';
import { type Database, runSql } from '../database.ts';
import type { KeyvTable } from '../keyed-tables.ts';

/** A table of @keyv/sqlite in the store's file. */
export function sqliteKeyvTable(name: string, database: Database): KeyvTable {
  const adapter = new SharedKeyvSqlite(name, database);
  const { table: sqlTable = '' } = adapter.opts;
  const write = (statement: string, parameters: readonly unknown[] = []) =>
    database.write(name, (tx) => runSql(tx, statement, parameters));
  return {
    adapter,
    sqlTable,
    create: () => write(`CREATE TABLE IF NOT EXISTS ${sqlTable} (key VARCHAR(255) PRIMARY KEY, value TEXT)`),
    insert: (tx, rows) => {
      const places = rows.map(() => '(?, ?)').join(', ');
      const values = rows.flatMap(({ key, value }) => [key, value]);
      return runSql(tx, `INSERT INTO ${sqlTable} (key, value) VALUES ${places}`, values);
    },
    rows: () => database.read((db) => runSql(db, `SELECT key, value FROM ${sqlTable}`)),
    sweep: (now) => write(`DELETE FROM ${sqlTable} WHERE json_extract(value, '$.expires') < ?`, [now]),
  };
}

/** The names of the tables of records by key that have a row: @keyv/sqlite writes some names otherwise. */
export async function keyvNames(database: Database): Promise<string[]> {
  const tables = await database.read((db) =>
    runSql<{ name: string }>(
      db,
      `SELECT name FROM sqlite_master WHERE type = 'table' AND (SELECT group_concat(name) FROM pragma_table_info(sqlite_master.name)) = 'key,value'`,
    ),
  );
  const names: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.read((db) => runSql<{ key: string }>(db, `SELECT key FROM "${name}" LIMIT 1`));
    if (row) names.push(row.key.slice(0, row.key.indexOf(':')));
  }
  return names;
}

/**
 * @keyv/sqlite opens a connection of its own for each table. A dozen connections would wait for each other's locks and
 * for an `fsync` each, so its queries go to the store's two connections, where many are one, and its own is closed again.
 */
class SharedKeyvSqlite extends KeyvSqlite {
  readonly #database: Database;
  readonly #name: string;
  readonly #reads: BatchedReads<string>;
  readonly #writes: BatchedWrites<string>;

  constructor(name: string, database: Database) {
    super({ uri: 'sqlite://:memory:', table: name });
    this.close().catch(() => {});
    this.close = async () => {};
    this.query = (sql: string, ...parameters: unknown[]) => database.read((db) => runSql(db, sql, parameters.flat()));
    this.#database = database;
    this.#name = name;
    const { table = '' } = this.opts;
    this.#reads = new BatchedReads(database.released, async (keys) => {
      const select = `SELECT key, value FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`;
      const rows: { key: string; value: string }[] = await this.query(select, JSON.stringify(keys));
      return new Map(rows.map(({ key, value }) => [key, value]));
    });
    this.#writes = new BatchedWrites(database.released, (entries, begin) => {
      const upsert = (places: string) =>
        `INSERT INTO ${table} (key, value) VALUES ${places} ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
      const places = () => [...entries].map(() => '(?, ?)').join(', ');
      return database.write(name, (tx) => runSql(tx, upsert(places()), [...entries].flat()), begin);
    });
  }

  override async get<Value>(key: string): Promise<Value | undefined> {
    // keyv's type for what it has serialised.
    return (await this.#reads.read(key)) as Value | undefined;
  }

  override async set(key: string, value: string): Promise<void> {
    await this.#writes.set(key, value);
  }

  override async delete(key: string): Promise<boolean> {
    this.#writes.seal();
    const { table } = this.opts;
    await this.#database.write(this.#name, (tx) => runSql(tx, `DELETE FROM ${table} WHERE key = ?`, [key]));
    return true;
  }
}
