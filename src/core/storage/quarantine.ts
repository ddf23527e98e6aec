import type { Logger } from '../../lib/logger.ts';
import { type Database, runSql } from './database.ts';

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
}

/** Records that could not be read: moved out of their table, so that whoever needs them starts afresh. */
export class Quarantine {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #log: Logger | undefined;

  constructor(database: Database, { now, log }: { now: () => number; log?: Logger }) {
    this.#database = database;
    this.#now = now;
    this.#log = log;
  }

  /** Moves the record here, as it is, and logs it. */
  async setAside({ table, sqlTable, key, sqlKey, columns, problem }: DamagedRecord): Promise<void> {
    const [keyColumn, content] = columns;
    await this.#database.write('quarantine', async (tx) => {
      await runSql(
        tx,
        'INSERT INTO quarantine (table_name, key, value, problem, set_aside_at, told) ' +
          `SELECT ?, ?, ${content}, ?, ?, 0 FROM ${sqlTable} WHERE ${keyColumn} = ?`,
        [table, key, problem, this.#now(), sqlKey],
      );
      await runSql(tx, `DELETE FROM ${sqlTable} WHERE ${keyColumn} = ?`, [sqlKey]);
    });
    this.#log?.error({ table, key, problem }, 'a damaged record was set aside in the table quarantine');
  }

  /** Whether the record with this key was set aside and nobody was told yet. */
  async untold(table: string, key: string): Promise<boolean> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('quarantine')
        .select('id')
        .where('table_name', '=', table)
        .where('key', '=', key)
        .where('told', '=', 0)
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  async markTold(table: string, key: string): Promise<void> {
    await this.#database.write('quarantine', (tx) =>
      tx.updateTable('quarantine').set({ told: 1 }).where('table_name', '=', table).where('key', '=', key).execute(),
    );
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
  }
}
