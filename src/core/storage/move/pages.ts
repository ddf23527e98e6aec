import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { MovedTable } from './tables.ts';

/** Rows that are in memory at once. */
const PAGE = 200;

export interface Page {
  rows: Record<string, unknown>[];
  /** The key of its last row, as JSON: where the next page begins. */
  cursor: string;
}

/** The rows of a table in pages, in the order of its key, which is the engine's own. */
export async function* pagesOf(database: Database, table: MovedTable, after?: string): AsyncGenerator<Page> {
  const key = sql.join(table.key.map((column) => sql.ref(column)));
  const columns = table.columns ? sql.join(table.columns.map((column) => sql.ref(column))) : sql.raw('*');
  for (let cursor = after; ; ) {
    const from = cursor === undefined ? sql`` : sql`where (${key}) > (${sql.join(JSON.parse(cursor) as unknown[])})`;
    const select: RawBuilder<Record<string, unknown>> = sql`
      select ${columns} from ${sql.table(table.sqlTable)} ${from} order by ${key} limit ${sql.lit(PAGE)}`;
    const { rows } = await database.read((db) => select.execute(db));
    const last = rows.at(-1);
    if (!last) return;
    cursor = JSON.stringify(table.key.map((column) => last[column]));
    yield { rows, cursor };
  }
}

/** How many rows a table has, and a sum of their contents that does not depend on their order. */
export interface Digest {
  rows: number;
  sum: string;
}

/** Two tables with the same digest have the same rows. */
export async function digestOf(database: Database, table: MovedTable): Promise<Digest> {
  const sum = Buffer.alloc(32);
  let count = 0;
  for await (const { rows } of pagesOf(database, table)) {
    count += rows.length;
    for (const row of rows) {
      const columns = Object.keys(row).toSorted();
      const hash = createHash('sha256').update(JSON.stringify(columns.map((column) => [column, row[column]])));
      // The key makes each row another one, so that none cancels another out.
      for (const [index, byte] of hash.digest().entries()) sum[index] = (sum[index] ?? 0) ^ byte;
    }
  }
  return { rows: count, sum: sum.toString('hex') };
}
