import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.ts';

/** How much people and places have asked for lately, who agreed to the terms, and what the owner was told. */
export const limits: Migration = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('rate_buckets')
      .ifNotExists()
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('tokens', 'real', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('consents')
      .ifNotExists()
      .addColumn('user', 'text', (column) => column.primaryKey().notNull())
      .addColumn('terms', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('alerts')
      .ifNotExists()
      .addColumn('kind', 'text', (column) => column.primaryKey().notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .execute();
  },
};
