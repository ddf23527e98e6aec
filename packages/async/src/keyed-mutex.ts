/** Runs tasks of the same key one after another, in the order they were brought. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Settles as `work` does, which begins once everything before it under this key has settled. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const running = before.then(work, work);
    const tail = running.catch(() => {});
    this.#tails.set(key, tail);
    try {
      return await running;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
