import type { Clock } from '@reelay/async';
import { ApiError } from './types.ts';

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

interface Poll {
  answer: () => void;
  refuse: (error: ApiError) => void;
}

/** Sent only to bots that ask for them by name. */
const BY_NAME_ONLY = ['chat_member', 'message_reaction', 'message_reaction_count', 'stopped_message_generation'];
const CONFLICT = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

/** The queue of updates: kept until an offset confirms them, given to one long poll at a time. */
export class Updates {
  readonly #clock: Clock;
  #queue: Update[] = [];
  #nextId = 700_000_001;
  #allowed: string[] = [];
  #poll: Poll | undefined;
  /** Told of each update that comes. */
  onUpdate: () => void = () => {};
  #impatient = false;
  #rival = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Not yet confirmed by an offset. */
  get pending(): readonly Update[] {
    return this.#queue;
  }

  /** Whether a long poll is waiting right now. */
  get polled(): boolean {
    return this.#poll !== undefined;
  }

  /** Queues an update, unless the bot did not ask for its kind; answers the waiting poll. */
  push(kind: string, value: unknown): void {
    const wanted = this.#allowed.length > 0 ? this.#allowed.includes(kind) : !BY_NAME_ONLY.includes(kind);
    if (!wanted) return;
    this.#queue.push({ update_id: this.#nextId++, [kind]: structuredClone(value) });
    this.#poll?.answer();
    this.onUpdate();
  }

  /** Gives an unconfirmed or old update once more, as after a fault on Telegram's side. */
  repeat(update: Update): void {
    this.#queue.push(update);
    this.#queue.sort((a, b) => a.update_id - b.update_id);
    this.#poll?.answer();
    this.onUpdate();
  }

  /** The bot took an update that was posted to it. */
  confirm(id: number): void {
    this.#queue = this.#queue.filter((update) => update.update_id !== id);
  }

  /** From now on only updates of these kinds come; of all ordinary kinds when there are none. */
  allow(kinds: string[]): void {
    this.#allowed = kinds;
  }

  drop(): void {
    this.#queue = [];
  }

  /** From now on no poll waits, as with a proxy in between that answers by itself. */
  answerAtOnce(): void {
    this.#impatient = true;
    this.#poll?.answer();
  }

  /** From now on another instance polls too: ours are ended. */
  set rival(polls: boolean) {
    this.#rival = polls;
    if (polls) this.#poll?.refuse(new ApiError(409, CONFLICT));
  }

  /**
   * Confirms everything below `offset`, then resolves with what there is, or with what comes within `timeout` s. Rejects
   * with 409 as soon as another poll begins. `gone` is aborted when the client hangs up.
   */
  get(asked: { offset: number; limit: number; timeout: number; allowed?: string[] }, gone: AbortSignal) {
    if (asked.allowed) this.#allowed = asked.allowed;
    this.#poll?.refuse(new ApiError(409, CONFLICT));
    if (this.#rival) throw new ApiError(409, CONFLICT);
    if (asked.offset < 0) this.#queue = this.#queue.slice(asked.offset);
    else this.#queue = this.#queue.filter((update) => update.update_id >= asked.offset);
    const ready = () => this.#queue.slice(0, asked.limit);
    if (this.#queue.length > 0 || asked.timeout === 0 || this.#impatient) return Promise.resolve(ready());
    return new Promise<Update[]>((resolve, reject) => {
      const end = (then: () => void) => {
        callOff();
        gone.removeEventListener('abort', hangUp);
        if (this.#poll === poll) this.#poll = undefined;
        then();
      };
      const poll: Poll = {
        answer: () => end(() => resolve(ready())),
        refuse: (error) => end(() => reject(error)),
      };
      const hangUp = () => end(() => resolve([]));
      const callOff = this.#clock.setTimeout(asked.timeout * 1000, poll.answer);
      gone.addEventListener('abort', hangUp, { once: true });
      this.#poll = poll;
    });
  }
}
