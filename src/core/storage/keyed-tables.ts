import Keyv, { type KeyvStoreAdapter } from 'keyv';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { StoreUnavailableError } from './errors.ts';
import type { Quarantine } from './quarantine.ts';
import { firstProblem } from './record-format.ts';
import type { Schema } from './schema.ts';

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

/** A table of keyv's with the columns `key` (`<table>:<key>`) and `value` (`{"value": …, "expires": ms}`), in some engine. */
export interface KeyvTable {
  adapter: KeyvStoreAdapter;
  /** Its name in SQL. */
  sqlTable: string;
  /** Makes the table where it is not there yet. */
  create(): Promise<unknown>;
  /** Writes rows as another store had them. */
  insert(tx: Transaction<Schema>, rows: readonly { key: string; value: string }[]): Promise<unknown>;
  /** All rows, also expired ones. */
  rows(): Promise<{ key: string; value: string }[]>;
  /** Deletes what has expired; `now` in ms since the epoch. */
  sweep(now: number): Promise<unknown>;
}

interface OpenTable {
  keyv: Keyv;
  table: KeyvTable;
  /** Resolves once the table is in the database. */
  made: Promise<unknown>;
}

/** The records that keyv keeps, in tables of their own in the store's database. */
export class KeyedTables {
  readonly #quarantine: Quarantine;
  readonly #tableOf: (name: string) => KeyvTable;
  readonly #tables = new Map<string, OpenTable>();

  constructor(quarantine: Quarantine, tableOf: (name: string) => KeyvTable) {
    this.#quarantine = quarantine;
    this.#tableOf = tableOf;
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
    for (const { table } of this.#tables.values()) await table.sweep(now);
  }

  /** All records that have not expired; of one that is no JSON, undefined. keyv's own listing would end at it. */
  async #list(name: string): Promise<[key: string, raw: unknown][]> {
    const { keyv, table } = await this.#open(name);
    const found: [string, unknown][] = [];
    for (const { key: sqlKey, value } of await table.rows()) {
      const key = sqlKey.slice(name.length + 1);
      const record = await keyv.deserializeData(value).catch(() => undefined);
      if (typeof record?.expires === 'number' && record.expires < Date.now()) await keyv.delete(key);
      else found.push([key, record?.value]);
    }
    return found;
  }

  async #setAside(name: string, schema: z.ZodType, key: string, problem: string): Promise<undefined> {
    const { table, keyv } = await this.#open(name);
    const columns = ['key', 'value'] as const;
    const isDamaged = async (content: string) => {
      const record = await keyv.deserializeData(content).catch(() => undefined);
      return !schema.safeParse(record?.value).success;
    };
    const { sqlTable } = table;
    await this.#quarantine.setAside({
      ...{ table: name, sqlTable, key, sqlKey: `${name}:${key}` },
      ...{ columns, problem, isDamaged },
    });
    return undefined;
  }

  async #open(name: string): Promise<OpenTable> {
    const known = this.#tables.get(name);
    if (known) {
      await known.made;
      return known;
    }
    const table = this.#tableOf(name);
    const keyv = new Keyv({ store: table.adapter, namespace: name, throwOnErrors: true });
    // Failures reach the caller by the rejected call; the event alone would end the process.
    keyv.on('error', () => {});
    const made = table.create();
    const open = { keyv, table, made };
    this.#tables.set(name, open);
    // A table that could not be made is tried again by the next use.
    made.catch(() => this.#tables.delete(name));
    await made;
    return open;
  }
}
