import { z } from 'zod';
import { type ChatKey, type IncomingMessage, placeOf } from '../../core/chat.ts';
import { shortHash } from '../../core/storage/chat-record.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import type { CorePort } from './core-port.ts';
import { joinParts, type SaidPart } from './joining.ts';

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
  /** Where its words stand in those of a request of several messages, and how long these are, in UTF-16 units. */
  part: z.object({ from: z.number(), to: z.number(), length: z.number() }).optional(),
});
export type ReceivedMessage = z.infer<typeof receivedSchema>;

/** A message of a request, as the platform knows it. */
export interface Member {
  id: string;
  /** Everything that an edit may change. */
  content: string;
  words: boolean;
  /** Its part of the request's words. */
  said?: SaidPart;
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
    { chat, id, userId, text }: { chat: ChatKey; id: string; userId: string; text: string },
    members: readonly Member[],
  ): Promise<void> {
    const wordless = members.every(({ words }) => !words);
    const joined = joinParts(members.map(({ said }) => said ?? { text: '', cut: false }));
    // A command among them has no words of its own to be changed.
    const isJoined = members.length > 1 && joined.text === text;
    const save = ({ id: member, content }: Member, index: number) => {
      const span = isJoined ? joined.spans[index] : undefined;
      const record = { chat, request: id, userId, of: members.length, content: shortHash(content), wordless };
      const whole = { ...record, ...(span && { part: { ...span, length: text.length } }) };
      return this.#table.set(`${placeOf(chat)}/${member}`, whole, this.#ttlMs);
    };
    await Promise.all(members.map(save));
  }

  /** The words of one message of a request of several were changed; those that stand behind it have moved. */
  async changedPart(before: ReceivedMessage, { id, content, said }: Member): Promise<void> {
    const { part, chat, request } = before;
    if (!part) return;
    const text = inPlaceOf(part, said?.text ?? '');
    const grew = text.length - (part.to - part.from);
    const own = `${placeOf(chat)}/${id}`;
    for (const [key, record] of await this.#table.all()) {
      if (!record.part || record.chat !== chat || record.request !== request) continue;
      const length = record.part.length + grew;
      const isBehind = record.part.from >= part.to && key !== own;
      const from = isBehind ? record.part.from + grew : record.part.from;
      const to = key === own ? part.from + text.length : isBehind ? record.part.to + grew : record.part.to;
      const changed = key === own ? { content: shortHash(content), wordless: false } : {};
      await this.#table.set(key, { ...record, ...changed, part: { from, to, length } }, this.#ttlMs);
    }
  }

  /** Erases what is remembered of a chat's messages. */
  async forget(chat: ChatKey): Promise<void> {
    for (const [key, record] of await this.#table.all()) if (record.chat === chat) await this.#table.delete(key);
  }
}

/**
 * The edit of one message of a request of several, as the core takes it; undefined where it stood for no words of the
 * request's. What said nothing before begins a line of its own.
 */
export function editOfPart(edited: IncomingMessage, before: ReceivedMessage): IncomingMessage | undefined {
  const { part, chat, request: id } = before;
  if (!part || edited.command) return undefined;
  return { ...edited, id, chat, text: inPlaceOf(part, edited.text), attachments: [], replaces: part };
}

function inPlaceOf({ from, to }: { from: number; to: number }, text: string): string {
  return from === to && from > 0 && text !== '' ? `\n${text}` : text;
}

/** Whether a message still says what it said. */
export function saysTheSame(received: ReceivedMessage, content: string): boolean {
  return received.content === shortHash(content);
}
