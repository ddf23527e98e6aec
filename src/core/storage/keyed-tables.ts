import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import type { z } from 'zod';
import { BatchedReads, BatchedWrites } from './batching.ts';
import { type Database, runSql } from './database.ts';
import { StoreUnavailableError } from './errors.ts';
import type { Quarantine } from './quarantine.ts';
import { firstProblem } from './record-format.ts';

/** One kind of record by key, checked by its schema whenever it is read. */
export interface Table<T> {
  /** A record that is damaged, or does not fit its schema, is set aside and logged, and is then as if it had never been. */
  get(key: string): Promise<T | undefined>;
  /** @param ttlMs after which the record is gone; for ever without it. */
  set(key: string, value: T, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** All live records; a record that does not fit its schema is passed to `onBad` and left where it is. */
  all(onBad?: (key: string, problem: string) => void): Promise<[key: string, value: T][]>;
}

/**
 * Rows in one page of a listing. More than one page would lose rows: expired ones are deleted while it pages by offset.
 */
const ALL = Number.MAX_SAFE_INTEGER;

interface OpenTable {
  keyv: Keyv;
  adapter: KeyvSqlite;
  sqlTable: string;
  /** Resolves once the table is in the file. */
  made: Promise<unknown>;
}

/** The records that keyv keeps, with @keyv/sqlite, in tables of their own in the store's file. */
export class KeyedTables {
  readonly #database: Database;
  readonly #quarantine: Quarantine;
  readonly #tables = new Map<string, OpenTable>();

  constructor(database: Database, quarantine: Quarantine) {
    this.#database = database;
    this.#quarantine = quarantine;
  }

  table<T>(name: string, schema: z.ZodType<T>): Table<T> {
    return {
      get: async (key) => {
        const { keyv } = await this.#open(name);
        let raw: unknown;
        try {
          raw = await keyv.get(key);
        } catch (error) {
          // Everything but a failed query comes from a text that is no record.
          if (error instanceof StoreUnavailableError) throw error;
          return this.#setAside(name, schema, key, 'no JSON');
        }
        if (raw === undefined) return undefined;
        const result = schema.safeParse(raw);
        return result.success ? result.data : this.#setAside(name, schema, key, firstProblem(result.error));
      },
      set: async (key, value, ttlMs) => {
        await (await this.#open(name)).keyv.set(key, value, ttlMs);
      },
      delete: async (key) => {
        await (await this.#open(name)).keyv.delete(key);
      },
      all: async (onBad) => {
        const found: [string, T][] = [];
        for (const [key, raw] of await this.#list(name)) {
          const result = schema.safeParse(raw);
          if (result.success) found.push([key, result.data]);
          else onBad?.(key, firstProblem(result.error));
        }
        return found;
      },
    };
  }

  /** Deletes the expired records of every table that was used by this process. */
  async sweep(now: number): Promise<void> {
    for (const [name, { sqlTable }] of this.#tables) {
      // keyv keeps a record as {"value": …, "expires": ms}.
      const expired = `DELETE FROM ${sqlTable} WHERE json_extract(value, '$.expires') < ?`;
      await this.#database.write(name, (tx) => runSql(tx, expired, [now]));
    }
  }

  /** All records that have not expired; of one that is no JSON, undefined. keyv's own listing would end at it. */
  async #list(name: string): Promise<[key: string, raw: unknown][]> {
    const { keyv, adapter } = await this.#open(name);
    const found: [string, unknown][] = [];
    for await (const [sqlKey, text] of adapter.iterator(name)) {
      const key = String(sqlKey).slice(name.length + 1);
      const record = await keyv.deserializeData(text).catch(() => undefined);
      if (typeof record?.expires === 'number' && record.expires < Date.now()) await keyv.delete(key);
      else found.push([key, record?.value]);
    }
    return found;
  }

  async #setAside(table: string, schema: z.ZodType, key: string, problem: string): Promise<undefined> {
    const { sqlTable, keyv } = await this.#open(table);
    const columns = ['key', 'value'] as const;
    const isDamaged = async (content: string) => {
      const record = await keyv.deserializeData(content).catch(() => undefined);
      return !schema.safeParse(record?.value).success;
    };
    const sqlKey = `${table}:${key}`;
    await this.#quarantine.setAside({ table, sqlTable, key, sqlKey, columns, problem, isDamaged });
    return undefined;
  }

  async #open(name: string): Promise<OpenTable> {
    const known = this.#tables.get(name);
    if (known) {
      await known.made;
      return known;
    }
    const adapter = new SharedKeyvSqlite(name, this.#database);
    const keyv = new Keyv({ store: adapter, namespace: name, throwOnErrors: true });
    // Failures reach the caller by the rejected call; the event alone would end the process.
    keyv.on('error', () => {});
    const sqlTable = adapter.opts.table ?? '';
    const made = this.#database.write(name, (tx) =>
      runSql(tx, `CREATE TABLE IF NOT EXISTS ${sqlTable} (key VARCHAR(255) PRIMARY KEY, value TEXT)`),
    );
    const table = { keyv, adapter, sqlTable, made };
    this.#tables.set(name, table);
    // A table that could not be made is tried again by the next use.
    made.catch(() => this.#tables.delete(name));
    await made;
    return table;
  }
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
    super({ uri: 'sqlite://:memory:', table: name, iterationLimit: ALL });
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
