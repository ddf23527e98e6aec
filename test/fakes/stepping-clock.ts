import type { Clock } from '@reelay/async';

interface Waiter {
  at: number;
  run: () => void;
  /** Somebody sleeps until then; a timer alone, such as a time limit, does not move the time. */
  sleeper: boolean;
}

/** Turns of the event loop without work at hand after which everybody is taken to sleep. */
const QUIET_TURNS = 10;

/**
 * A clock for many who wait at the same time: when nobody has anything else to do, it moves on to the end of the next
 * sleep, and the timers on the way fall due. `busy` tells of work that the event loop does not show, such as a request
 * that a server is answering.
 */
export class SteppingClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #waiters: Waiter[] = [];
  #stepping = false;
  readonly #busy: () => boolean;

  constructor(busy: () => boolean = () => false) {
    this.#busy = busy;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        callOff();
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const callOff = this.#wait({ at: this.#now + ms, run: wake, sleeper: true });
      signal?.addEventListener('abort', onAbort, { once: true });
      if (!this.#stepping) void this.#step();
    });
  }

  setTimeout(ms: number, run: () => void): () => void {
    return this.#wait({ at: this.#now + ms, run, sleeper: false });
  }

  #wait(waiter: Waiter): () => void {
    this.#waiters.push(waiter);
    return () => {
      this.#waiters = this.#waiters.filter((each) => each !== waiter);
    };
  }

  async #step(): Promise<void> {
    this.#stepping = true;
    while (this.#waiters.some(({ sleeper }) => sleeper)) {
      for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#busy()) quiet = -1;
      }
      this.#moveOn();
    }
    this.#stepping = false;
  }

  /** To the end of the next sleep. */
  #moveOn(): void {
    for (let slept = false; !slept; ) {
      const [due] = this.#waiters.toSorted((a, b) => a.at - b.at);
      if (!due) return;
      this.#waiters = this.#waiters.filter((each) => each !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      slept = due.sleeper;
    }
  }
}
