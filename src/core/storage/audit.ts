import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { AuditTable } from './schema.ts';

/** Something that a moderator did. */
export interface AuditEntry {
  community: string;
  /** `platform:id` */
  by: string;
  action: string;
  /** To whom, or to what. */
  detail: string;
  turnId: string;
}

/** How long it is kept, in ms. */
const KEPT_MS = 365 * 24 * 3_600_000;

/** What moderators did, for other moderators to read. */
export class Audit {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Writes it down; for the same turn once, however often that is done again after a crash. */
  async add({ community, by, action, detail, turnId }: AuditEntry): Promise<void> {
    const row = { community, at: this.#now(), by_user: by, action, detail, turn_id: turnId };
    await this.#database.write('audit', (tx) =>
      tx
        .insertInto('audit')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  /** What was done in a community, or anywhere where none is given, the latest first. */
  async latest(community: string | undefined, count: number): Promise<Selectable<AuditTable>[]> {
    return this.#database.read((db) =>
      db
        .selectFrom('audit')
        .selectAll()
        .$if(community !== undefined, (query) => query.where('community', '=', community ?? ''))
        .orderBy('id', 'desc')
        .limit(count)
        .execute(),
    );
  }

  /** Deletes what is older than a year. */
  async sweep(): Promise<void> {
    const before = this.#now() - KEPT_MS;
    await this.#database.write('audit', (tx) => tx.deleteFrom('audit').where('at', '<', before).execute());
  }
}
