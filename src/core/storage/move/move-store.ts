import { sql } from 'kysely';
import { StoreUnavailableError } from '../errors.ts';
import { MOVING_TABLE } from '../migrate.ts';
import type { StorageEngine } from '../storage-engine.ts';
import { digestOf, pagesOf } from './pages.ts';
import { keyvTable, type MovedTable, schemaTables } from './tables.ts';

export interface MoveReport {
  /** A table is in the new store and has been compared. */
  onTable?: (name: string, rows: number) => void;
  /** Rows were written, of which the new store now remembers that they are there. */
  onPage?: (name: string, rows: number) => void;
}

/** Both stores' view of a table. */
interface Pair {
  from: MovedTable;
  to: MovedTable;
}

/**
 * Copies everything from one store to another, and compares both. Where it was interrupted it goes on when it is called again:
 * the new store remembers in each transaction how far it has come, and no bot can be started on it before all is there.
 * The old store is only read. No bot may run on either.
 * @throws StoreUnavailableError when the new store has something in it already, or differs from the old one in the end
 */
export async function moveStore(from: StorageEngine, to: StorageEngine, report: MoveReport = {}): Promise<void> {
  const pairs: Pair[] = schemaTables().map((table) => ({ from: table, to: table }));
  for (const name of await from.keyvNames()) {
    pairs.push({ from: await keyvTable(from, name), to: await keyvTable(to, name) });
  }
  await begin(to, pairs);
  for (const pair of pairs) {
    const rows = await moveTable(from, to, pair, report);
    report.onTable?.(pair.to.name, rows);
  }
  await to.rowsInserted();
  await to.database.write(MOVING_TABLE, (tx) => sql`drop table ${sql.table(MOVING_TABLE)}`.execute(tx));
}

/** Refuses a store that has something in it, unless that is the first part of a move. */
async function begin({ database }: StorageEngine, pairs: readonly Pair[]): Promise<void> {
  const tables = await database.read((db) => db.introspection.getTables());
  if (tables.some(({ name }) => name === MOVING_TABLE)) return;
  for (const { to } of pairs) {
    for await (const _ of pagesOf(database, to)) {
      throw new StoreUnavailableError(
        `The store ${database.name} has ${to.name} in it already. Nothing was touched. Move to an empty one.`,
      );
    }
  }
  await database.write(MOVING_TABLE, (tx) =>
    sql`create table ${sql.table(MOVING_TABLE)} (name text primary key, reached text not null)`.execute(tx),
  );
}

/** Copies what is not there yet, and compares; what was changed in between is copied once more from the beginning. */
async function moveTable(from: StorageEngine, to: StorageEngine, pair: Pair, report: MoveReport): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    await copyTable(from, to, pair, report);
    const [before, after] = await Promise.all([digestOf(from.database, pair.from), digestOf(to.database, pair.to)]);
    if (before.rows === after.rows && before.sum === after.sum) return after.rows;
    if (attempt === 2) {
      throw new StoreUnavailableError(
        `${pair.to.name} differs: ${before.rows} rows in ${from.database.name}, ${after.rows} in ${to.database.name}. ` +
          'Stop whatever writes to either, and move again.',
      );
    }
    await to.database.write(pair.to.name, async (tx) => {
      await sql`delete from ${sql.table(pair.to.sqlTable)}`.execute(tx);
      await sql`delete from ${sql.table(MOVING_TABLE)} where name = ${pair.to.name}`.execute(tx);
    });
  }
}

async function copyTable(from: StorageEngine, to: StorageEngine, pair: Pair, { onPage }: MoveReport): Promise<void> {
  const { name } = pair.to;
  const moving = sql.table(MOVING_TABLE);
  const { rows: known } = await to.database.read((db) =>
    sql<{ reached: string }>`select reached from ${moving} where name = ${name}`.execute(db),
  );
  for await (const { rows, cursor } of pagesOf(from.database, pair.from, known[0]?.reached)) {
    await to.database.write(name, async (tx) => {
      await pair.to.insert(tx, rows);
      await sql`
        insert into ${moving} (name, reached) values (${name}, ${cursor})
        on conflict (name) do update set reached = excluded.reached`.execute(tx);
    });
    onPage?.(name, rows.length);
  }
}
