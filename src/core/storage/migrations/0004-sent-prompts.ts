import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.ts';

/** Which prompts have left: one row for each attempt, under a key that two copies of a turn cannot both have. */
export const sentPrompts: Migration = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('sent_prompts')
      .ifNotExists()
      .addColumn('turn_id', 'text', (column) => column.notNull())
      .addColumn('piece', 'integer', (column) => column.notNull())
      .addColumn('attempt', 'integer', (column) => column.notNull())
      .addColumn('claim', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('sent_prompts_key', ['turn_id', 'piece', 'attempt'])
      .execute();
  },
};
