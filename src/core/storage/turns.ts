import type { Selectable, Transaction } from 'kysely';
import { type ChatKey, personOf, placeOf } from '../chat.ts';
import { FINISHED_TURN_TTL_MS, type Turn, turnFormat } from '../turn/turn.ts';
import { BatchedReads, BatchedWrites } from './batching.ts';
import type { Database } from './database.ts';
import { readRecord, type UnreadableRecord } from './record-format.ts';
import type { Schema, SentPromptsTable, TurnsTable } from './schema.ts';
import { settleFinished } from './settle-turns.ts';

/**
 * How much text one statement takes, in UTF-16 units, before the next one begins: making JSON of turns and handing it to
 * SQLite holds up the event loop, and a turn with a long draft has some 50,000.
 */
const MAX_STATEMENT_LENGTH = 64 * 1024;

/** Most ids in one statement: SQLite takes 32,766 values. */
const MAX_IDS = 500;

/** An open turn that this program cannot read. */
export interface UnreadableTurn extends UnreadableRecord {
  id: string;
  chat: string;
}

/** A prompt that is about to leave. */
export interface PromptClaim {
  /** Its place in the turn's work. */
  piece: number;
  /** Counted from 1. */
  attempt: number;
  /** Unique to the call; the same when a write that failed is done again. */
  claim: string;
}

/** The turns of the store: open ones, and for two days the finished ones, which are the marks of the duplicate check. */
export class TurnRepository {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #states: BatchedReads<Pick<Selectable<TurnsTable>, 'id' | 'state' | 'expires_at'>>;
  readonly #saves: BatchedWrites<Turn>;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
    this.#states = new BatchedReads(database.released, async (ids) => {
      const rows = await database.read((db) =>
        db.selectFrom('turns').select(['id', 'state', 'expires_at']).where('id', 'in', ids).execute(),
      );
      return new Map(rows.map((row) => [row.id, row]));
    });
    this.#saves = new BatchedWrites(database.released, (turns, begin) =>
      database.write(
        'turns',
        async (tx) => {
          await upsertAll(tx, turns.values(), now);
          await settleFinished(tx, turns.values(), now());
        },
        begin,
      ),
    );
  }

  /** The state of a turn (`open`, or how it ended); undefined when there is none, or it ended more than two days ago. */
  async stateOf(id: string): Promise<string | undefined> {
    const row = await this.#states.read(id);
    return row && (row.expires_at === null || row.expires_at > this.#now()) ? row.state : undefined;
  }

  /**
   * Writes the turn as it is when its row is written, which is later than this call; resolves once that is on disk. Saves of one turn that wait for the
   * same write are done by it once.
   */
  save(turn: Turn): Promise<void> {
    return this.#saves.set(turn.id, turn);
  }

  /**
   * Writes the turn with the row that says that a prompt of it leaves, in one transaction. False, with nothing written,
   * where another copy of the turn has that row: it sends the prompt, or has sent it.
   */
  async claimPrompt(turn: Turn, { piece, attempt, claim }: PromptClaim): Promise<boolean> {
    this.#saves.seal();
    return this.#database.write('turns', async (tx) => {
      const key = { turn_id: turn.id, piece, attempt };
      const row = { ...key, claim, at: this.#now() };
      const insert = tx.insertInto('sent_prompts').values(row);
      const [own] = await insert
        .onConflict((conflict) => conflict.doNothing())
        .returning('claim')
        .execute();
      if (!own && (await claimOf(tx, key)) !== claim) return false;
      await upsert(tx, [rowOf(turn, this.#now())]);
      return true;
    });
  }

  async delete(id: string): Promise<void> {
    this.#saves.seal();
    await this.#database.write('turns', async (tx) => {
      await tx.deleteFrom('turns').where('id', '=', id).execute();
      await tx.deleteFrom('sent_prompts').where('turn_id', '=', id).execute();
    });
  }

  /** The open turns in the order in which they were accepted, and those that cannot be read. */
  async open(): Promise<{ turns: Turn[]; unreadable: UnreadableTurn[] }> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('turns')
        .selectAll()
        .where('state', '=', 'open')
        .orderBy('accepted_at')
        .orderBy('position')
        .execute(),
    );
    const turns: Turn[] = [];
    const unreadable: UnreadableTurn[] = [];
    for (const { id, chat, data } of rows) {
      const read = readRecord(data, turnFormat);
      if ('value' in read) turns.push(read.value);
      else unreadable.push({ id, chat, ...read });
    }
    return { turns, unreadable };
  }

  /** Finished turns of which something is still to be cleaned up at the platform or at Nemo. */
  async leftovers(): Promise<Turn[]> {
    const rows = await this.#database.read((db) =>
      db.selectFrom('turns').select('data').where('leftover', '=', 1).where('state', '!=', 'open').execute(),
    );
    return rows.flatMap(({ data }) => {
      const read = readRecord(data, turnFormat);
      return 'value' in read ? [read.value] : [];
    });
  }

  /** When the last turn was accepted, in ms since the epoch; 0 when there is none. */
  async latestAcceptedAt(): Promise<number> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('turns')
        .select((eb) => eb.fn.max('accepted_at').as('latest'))
        .executeTakeFirst(),
    );
    return Number(row?.latest ?? 0);
  }

  /** Deletes every turn of the chat but one; also what its person asked while all people of the place shared a chat. */
  async deleteChat(chat: ChatKey, exceptId: string): Promise<void> {
    this.#saves.seal();
    const person = personOf(chat);
    await this.#database.write('turns', async (tx) => {
      await tx.deleteFrom('turns').where('chat', '=', chat).where('id', '!=', exceptId).execute();
      if (person === undefined) return deleteOrphans(tx);
      const rows = await tx
        .selectFrom('turns')
        .select(['id', 'data'])
        .where('chat', '=', placeOf(chat))
        .where('state', '!=', 'open')
        .execute();
      const theirs = rows.filter(({ data }) => isOf(person, data)).map(({ id }) => id);
      for (let from = 0; from < theirs.length; from += MAX_IDS) {
        await tx
          .deleteFrom('turns')
          .where('id', 'in', theirs.slice(from, from + MAX_IDS))
          .execute();
      }
      await deleteOrphans(tx);
    });
  }

  /** Deletes finished turns whose two days are over. */
  async sweep(): Promise<void> {
    await this.#database.write('turns', async (tx) => {
      await tx.deleteFrom('turns').where('expires_at', '<=', this.#now()).execute();
      await deleteOrphans(tx);
    });
  }
}

/** Who has inserted the row of a prompt. */
async function claimOf(
  tx: Transaction<Schema>,
  key: Omit<SentPromptsTable, 'claim' | 'at'>,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('sent_prompts')
    .select('claim')
    .where('turn_id', '=', key.turn_id)
    .where('piece', '=', key.piece)
    .where('attempt', '=', key.attempt)
    .executeTakeFirst();
  return row?.claim;
}

/** Deletes the prompts of turns that are gone. */
async function deleteOrphans(tx: Transaction<Schema>): Promise<void> {
  await tx
    .deleteFrom('sent_prompts')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('turns').select('id').whereRef('turns.id', '=', 'sent_prompts.turn_id'))),
    )
    .execute();
}

/** Whether the person asked for the turn; of a damaged one nobody knows. */
function isOf(person: string, data: string): boolean {
  const read = readRecord(data, turnFormat);
  return 'value' in read && read.value.userId === person;
}

/** @param nowMs milliseconds since the epoch, from which a finished turn is kept for two days */
function rowOf(turn: Turn, nowMs: number): Selectable<TurnsTable> {
  return {
    id: turn.id,
    chat: turn.chat,
    state: turn.outcome ?? 'open',
    accepted_at: turn.acceptedAt,
    position: turn.order,
    version: turnFormat.version,
    leftover: (turn.progressRef ?? turn.renderToCancel) === undefined ? 0 : 1,
    expires_at: turn.outcome ? nowMs + FINISHED_TURN_TTL_MS : null,
    data: JSON.stringify(turn),
  };
}

/** Writes the turns with as few statements as their sizes allow. */
async function upsertAll(tx: Transaction<Schema>, turns: Iterable<Turn>, now: () => number): Promise<void> {
  let rows: Selectable<TurnsTable>[] = [];
  let length = 0;
  for (const turn of turns) {
    const row = rowOf(turn, now());
    rows.push(row);
    length += row.data.length;
    if (length < MAX_STATEMENT_LENGTH) continue;
    await upsert(tx, rows);
    rows = [];
    length = 0;
  }
  if (rows.length > 0) await upsert(tx, rows);
}

async function upsert(tx: Transaction<Schema>, rows: readonly Selectable<TurnsTable>[]): Promise<void> {
  await tx
    .insertInto('turns')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(({ ref }) => ({
        chat: ref('excluded.chat'),
        state: ref('excluded.state'),
        accepted_at: ref('excluded.accepted_at'),
        position: ref('excluded.position'),
        version: ref('excluded.version'),
        leftover: ref('excluded.leftover'),
        expires_at: ref('excluded.expires_at'),
        data: ref('excluded.data'),
      })),
    )
    .execute();
}
