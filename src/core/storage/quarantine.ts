import { sql } from 'kysely';
import type { Logger } from '../../lib/logger.ts';
import type { Database } from './database.ts';

/** Where a record that cannot be read lies. */
export interface DamagedRecord {
  /** The name of its table as the program calls it, and as SQL does. */
  table: string;
  sqlTable: string;
  /** Its key as the program calls it, and as the table has it. */
  key: string;
  sqlKey: string;
  /** The columns of the key and of the content. */
  columns: readonly [key: string, content: string];
  /** What is wrong with it, for the log. */
  problem: string;
  /** Judges the content once more, when nothing else is written. */
  isDamaged: (content: string) => boolean | Promise<boolean>;
}

/** Records that could not be read: moved out of their table, so that whoever needs them starts afresh. */
export class Quarantine {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #log: Logger | undefined;
  /** Records whose loss was not reported yet, as `<table> <key>`: asked for with every message, and mostly none. */
  #unreported: Promise<Set<string>> | undefined;

  constructor(database: Database, { now, log }: { now: () => number; log?: Logger }) {
    this.#database = database;
    this.#now = now;
    this.#log = log;
  }

  /** Moves the record here, as it is, and logs it; leaves it where it is when another write has repaired it meanwhile. */
  async setAside({ table, sqlTable, key, sqlKey, columns, problem, isDamaged }: DamagedRecord): Promise<void> {
    const [keyColumn, content] = columns;
    const moved = await this.#database.write('quarantine', async (tx) => {
      const place = sql`from ${sql.table(sqlTable)} where ${sql.ref(keyColumn)} = ${sqlKey}`;
      const [row] = (await sql<{ value: string }>`select ${sql.ref(content)} as value ${place}`.execute(tx)).rows;
      if (!row || !(await isDamaged(row.value))) return false;
      const kept = { table_name: table, key, value: row.value, problem, set_aside_at: this.#now(), reported: 0 };
      await tx.insertInto('quarantine').values(kept).execute();
      await sql`delete ${place}`.execute(tx);
      return true;
    });
    if (!moved) return;
    (await this.#loadUnreported()).add(`${table} ${key}`);
    this.#log?.error({ table, key, problem }, 'a damaged record was set aside in the table quarantine');
  }

  /** Whether the record with this key was set aside and that was not reported yet. */
  async unreported(table: string, key: string): Promise<boolean> {
    return (await this.#loadUnreported()).has(`${table} ${key}`);
  }

  async markReported(table: string, key: string): Promise<void> {
    await this.#database.write('quarantine', (tx) =>
      tx
        .updateTable('quarantine')
        .set({ reported: 1 })
        .where('table_name', '=', table)
        .where('key', '=', key)
        .execute(),
    );
    (await this.#loadUnreported()).delete(`${table} ${key}`);
  }

  #loadUnreported(): Promise<Set<string>> {
    this.#unreported ??= this.#database
      .read((db) => db.selectFrom('quarantine').select(['table_name', 'key']).where('reported', '=', 0).execute())
      .then((rows) => new Set(rows.map((row) => `${row.table_name} ${row.key}`)));
    this.#unreported.catch(() => {
      this.#unreported = undefined;
    });
    return this.#unreported;
  }

  /** Erases what was set aside of a chat. */
  async deleteChat(chat: string): Promise<void> {
    await this.#database.write('quarantine', (tx) =>
      tx
        .deleteFrom('quarantine')
        .where((where) =>
          where.or([
            where('key', '=', chat),
            // Keys of what belongs to a chat begin with it; what comes between / and 0 begins with /.
            where.and([where('key', '>=', `${chat}/`), where('key', '<', `${chat}0`)]),
          ]),
        )
        .execute(),
    );
    this.#unreported = undefined;
  }
}
