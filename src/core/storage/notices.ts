import type { Database } from './database.ts';

/** What is asked or said once: whether a person agrees to the terms, an alert to the owner. */
export class Notices {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Whether the person has agreed to these terms, by their address. */
  async hasAgreed(user: string, terms: string): Promise<boolean> {
    const row = await this.#database.read((db) =>
      db.selectFrom('consents').select('terms').where('user', '=', user).executeTakeFirst(),
    );
    return row?.terms === terms;
  }

  async agreed(user: string, terms: string): Promise<void> {
    const row = { terms, at: this.#now() };
    await this.#database.write('consents', (tx) =>
      tx
        .insertInto('consents')
        .values({ user, ...row })
        .onConflict((conflict) => conflict.column('user').doUpdateSet(row))
        .execute(),
    );
  }

  /** Marks an alert as raised. @returns false when it was raised before and has not been cleared since */
  async raise(kind: string): Promise<boolean> {
    return this.#database.write('alerts', async (tx) => {
      const made = await tx
        .insertInto('alerts')
        .values({ kind, at: this.#now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return made.some(({ numInsertedOrUpdatedRows }) => (numInsertedOrUpdatedRows ?? 0n) > 0n);
    });
  }

  /** What an alert was about is over: the next time it is raised anew. */
  async clear(kind: string): Promise<void> {
    const raised = await this.#database.read((db) =>
      db.selectFrom('alerts').select('kind').where('kind', '=', kind).executeTakeFirst(),
    );
    if (raised)
      await this.#database.write('alerts', (tx) => tx.deleteFrom('alerts').where('kind', '=', kind).execute());
  }
}
