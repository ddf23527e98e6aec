import type { Clock } from '../../src/clock.ts';

interface Timer {
  at: number;
  run: () => void;
  handle: NodeJS.Timeout;
}

/** The real time, which a test may push ahead: everything that falls due on the way happens at once, in order. */
export class JumpingClock implements Clock {
  #aheadMs = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, run, handle: setTimeout(() => this.#fire(timer), ms) };
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer.handle);
      this.#timers.delete(timer);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const callOff = this.after(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = () => {
        callOff();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Moves the time on by `ms`. */
  async jump(ms: number): Promise<void> {
    const end = this.now() + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#aheadMs = Math.max(this.#aheadMs, due.at - Date.now());
      this.#fire(due);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#aheadMs = Math.max(this.#aheadMs, end - Date.now());
    for (const timer of this.#timers) {
      clearTimeout(timer.handle);
      timer.handle = setTimeout(() => this.#fire(timer), Math.max(0, timer.at - this.now()));
    }
  }

  #fire(timer: Timer): void {
    clearTimeout(timer.handle);
    if (this.#timers.delete(timer)) timer.run();
  }
}
