import type { Clock } from '../../lib/clock.ts';
import { KeyedMutex } from '../../lib/keyed-mutex.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ChatKey } from '../chat.ts';
import { type Store, StoreError, type Table } from '../storage/store.ts';
import { FINISHED_TURN_TTL_MS, type Turn, turnSchema } from './turn.ts';

/** Waits between the attempts to write to a store that fails, in ms; the last one again and again. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000];
/** A store that fails for this long fails the turn, in ms. */
const PATIENCE_MS = 900_000;

/** What to do while the store is waited for. */
export interface Waiting {
  signal: AbortSignal;
  onWait: () => void;
  onGoOn: () => void;
}

/** The turns of this process that are not over, and all turns as the store has them. */
export class Journal {
  readonly #table: Table<Turn>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #open = new Map<string, Turn>();
  /** Writes of one turn come one after another, so that the last state is the one that stays. */
  readonly #writes = new KeyedMutex();

  constructor({ store, clock, log }: { store: Store; clock: Clock; log: Logger }) {
    this.#table = store.table('turns', turnSchema);
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether a turn of this id is under way or was there in the last two days. */
  async knows(id: string): Promise<boolean> {
    return this.#open.has(id) || (await this.#table.get(id)) !== undefined;
  }

  /** Whether it is under way or over: one that was only written was never begun. */
  async begun(id: string): Promise<boolean> {
    return this.#open.has(id) || (await this.#table.get(id))?.outcome !== undefined;
  }

  /** Writes the turn as it is; one that is over becomes the mark by which a repeated message is known. */
  save(turn: Turn): Promise<void> {
    return this.#writes.run(turn.id, () =>
      this.#table.set(turn.id, turn, turn.outcome ? FINISHED_TURN_TTL_MS : undefined),
    );
  }

  /**
   * Writes the turn, and waits for a store that can't be written: a turn under way goes on when it can, rather than
   * going on without its journal. Rejects with a {@link StoreError} after a quarter of an hour, or the signal's reason.
   */
  async keep(turn: Turn, { signal, onWait, onGoOn }: Waiting): Promise<void> {
    const begun = this.#clock.now();
    for (let failed = 0; ; failed++) {
      try {
        await this.save(turn);
        if (failed > 0) onGoOn();
        return;
      } catch (error) {
        if (!(error instanceof StoreError) || this.#clock.now() - begun >= PATIENCE_MS) throw error;
        this.#log.error({ err: error, turn: turn.id, failed: failed + 1 }, 'the journal can’t be written; waiting');
        if (failed === 0) onWait();
        await this.#clock.sleep(WAITS_MS[Math.min(failed, WAITS_MS.length - 1)] ?? 0, signal);
      }
    }
  }

  /** Takes a turn out that was written and not begun. */
  async drop(turn: Turn): Promise<void> {
    await this.#writes.run(turn.id, () => this.#table.delete(turn.id));
  }

  /** From now on the turn is under way in this process. */
  begin(turn: Turn): void {
    this.#open.set(turn.id, turn);
  }

  /** The turn is not under way any more. */
  end(turn: Turn): void {
    this.#open.delete(turn.id);
  }

  /** A turn that is under way, by its id. */
  find(id: string | undefined): Turn | undefined {
    return id === undefined ? undefined : this.#open.get(id);
  }

  /** Turns that are under way, of a chat or of all. */
  underWay(chat?: ChatKey): Turn[] {
    return [...this.#open.values()].filter((turn) => chat === undefined || turn.chat === chat);
  }

  /** Everything that the store has, whole entries only; a damaged one is logged and left where it is. */
  async all(): Promise<Turn[]> {
    const records = await this.#table.all((key, problem) => {
      this.#log.error({ turn: key, problem }, 'a journal entry is damaged and is left out');
    });
    return records.map(([, turn]) => turn);
  }

  /** Erases what the store has of a chat, but for one turn. */
  async forget(chat: ChatKey, except: Turn): Promise<void> {
    for (const [id, turn] of await this.#table.all()) {
      if (turn.chat === chat && id !== except.id) await this.#table.delete(id);
    }
  }
}
