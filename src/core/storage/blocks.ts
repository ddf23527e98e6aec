import type { Database } from './database.ts';

/** A block that holds wherever the bot is. */
const EVERYWHERE = '*';

/** Whom the bot does not listen to: people and whole communities, in a community or everywhere. */
export class Blocks {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async isBlocked({ user, community }: { user: string; community: string }): Promise<boolean> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('blocks')
        .select('subject')
        .where('subject', 'in', [user, community])
        .$if(community !== undefined, (query) => query.where('scope', 'in', [EVERYWHERE, community ?? '']))
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  /** Blocks a person, or a community; again changes nothing. */
  async block(scope: string, subject: string, by: string): Promise<void> {
    const row = { scope, subject, blocked_by: by, at: this.#now() };
    await this.#database.write('blocks', (tx) =>
      tx
        .insertInto('blocks')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  /** @returns whether there was such a block */
  async unblock(scope: string, subject: string): Promise<boolean> {
    return this.#database.write('blocks', async (tx) => {
      const found = await tx.deleteFrom('blocks').where('scope', '=', scope).where('subject', '=', subject).execute();
      return found.some(({ numDeletedRows }) => numDeletedRows > 0n);
    });
  }

  /** The subjects that are blocked in the community and everywhere; all where no community is given. */
  async list(community?: string): Promise<{ scope: string; subject: string }[]> {
    return this.#database.read((db) =>
      db
        .selectFrom('blocks')
        .select(['scope', 'subject'])
        .where('scope', 'in', [EVERYWHERE, community ?? ''])
        .orderBy('at')
        .execute(),
    );
  }
}
