import type { ChatKey } from '../chat.ts';

/** Why a running turn's signal was aborted. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** The process is stopping: the turn stays open in the journal for the next one. */
export class ShutdownError extends Error {
  override readonly name = 'ShutdownError';
}

interface Job {
  id: string;
  run: (signal: AbortSignal) => Promise<void>;
  controller: AbortController;
}

interface ChatQueue {
  chat: ChatKey;
  running: Job | undefined;
  waiting: Job[];
  done: Promise<void>;
}

/** One turn at a time per chat, in the order they were accepted; different chats run side by side. */
export class ChatQueues {
  readonly #lanes = new Map<ChatKey, ChatQueue>();
  #stopped = false;

  /** Puts a turn at the end of its chat's lane. `run` must not reject. Returns how many are before it. */
  add(chat: ChatKey, id: string, run: (signal: AbortSignal) => Promise<void>): number {
    if (this.#stopped) return 0;
    const job: Job = { id, run, controller: new AbortController() };
    const lane = this.#lanes.get(chat);
    if (lane) {
      lane.waiting.push(job);
      return lane.waiting.length;
    }
    const fresh: ChatQueue = { chat, running: job, waiting: [], done: Promise.resolve() };
    this.#lanes.set(chat, fresh);
    fresh.done = this.#work(fresh, job);
    return 0;
  }

  async #work(lane: ChatQueue, first: Job): Promise<void> {
    for (let job: Job | undefined = first; job && !this.#stopped; job = lane.waiting.shift()) {
      lane.running = job;
      await job.run(job.controller.signal);
      lane.running = undefined;
    }
    this.#lanes.delete(lane.chat);
  }

  /** The turn that is running in the chat, and those that wait behind it, in order. */
  look(chat: ChatKey): { running?: string; waiting: string[] } {
    const lane = this.#lanes.get(chat);
    return { running: lane?.running?.id, waiting: lane?.waiting.map((job) => job.id) ?? [] };
  }

  /** Aborts the running turn of the chat with a {@link CancelledError}; returns its id. */
  cancel(chat: ChatKey): string | undefined {
    const job = this.#lanes.get(chat)?.running;
    if (!job || job.controller.signal.aborted) return undefined;
    job.controller.abort(new CancelledError('stopped by the user'));
    return job.id;
  }

  /** Takes a waiting turn out of its lane; false when it is not waiting there any more. */
  remove(chat: ChatKey, id: string): boolean {
    const waiting = this.#lanes.get(chat)?.waiting;
    const place = waiting?.findIndex((job) => job.id === id) ?? -1;
    if (place < 0) return false;
    waiting?.splice(place, 1);
    return true;
  }

  /** Gives a chat's lane to its new key, as when a group becomes a supergroup; a lane that is there already goes on alone. */
  move(from: ChatKey, to: ChatKey): void {
    const lane = this.#lanes.get(from);
    if (!lane || this.#lanes.has(to)) return;
    this.#lanes.delete(from);
    this.#lanes.set(to, lane);
    lane.chat = to;
  }

  /** Resolves when no turn is running or waiting, in this chat or in any. */
  async idle(chat?: ChatKey): Promise<void> {
    const busy = () =>
      chat === undefined ? [...this.#lanes.values()] : [this.#lanes.get(chat)].filter((lane) => !!lane);
    for (let lanes = busy(); lanes.length > 0; lanes = busy()) await Promise.all(lanes.map((lane) => lane.done));
  }

  /** Takes no more turns, aborts the running ones with a {@link ShutdownError} and waits for them to let go. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) lane.running?.controller.abort(new ShutdownError('the bot is stopping'));
    await this.idle();
  }
}
