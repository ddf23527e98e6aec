import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { sql } from 'kysely';
import { BatchedReads, BatchedWrites } from '../batching.ts';
import type { Database } from '../database.ts';
import type { KeyvTable } from '../keyed-tables.ts';

interface Row {
  key: string;
  value: string;
}

/** What is written under a key: keyv's text, and when it expires in ms since the epoch. */
interface Entry {
  value: string;
  expires: number | null;
}

/**
 * A table of keyv's in the store's PostgreSQL database, with rows like those of @keyv/sqlite. @keyv/postgres is not used: a
 * connection that the server ends would end the process, and it has a pool of its own for each table.
 */
export function postgresKeyvTable(name: string, database: Database): KeyvTable {
  const sqlTable = `keyv_${name}`;
  const table = sql.table(sqlTable);
  return {
    adapter: new PostgresKeyv(name, sqlTable, database),
    sqlTable,
    create: () =>
      database.write(name, (tx) =>
        sql`create table if not exists ${table} (key text primary key, value text not null, expires bigint)`.execute(
          tx,
        ),
      ),
    insert: (tx, rows) => {
      const values = rows.map(({ key, value }) => sql`(${key}, ${value}, ${expiryIn(value)})`);
      return sql`insert into ${table} (key, value, expires) values ${sql.join(values)}`.execute(tx);
    },
    rows: () => database.read(async (db) => (await sql<Row>`select key, value from ${table}`.execute(db)).rows),
    sweep: (now) => database.write(name, (tx) => sql`delete from ${table} where expires < ${now}`.execute(tx)),
  };
}

/** The names of the tables of records by key that have a row. */
export async function keyvNames(database: Database): Promise<string[]> {
  const tables = await database.read((db) => db.introspection.getTables());
  const names: string[] = [];
  for (const { name } of tables.filter((each) => each.name.startsWith('keyv_'))) {
    const { rows } = await database.read((db) => sql`select 1 from ${sql.table(name)} limit 1`.execute(db));
    if (rows.length > 0) names.push(name.slice('keyv_'.length));
  }
  return names;
}

/** When a record of keyv's expires, in ms since the epoch; null when it does not, or cannot be read. */
function expiryIn(value: string): number | null {
  try {
    const record: unknown = JSON.parse(value);
    const expires = record !== null && typeof record === 'object' && 'expires' in record ? record.expires : null;
    return typeof expires === 'number' ? expires : null;
  } catch {
    return null;
  }
}

/** The part of keyv's storage interface that {@link KeyedTables} uses: by key, and clearing. */
class PostgresKeyv extends EventEmitter implements KeyvStoreAdapter {
  readonly opts: { table: string };
  namespace?: string;
  readonly #name: string;
  readonly #database: Database;
  readonly #reads: BatchedReads<string>;
  readonly #writes: BatchedWrites<Entry>;

  constructor(name: string, sqlTable: string, database: Database) {
    super();
    this.opts = { table: sqlTable };
    this.#name = name;
    this.#database = database;
    const table = sql.table(sqlTable);
    this.#reads = new BatchedReads(database.released, async (keys) => {
      const select = sql<Row>`select key, value from ${table} where key = any(${[...keys]})`;
      const { rows } = await database.read((db) => select.execute(db));
      return new Map(rows.map(({ key, value }) => [key, value]));
    });
    this.#writes = new BatchedWrites(database.released, (entries, begin) => {
      const rows = () => [...entries].map(([key, { value, expires }]) => sql`(${key}, ${value}, ${expires})`);
      const upsert = () => sql`
        insert into ${table} (key, value, expires) values ${sql.join(rows())}
        on conflict (key) do update set value = excluded.value, expires = excluded.expires`;
      return database.write(name, (tx) => upsert().execute(tx), begin);
    });
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    // keyv's type for what it has serialised.
    return (await this.#reads.read(key)) as StoredData<Value> | undefined;
  }

  /** @param ttl ms */
  async set(key: string, value: string, ttl?: number): Promise<void> {
    await this.#writes.set(key, { value, expires: ttl === undefined ? null : Date.now() + ttl });
  }

  async delete(key: string): Promise<boolean> {
    this.#writes.seal();
    const table = sql.table(this.opts.table);
    const deleted = await this.#database.write(this.#name, (tx) =>
      sql`delete from ${table} where key = ${key}`.execute(tx),
    );
    return (deleted.numAffectedRows ?? 0n) > 0n;
  }

  async clear(): Promise<void> {
    this.#writes.seal();
    await this.#database.write(this.#name, (tx) => sql`delete from ${sql.table(this.opts.table)}`.execute(tx));
  }
}
