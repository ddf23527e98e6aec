import { z } from 'zod';
import { type ChatKey, chatInPlace, type PlaceKey, placeOf } from '../chat.ts';
import type { Store, Table } from '../storage/store.ts';

const reportSchema = z.object({
  /** The chat whose result it is, and the message. */
  chat: z.string(),
  ref: z.string(),
  /** Whose moderators decide about it. */
  community: z.string(),
  /** Whether several people share the place. */
  shared: z.boolean(),
  /** Who asked for it: `platform:id`, where that is known. */
  author: z.string().optional(),
  /** Its place has another id by now, under which the platform does not know the message. */
  outOfReach: z.boolean().optional(),
  /** The turn that reported it: others that report the same are answered alike, and nothing is sent anew. */
  turn: z.string(),
});
/** A delivered video that somebody reported. */
export type Report = z.infer<typeof reportSchema>;

/** How long moderators can act on a report, in ms. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** What was reported to moderators, so that the buttons of a report know what they are about. */
export class Reports {
  readonly #table: Table<Report>;

  constructor(store: Store) {
    this.#table = store.table('reports', reportSchema);
  }

  find(id: string): Promise<Report | undefined> {
    return this.#table.get(id);
  }

  /** @returns the report that is known of the same result, which may be an earlier one */
  async open(id: string, report: Report): Promise<Report> {
    const known = await this.#table.get(id);
    if (known) return known;
    await this.#table.set(id, report, KEPT_MS);
    return report;
  }

  /** It could not be sent: the next one who reports the same is the first one again. */
  async close(id: string): Promise<void> {
    await this.#table.delete(id);
  }

  /** The platform gave a place another id: who moderates there now decides about what was reported before. */
  async move(from: PlaceKey, to: PlaceKey): Promise<void> {
    for (const [id, report] of await this.#table.all()) {
      const isThere = placeOf(report.chat) === from;
      if (!isThere && report.community !== from) continue;
      const moved: Report = {
        ...report,
        ...(isThere && { chat: chatInPlace(report.chat, to), outOfReach: true }),
        community: report.community === from ? to : report.community,
      };
      await this.#table.set(id, moved, KEPT_MS);
    }
  }

  async forget(chat: ChatKey): Promise<void> {
    for (const [id, report] of await this.#table.all()) if (report.chat === chat) await this.#table.delete(id);
  }
}
