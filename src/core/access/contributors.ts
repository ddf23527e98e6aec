import { z } from 'zod';
import type { Logger } from '../../lib/logger.ts';
import { type ChatKey, type CommandCall, chatInPlace, type IncomingMessage, type PlaceKey, placeOf } from '../chat.ts';
import type { Store, Table } from '../storage/store.ts';
import { contributionOf } from './asked.ts';

const contributorsSchema = z.object({
  /** Who asked for work on the chat's project, the first one first. */
  users: z.array(z.string()),
  /** Who asked the agent last. */
  last: z.string().optional(),
});
export type ContributorsRecord = z.infer<typeof contributorsSchema>;

/** How long it is remembered who works on a project, in ms. */
const CONTRIBUTORS_TTL_MS = 30 * 24 * 3_600_000;
/** How many people of a chat are remembered: two show already that there are others. */
const CONTRIBUTORS_KEPT = 20;

/** Who works on the project of a chat that several people share. */
export class Contributors {
  readonly #table: Table<ContributorsRecord>;
  readonly #log: Logger;

  constructor(store: Store, log: Logger) {
    this.#table = store.table('contributors', contributorsSchema);
    this.#log = log;
  }

  find(chat: ChatKey): Promise<ContributorsRecord | undefined> {
    return this.#table.get(chat);
  }

  /** Called just before a request is journaled; never rejects. */
  async submitting(message: IncomingMessage, asked: readonly CommandCall[]): Promise<void> {
    const { asksAgent, works } = contributionOf(message, asked);
    if (!works) return;
    const { chat, userId } = message;
    await this.#save(chat, async () => {
      const earlier = await this.#table.get(chat);
      const users = [...new Set([...(earlier?.users ?? []), userId])].slice(-CONTRIBUTORS_KEPT);
      const last = asksAgent ? userId : earlier?.last;
      if (earlier?.last === last && earlier?.users.includes(userId)) return;
      await this.#table.set(chat, { users, last }, CONTRIBUTORS_TTL_MS);
    });
  }

  /** A new project begins without those who worked on the old one. Called with what was accepted; never rejects. */
  async accepted(message: IncomingMessage, asked: readonly CommandCall[]): Promise<void> {
    const { chat, userId } = message;
    if (!asked.some(({ name }) => name === 'new')) return;
    const { works } = contributionOf(message, asked);
    await this.#save(chat, async () => {
      if (works) await this.#table.set(chat, { users: [userId] }, CONTRIBUTORS_TTL_MS);
      else await this.#table.delete(chat);
    });
  }

  /** The platform gave the place another id. */
  async move(from: PlaceKey, to: PlaceKey): Promise<void> {
    for (const [chat, contributors] of await this.#table.all())
      if (placeOf(chat) === from) await this.#table.set(chatInPlace(chat, to), contributors, CONTRIBUTORS_TTL_MS);
  }

  async forget(chat: ChatKey): Promise<void> {
    await this.#table.delete(chat);
  }

  async #save(chat: ChatKey, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.warn({ chat, err: error }, 'contributor not saved');
    }
  }
}
