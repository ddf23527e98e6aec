import { z } from 'zod';
import { type ChatKey, placeOf } from '../../core/chat.ts';
import { shortHash } from '../../core/storage/sessions.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import type { CorePort } from './core-port.ts';

const receivedSchema = z.object({
  /** The request that the message became part of: its chat and id. */
  chat: z.string(),
  request: z.string(),
  userId: z.string().default(''),
  /** How many messages the request consists of. */
  of: z.number(),
  /** Tells one content from another; nothing of it can be read out of this. */
  content: z.string(),
  /** It brought files and no words. */
  wordless: z.boolean(),
});
export type ReceivedMessage = z.infer<typeof receivedSchema>;

/** A message of a request, as the platform knows it. */
export interface Member {
  id: string;
  /** Everything that an edit may change. */
  content: string;
  words: boolean;
}

/**
 * Which message became part of which request, and what it said then. It is written before the core gets the request, so
 * that the next process knows a part of it that the platform gives again, and an edit from a mere reaction.
 */
export class ReceivedMessages {
  readonly #table: Table<ReceivedMessage>;
  readonly #core: Pick<CorePort, 'knows'>;
  readonly #ttlMs: number;

  constructor(options: { store: Store; table: string; ttlMs: number; core: Pick<CorePort, 'knows'> }) {
    this.#table = options.store.table(options.table, receivedSchema);
    this.#core = options.core;
    this.#ttlMs = options.ttlMs;
  }

  /** What is remembered of a message; by any chat of its place. */
  find(chat: ChatKey, id: string): Promise<ReceivedMessage | undefined> {
    return this.#table.get(`${placeOf(chat)}/${id}`);
  }

  /** Whether the core has it already, as a request or as part of one. */
  async isAccepted(chat: ChatKey, id: string): Promise<boolean> {
    const known = await this.find(chat, id);
    return known !== undefined && this.#core.knows(known.chat, known.request);
  }

  /** Called just before a request is brought to the core, and once it was changed. */
  async submitting(
    { chat, id, userId }: { chat: ChatKey; id: string; userId: string },
    members: readonly Member[],
  ): Promise<void> {
    const wordless = members.every(({ words }) => !words);
    const save = ({ id: member, content }: Member) => {
      const record = { chat, request: id, userId, of: members.length, content: shortHash(content), wordless };
      return this.#table.set(`${placeOf(chat)}/${member}`, record, this.#ttlMs);
    };
    await Promise.all(members.map(save));
  }

  /** Erases what is remembered of a chat's messages. */
  async forget(chat: ChatKey): Promise<void> {
    for (const [key, record] of await this.#table.all()) if (record.chat === chat) await this.#table.delete(key);
  }
}

/** Whether a message still says what it said. */
export function saysTheSame(received: ReceivedMessage, content: string): boolean {
  return received.content === shortHash(content);
}
