import Keyv from 'keyv';
import { type Kysely, type Migration, sql } from 'kysely';
import { z } from 'zod';
import { runSql } from '../database.ts';
import type { Schema } from '../schema.ts';

/** A keyv record of a turn, as far as the columns need it. */
const keptTurn = z.looseObject({
  v: z.number(),
  id: z.string(),
  chat: z.string(),
  acceptedAt: z.number(),
  order: z.number(),
  progressRef: z.string().optional(),
  renderToCancel: z.string().optional(),
  outcome: z.string().optional(),
});
const kept = z.object({ value: z.unknown(), expires: z.number().nullish() });

/** Rows that are in memory at once while they are copied. */
const PAGE = 500;

/**
 * Turns in a table with columns, where they were JSON in one of keyv's; what was there moves over. The new table has the
 * old one's name, so that the program before this one refuses the file instead of starting with an empty journal.
 */
export const turns: Migration = {
  async up(db: Kysely<Schema>) {
    const hasOld = (await db.introspection.getTables()).some(({ name }) => name === 'turns');
    if (hasOld) await db.schema.alterTable('turns').renameTo('turns_before').execute();
    // keyv's, which holds nothing but what a check is writing.
    await db.schema.dropTable('probe').ifExists().execute();
    await createTables(db);
    if (!hasOld) return;
    await copyTurns(db);
    await db.schema.dropTable('turns_before').execute();
  },
};

async function createTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('turns')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('leftover', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'integer')
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('turns_chat').on('turns').columns(['chat', 'state']).execute();
  await db.schema.createIndex('turns_state').on('turns').columns(['state', 'accepted_at', 'position']).execute();
  await sql`create index turns_expiry on turns (expires_at) where expires_at is not null`.execute(db);
  await sql`create index turns_leftover on turns (leftover) where leftover = 1`.execute(db);
  await db.schema
    .createTable('quarantine')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('table_name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('problem', 'text', (column) => column.notNull())
    .addColumn('set_aside_at', 'integer', (column) => column.notNull())
    .addColumn('reported', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('quarantine_key').on('quarantine').columns(['table_name', 'key']).execute();
  await db.schema
    .createTable('probe')
    .addColumn('written_at', 'integer', (column) => column.notNull())
    .execute();
}

async function copyTurns(db: Kysely<Schema>): Promise<void> {
  for (let after = 0; ; ) {
    const page = await runSql<{ place: number; key: string; value: string }>(
      db,
      'SELECT rowid AS place, key, value FROM turns_before WHERE rowid > ? ORDER BY rowid LIMIT ?',
      [after, PAGE],
    );
    for (const { key, value } of page) await copyTurn(db, key.replace(/^turns:/, ''), value);
    const last = page.at(-1);
    if (!last) return;
    after = last.place;
  }
}

/** A record that is no turn goes to the quarantine; one that has expired is left out. */
async function copyTurn(db: Kysely<Schema>, id: string, value: string): Promise<void> {
  const record = kept.safeParse(await new Keyv().deserializeData(value).catch(() => undefined));
  const expires = record.data?.expires ?? undefined;
  if (expires !== undefined && expires < Date.now()) return;
  const turn = keptTurn.safeParse(record.data?.value);
  if (!turn.success) {
    const row = { table_name: 'turns', key: id, value, problem: 'no turn', set_aside_at: Date.now(), reported: 0 };
    await db.insertInto('quarantine').values(row).execute();
    return;
  }
  const { v, chat, acceptedAt, order, progressRef, renderToCancel, outcome } = turn.data;
  await db
    .insertInto('turns')
    .values({
      id,
      chat,
      state: outcome ?? 'open',
      accepted_at: acceptedAt,
      position: order,
      version: v,
      leftover: (progressRef ?? renderToCancel) === undefined ? 0 : 1,
      expires_at: expires ?? null,
      data: JSON.stringify(turn.data),
    })
    .execute();
}
