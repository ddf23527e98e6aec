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

/** One turn at a time per chat, in the order they were accepted; different chats run at the same time. */
export class ChatQueues {
  readonly #queues = new Map<ChatKey, ChatQueue>();
  #stopped = false;

  /** Puts a turn at the end of its chat's queue. `run` must not reject. Returns how many turns are before it. */
  add(chat: ChatKey, id: string, run: (signal: AbortSignal) => Promise<void>): number {
    if (this.#stopped) return 0;
    const job: Job = { id, run, controller: new AbortController() };
    const queue = this.#queues.get(chat);
    if (queue) {
      queue.waiting.push(job);
      return queue.waiting.length;
    }
    const fresh: ChatQueue = { chat, running: job, waiting: [], done: Promise.resolve() };
    this.#queues.set(chat, fresh);
    fresh.done = this.#work(fresh, job);
    return 0;
  }

  async #work(queue: ChatQueue, first: Job): Promise<void> {
    for (let job: Job | undefined = first; job && !this.#stopped; job = queue.waiting.shift()) {
      queue.running = job;
      await job.run(job.controller.signal);
      queue.running = undefined;
    }
    this.#queues.delete(queue.chat);
  }

  /** The turn that is running in the chat, and those that wait behind it, in order. */
  look(chat: ChatKey): { running?: string; waiting: string[] } {
    const queue = this.#queues.get(chat);
    return { running: queue?.running?.id, waiting: queue?.waiting.map((job) => job.id) ?? [] };
  }

  /** How many turns wait behind another one, in all chats. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  /** Aborts the running turn of the chat; returns its id. */
  cancel(chat: ChatKey, reason = new CancelledError('stopped by the user')): string | undefined {
    const job = this.#queues.get(chat)?.running;
    if (!job || job.controller.signal.aborted) return undefined;
    job.controller.abort(reason);
    return job.id;
  }

  /** Takes a waiting turn out of its queue; false when it is not waiting there any more. */
  remove(chat: ChatKey, id: string): boolean {
    const waiting = this.#queues.get(chat)?.waiting;
    const index = waiting?.findIndex((job) => job.id === id) ?? -1;
    if (index < 0) return false;
    waiting?.splice(index, 1);
    return true;
  }

  /** Gives a chat's queue to its new key, as when a group becomes a supergroup; a queue that is there already goes on alone. */
  move(from: ChatKey, to: ChatKey): void {
    const queue = this.#queues.get(from);
    if (!queue || this.#queues.has(to)) return;
    this.#queues.delete(from);
    this.#queues.set(to, queue);
    queue.chat = to;
  }

  /** Resolves when no turn is running or waiting, in this chat or in any. */
  async idle(chat?: ChatKey): Promise<void> {
    const busy = () =>
      chat === undefined ? [...this.#queues.values()] : [this.#queues.get(chat)].filter((queue) => !!queue);
    for (let queues = busy(); queues.length > 0; queues = busy()) await Promise.all(queues.map((queue) => queue.done));
  }

  /** Takes no more turns, aborts the running ones with a {@link ShutdownError} and waits for them to let go. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const queue of this.#queues.values())
      queue.running?.controller.abort(new ShutdownError('the bot is stopping'));
    await this.idle();
  }
}
