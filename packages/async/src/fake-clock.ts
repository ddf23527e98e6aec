import type { Clock } from './clock.ts';

interface Waiter {
  at: number;
  run: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #waiting: Waiter[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  /** How many sleeps and timers are pending. */
  get pending(): number {
    return this.#waiting.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = this.setTimeout(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  setTimeout(ms: number, run: () => void): () => void {
    const waiter = { at: this.#now + ms, run };
    this.#waiting.push(waiter);
    return () => {
      this.#waiting = this.#waiting.filter((w) => w !== waiter);
    };
  }

  /** Moves time on by `ms`, running what falls due in order; lets promises settle between the steps. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = this.#waiting.filter((w) => w.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#waiting = this.#waiting.filter((w) => w !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
    await settle();
  }

  /** Waits (in real time, without a fixed sleep) until somebody is waiting on this clock. */
  async untilPending(count = 1): Promise<void> {
    while (this.#waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
