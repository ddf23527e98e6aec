import { randomUUID } from 'node:crypto';
import type { Clock } from '@reelay/async';
import { translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ChatKey } from '../chat.ts';
import { StoreUnavailableError } from '../storage/errors.ts';
import type { Store } from '../storage/store.ts';
import type { UnreadableTurn } from '../storage/turns.ts';
import type { Turn } from './turn.ts';

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

/** What {@link Journal.recoverable} finds in the store. */
export interface Recoverable {
  /** Open turns, in the order in which they were accepted. */
  open: Turn[];
  /** Finished turns of which a message or a render is still to be cleaned up. */
  leftovers: Turn[];
  /** Open turns that cannot be read. */
  damaged: UnreadableTurn[];
  /** When the last turn was accepted, in ms since the epoch. */
  latest: number;
}

/** The turns of this process that are not over, and all turns as the store has them. */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #open = new Map<string, Turn>();

  constructor({ store, clock, log }: { store: Store; clock: Clock; log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether a turn of this id is under way or was there in the last two days. */
  async knows(id: string): Promise<boolean> {
    return this.#open.has(id) || (await this.#store.turns.stateOf(id)) !== undefined;
  }

  /** Whether it is under way or over: one that was only written was never begun. */
  async begun(id: string): Promise<boolean> {
    return this.#open.has(id) || ((await this.#store.turns.stateOf(id)) ?? 'open') !== 'open';
  }

  /** Writes the turn as it is; one that is over becomes the mark by which a repeated message is known. */
  save(turn: Turn): Promise<void> {
    return this.#store.turns.save(turn);
  }

  /**
   * Writes the turn, and waits for a store that cannot be written: a turn under way goes on when it can, rather than
   * going on without its journal. Rejects with a {@link StoreUnavailableError} after a quarter of an hour, or the signal's reason.
   */
  keep(turn: Turn, waiting: Waiting): Promise<void> {
    return this.#untilWritten(turn, waiting, () => this.save(turn));
  }

  /**
   * Writes the turn with the fact that a prompt of it leaves, waiting like {@link Journal.keep}. False, with nothing
   * written, where another copy of the turn, such as in a process that was frozen, has sent it or is about to.
   * @param piece the prompt's place in the turn's work
   * @param attempt how many times it has left with this one
   */
  claimPrompt(turn: Turn, prompt: { piece: number; attempt: number }, waiting: Waiting): Promise<boolean> {
    const claim = randomUUID();
    return this.#untilWritten(turn, waiting, () => this.#store.turns.claimPrompt(turn, { ...prompt, claim }));
  }

  async #untilWritten<T>(turn: Turn, { signal, onWait, onGoOn }: Waiting, write: () => Promise<T>): Promise<T> {
    const begun = this.#clock.now();
    for (let failed = 0; ; failed++) {
      try {
        const written = await write();
        if (failed > 0) onGoOn();
        return written;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || this.#clock.now() - begun >= PATIENCE_MS) throw error;
        this.#log.error({ err: error, turn: turn.id, failed: failed + 1 }, 'the journal cannot be written; waiting');
        if (failed === 0) onWait();
        await this.#clock.sleep(WAITS_MS[Math.min(failed, WAITS_MS.length - 1)] ?? 0, signal);
      }
    }
  }

  /** Takes a turn out that was written and not begun. */
  async drop(turn: Turn): Promise<void> {
    await this.#store.turns.delete(turn.id);
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

  /**
   * What an earlier process left of some chats. An open turn that a newer version of the program wrote is logged and left
   * as it is.
   */
  async recoverable(concerns: (chat: ChatKey) => boolean): Promise<Recoverable> {
    const { turns } = this.#store;
    const { turns: open, unreadable } = await turns.open();
    const concerned = unreadable.filter(({ chat }) => concerns(chat));
    for (const { id, chat, reason, problem } of concerned) {
      if (reason === 'newer') {
        this.#log.error(
          { turn: id, chat, problem },
          'an open turn was written by a newer version; it is left as it is',
        );
      }
    }
    return {
      open: open.filter(({ chat }) => concerns(chat)),
      leftovers: (await turns.leftovers()).filter(({ chat }) => concerns(chat)),
      damaged: concerned.filter(({ reason }) => reason === 'damaged'),
      latest: await turns.latestAcceptedAt(),
    };
  }

  /** Sets a damaged turn aside and saves a failed turn in its place, which reports that to the chat, once. */
  async replaceDamaged(
    { id, chat, problem }: UnreadableTurn,
    { language, acceptedAt }: Pick<Turn, 'language' | 'acceptedAt'>,
  ): Promise<Turn> {
    const substitute: Turn = {
      v: 2,
      id,
      chat,
      // The id may begin with a key that the place had before.
      messageId: id.slice(id.indexOf('/') + 1),
      userId: '',
      language,
      text: '',
      attachments: [],
      acceptedAt,
      order: 0,
      work: [],
      at: 0,
      failure: translator(language)('failedDamaged'),
    };
    const columns = ['id', 'data'] as const;
    const record = { table: 'turns', sqlTable: 'turns', key: id, sqlKey: id, columns, problem, isDamaged: () => true };
    // Written without waiting in between, so in one transaction.
    await Promise.all([this.#store.quarantine.setAside(record), this.#store.turns.save(substitute)]);
    return substitute;
  }

  /** Erases what the store has of a chat, but for one turn, and every trace of it in the files. */
  async forget(chat: ChatKey, except: Turn): Promise<void> {
    await this.#store.turns.deleteChat(chat, except.id);
    await this.#store.erase(chat);
  }
}
