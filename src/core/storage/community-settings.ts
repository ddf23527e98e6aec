import type { Transaction } from 'kysely';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

/** What moderators have done and set; the settings of `core/settings` are read by themselves. */
const settingsSchema = z.looseObject({
  /** Nothing is begun until a moderator resumes. */
  paused: z.boolean().optional(),
  /** The place of its moderators, which reports go to. */
  reportsTo: z.string().optional(),
});
export type CommunitySettings = Readonly<z.infer<typeof settingsSchema>>;

/** How long what was read holds, in ms: another process that has the same database may change it. */
const HOLDS_MS = 2_000;
const COMMUNITIES_HELD = 2_000;

/** What moderators have set for their community. */
export class CommunitySettingsTable {
  readonly #database: Database;
  readonly #now: () => number;
  /** What was read lately: rules, plan, turn and budget each ask for it, for one message. */
  readonly #held = new LRUCache<string, { settings: Promise<CommunitySettings>; at: number }>({
    max: COMMUNITIES_HELD,
  });

  /** @param now in ms since the epoch */
  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Nothing is set where nothing can be read. It is what this process has set, and what another one had set two seconds ago
   * at the latest.
   */
  find(community: string): Promise<CommunitySettings> {
    const at = this.#now();
    const held = this.#held.get(community);
    // A clock that was set back makes nothing last longer.
    if (held && at >= held.at && at - held.at < HOLDS_MS) return held.settings;
    const entry = { settings: this.#read(community), at };
    this.#held.set(community, entry);
    entry.settings.catch(() => {
      if (this.#held.get(community) === entry) this.#held.delete(community);
    });
    return entry.settings;
  }

  /** They were changed, maybe other than by this table: they are read anew. */
  changed(...communities: string[]): void {
    for (const community of communities) this.#held.delete(community);
  }

  async #read(community: string): Promise<CommunitySettings> {
    const row = await this.#database.read((db) =>
      db.selectFrom('community_settings').select('data').where('community', '=', community).executeTakeFirst(),
    );
    return row ? read(row.data) : {};
  }

  /** Nothing is set there any more. */
  async delete(community: string): Promise<void> {
    await this.#write(community, (tx) =>
      tx.deleteFrom('community_settings').where('community', '=', community).execute(),
    );
  }

  /** Changes some of the settings; those that become undefined are the operator's again. */
  async update(community: string, change: Partial<CommunitySettings>): Promise<void> {
    await this.#write(community, async (tx) => {
      const row = await tx
        .selectFrom('community_settings')
        .select('data')
        .where('community', '=', community)
        .executeTakeFirst();
      const data = JSON.stringify({ ...(row ? read(row.data) : {}), ...change });
      await tx
        .insertInto('community_settings')
        .values({ community, data })
        .onConflict((conflict) => conflict.column('community').doUpdateSet({ data }))
        .execute();
    });
  }

  /** Whatever came of it, what was read before it is over. */
  async #write(community: string, work: (tx: Transaction<Schema>) => Promise<unknown>): Promise<void> {
    try {
      await this.#database.write('community_settings', work);
    } finally {
      this.changed(community);
    }
  }
}

function read(data: string): CommunitySettings {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return {};
  }
  const parsed = settingsSchema.safeParse(value);
  return parsed.success ? parsed.data : {};
}
