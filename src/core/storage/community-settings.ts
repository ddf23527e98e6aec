import { z } from 'zod';
import { LANGUAGES } from '../../i18n/language.ts';
import type { Database } from './database.ts';

const settingsSchema = z.object({
  /** Nothing is begun until a moderator resumes. */
  paused: z.boolean().optional(),
  /** Slug of the skill that its chats begin with. */
  skill: z.string().optional(),
  /** Its own budgets, at most the operator's. Credits a day. */
  userDailyCredits: z.number().int().nonnegative().optional(),
  communityDailyCredits: z.number().int().nonnegative().optional(),
  /** Said before a chat's first answer, instead of the skill's greeting. */
  greeting: z.string().optional(),
  /** Who may use the bot there: everybody, or moderators alone. */
  usedBy: z.enum(['everybody', 'moderators']).optional(),
  /** Words that no request may contain, as they were given. */
  words: z.array(z.string()).optional(),
  /** What its chats are answered in, whatever is written there. */
  language: z.enum(LANGUAGES).optional(),
  /** Whether people may go on with what others of the community made. */
  sharedProjects: z.boolean().optional(),
  /** What becomes of a video over the chat's limit: a version that fits, or the link alone. */
  overLimit: z.enum(['fit', 'link']).optional(),
  /** Whether each project gets a thread of its own, where the platform has them. */
  threads: z.boolean().optional(),
  /** The place of its moderators, which reports go to. */
  reportsTo: z.string().optional(),
});
export type CommunitySettings = z.infer<typeof settingsSchema>;

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
