import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.ts';

/** What requests cost, who is blocked, what moderators did, and how places are set. */
export const access: Migration = {
  async up(db: Kysely<Schema>) {
    await createLedger(db);
    await db.schema
      .createTable('blocks')
      .ifNotExists()
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('blocked_by', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('blocks_key', ['subject', 'scope'])
      .execute();
    await db.schema
      .createTable('audit')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('community', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('by_user', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('turn_id', 'text', (column) => column.notNull().unique())
      .execute();
    await db.schema.createIndex('audit_community').ifNotExists().on('audit').columns(['community', 'id']).execute();
    await db.schema
      .createTable('community_settings')
      .ifNotExists()
      .addColumn('community', 'text', (column) => column.primaryKey().notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .execute();
  },
};

async function createLedger(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('ledger')
    .ifNotExists()
    .addColumn('turn_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user', 'text', (column) => column.notNull())
    .addColumn('chat', 'text', (column) => column.notNull())
    .addColumn('community', 'text', (column) => column.notNull())
    .addColumn('skill', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('credits', 'integer', (column) => column.notNull())
    .addColumn('estimate', 'integer', (column) => column.notNull())
    .addColumn('duration_ms', 'integer')
    .addColumn('outcome', 'text')
    .addColumn('render', 'text')
    .execute();
  await db.schema.createIndex('ledger_user').ifNotExists().on('ledger').columns(['user', 'day']).execute();
  await db.schema.createIndex('ledger_community').ifNotExists().on('ledger').columns(['community', 'day']).execute();
  await db.schema.createIndex('ledger_chat').ifNotExists().on('ledger').column('chat').execute();
  await db.schema.createIndex('ledger_state').ifNotExists().on('ledger').column('state').execute();
  await db.schema
    .createTable('account_days')
    .ifNotExists()
    .addColumn('day', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .execute();
}
