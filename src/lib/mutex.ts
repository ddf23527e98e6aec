/** Lets one piece of work through at a time, in order: whole pictures in memory must not add up. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /**
   * Runs `work` after everything before it has ended. Aborted while it waits, it rejects at once with the signal's reason
   * and never starts; once started, its own ending counts.
   */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#tail = this.#tail.then(async () => {
        signal.removeEventListener('abort', giveUp);
        if (signal.aborted) return giveUp();
        await work().then(resolve, reject);
      });
    });
  }
}
