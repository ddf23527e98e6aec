import { sql, type Transaction } from 'kysely';
import { bucketOfPlace } from '../access/rate-limit.ts';
import { chatOfPerson, type PlaceKey } from '../chat.ts';
import type { Database } from './database.ts';
import { hashed } from './ledger.ts';
import type { Schema } from './schema.ts';

/**
 * Gives what the tables have of a place and its people to the place's new key, in one transaction: what was spent, whom
 * the bot does not listen to, what moderators set and did, how much was asked for lately, and which finished turns are its.
 * What the new key has already stays. Where it was done before there is nothing left to do.
 */
export async function movePlace(database: Database, from: PlaceKey, to: PlaceKey): Promise<void> {
  await database.write('places', async (tx) => {
    await moveSettings(tx, from, to);
    await moveBlocks(tx, from, to);
    await moveBucket(tx, bucketOfPlace(from), bucketOfPlace(to));
    await tx.updateTable('audit').set({ community: to }).where('community', '=', from).execute();
    // What a forgotten chat has spent is counted under the hash of its community.
    for (const [before, after] of [
      [from, to],
      [hashed(from), hashed(to)],
    ] as const) {
      await tx.updateTable('ledger').set({ community: after }).where('community', '=', before).execute();
    }
    const ofPerson = chatOfPerson(from, '');
    for (const table of ['ledger', 'turns'] as const) {
      let update = tx
        .updateTable(table)
        .set({ chat: sql<string>`${to} || substr(chat, ${from.length + 1})` })
        .where((eb) => eb.or([eb('chat', '=', from), eb(sql`substr(chat, 1, ${ofPerson.length})`, '=', ofPerson)]));
      // Open ones are the engine's, which writes them itself.
      if (table === 'turns') update = update.where('state', '!=', 'open');
      await update.execute();
    }
  });
}

async function moveSettings(tx: Transaction<Schema>, from: string, to: string): Promise<void> {
  const rows = await tx.deleteFrom('community_settings').where('community', '=', from).returningAll().execute();
  for (const row of rows) {
    await tx
      .insertInto('community_settings')
      .values({ ...row, community: to })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Of two buckets the emptier one stays: a move must give nobody more than they had. */
async function moveBucket(tx: Transaction<Schema>, from: string, to: string): Promise<void> {
  const [row] = await tx.deleteFrom('rate_buckets').where('key', '=', from).returningAll().execute();
  if (!row) return;
  await tx
    .insertInto('rate_buckets')
    .values({ ...row, key: to })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ tokens: row.tokens, at: row.at })
        .where('rate_buckets.tokens', '>', row.tokens),
    )
    .execute();
}

/** A group may be where a block holds, and what is blocked. */
async function moveBlocks(tx: Transaction<Schema>, from: string, to: string): Promise<void> {
  const moved = (key: string) => (key === from ? to : key);
  const rows = await tx
    .deleteFrom('blocks')
    .where((eb) => eb.or([eb('scope', '=', from), eb('subject', '=', from)]))
    .returningAll()
    .execute();
  for (const row of rows) {
    await tx
      .insertInto('blocks')
      .values({ ...row, scope: moved(row.scope), subject: moved(row.subject) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
