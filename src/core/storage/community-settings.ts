import { z } from 'zod';
import type { Database } from './database.ts';

/** What moderators have done and set; the settings of `core/settings` are read by themselves. */
const settingsSchema = z.looseObject({
  /** Nothing is begun until a moderator resumes. */
  paused: z.boolean().optional(),
  /** The place of its moderators, which reports go to. */
  reportsTo: z.string().optional(),
});
export type CommunitySettings = Readonly<z.infer<typeof settingsSchema>>;

/** What moderators have set for their community. */
export class CommunitySettingsTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Nothing is set where nothing can be read. */
  async find(community: string): Promise<CommunitySettings> {
    const row = await this.#database.read((db) =>
      db.selectFrom('community_settings').select('data').where('community', '=', community).executeTakeFirst(),
    );
    return row ? read(row.data) : {};
  }

  /** Nothing is set there any more. */
  async delete(community: string): Promise<void> {
    await this.#database.write('community_settings', (tx) =>
      tx.deleteFrom('community_settings').where('community', '=', community).execute(),
    );
  }

  /** Changes some of the settings; those that become undefined are the operator's again. */
  async update(community: string, change: Partial<CommunitySettings>): Promise<void> {
    await this.#database.write('community_settings', async (tx) => {
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
