import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import type { StorageEngine } from '../storage-engine.ts';

type Row = Record<string, unknown>;

/** A table that is moved, as one of the two stores has it. */
export interface MovedTable {
  /** The same in both stores. */
  name: string;
  sqlTable: string;
  /** The columns by which its rows are told apart. */
  key: readonly string[];
  /** The columns that must be the same in both stores; all of them unless given. */
  columns?: readonly string[];
  insert(tx: Transaction<Schema>, rows: readonly Row[]): Promise<unknown>;
}

/** The tables of the schema; the compiler refuses one that is missing. */
const KEYS = {
  turns: ['id'],
  sent_prompts: ['turn_id', 'piece', 'attempt'],
  quarantine: ['id'],
  ledger: ['turn_id'],
  account_days: ['day'],
  blocks: ['subject', 'scope'],
  audit: ['id'],
  community_settings: ['community'],
  rate_buckets: ['key'],
  consents: ['user'],
  alerts: ['kind'],
} as const satisfies Record<Exclude<keyof Schema, 'probe'>, readonly string[]>;

/** The tables of the schema. */
export function schemaTables(): MovedTable[] {
  return Object.entries(KEYS).map(([name, key]) => ({
    name,
    sqlTable: name,
    key,
    insert: (tx, rows) => {
      const columns = Object.keys(rows[0] ?? {});
      const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
      return sql`insert into ${sql.table(name)} (${sql.join(columns.map((each) => sql.ref(each)))}) values ${sql.join(values)}`.execute(
        tx,
      );
    },
  }));
}

/** A table of records by key, as the engine has it; it is made where it is not there yet. */
export async function keyvTable(engine: StorageEngine, name: string): Promise<MovedTable> {
  const table = engine.keyvTable(name);
  await table.create();
  return {
    name: `records ${name}`,
    sqlTable: table.sqlTable,
    key: ['key'],
    columns: ['key', 'value'],
    insert: (tx, rows) =>
      table.insert(
        tx,
        rows.map(({ key, value }) => ({ key: String(key), value: String(value) })),
      ),
  };
}
