import type { Clock } from '@reelay/async';

interface Timer {
  /** When it is due on this clock, in ms since the epoch. */
  at: number;
  /** When it comes by the system's clock. */
  reallyAt: number;
  run: () => void;
  handle: NodeJS.Timeout;
}

/** Sleeps up to this long only keep a pace, such as that of a progress message; in ms. */
const PACE_MS = 2000;
/** How much of such a sleep really passes. */
const PACE_SHARE = 0.05;

/**
 * The real time, which a test may push ahead: everything that falls due on the way happens at once, in order. Nobody has to
 * sit through a sleep that only keeps a pace: little of it passes, then the time is pushed to its end.
 */
export class JumpingClock implements Clock {
  #aheadMs = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  setTimeout(ms: number, run: () => void): () => void {
    return this.#set(ms, ms, run);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const callOff = this.#set(ms, ms <= PACE_MS ? ms * PACE_SHARE : ms, () => {
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
      this.#reach(due.at);
      this.#fire(due);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#reach(end);
  }

  #set(ms: number, reallyMs: number, run: () => void): () => void {
    const handle = setTimeout(() => this.#come(timer), reallyMs);
    const timer: Timer = { at: this.now() + ms, reallyAt: Date.now() + reallyMs, run, handle };
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer.handle);
      this.#timers.delete(timer);
    };
  }

  /** What was due before comes first. */
  #come(timer: Timer): void {
    const due = [...this.#timers].filter(({ at }) => at <= timer.at).sort((a, b) => a.at - b.at);
    this.#reach(timer.at);
    for (const each of due) this.#fire(each);
  }

  /** The time is at least `at` from now on; what waits for later waits so much less. */
  #reach(at: number): void {
    const ahead = at - Date.now();
    if (ahead <= this.#aheadMs) return;
    this.#aheadMs = ahead;
    for (const timer of this.#timers) {
      const reallyAt = timer.at - this.#aheadMs;
      if (reallyAt >= timer.reallyAt) continue;
      clearTimeout(timer.handle);
      timer.reallyAt = reallyAt;
      timer.handle = setTimeout(() => this.#come(timer), Math.max(0, reallyAt - Date.now()));
    }
  }

  #fire(timer: Timer): void {
    clearTimeout(timer.handle);
    if (this.#timers.delete(timer)) timer.run();
  }
}
