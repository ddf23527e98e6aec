import type { GradualRelease } from './gradual-release.ts';

/** Most keys of one query: SQLite takes 32,766 values, and the first of a batch waits for the last. */
const MAX_KEYS = 200;

/** Reads by key: those that come while one query runs share the next. */
export class BatchedReads<V> {
  readonly #released: GradualRelease;
  readonly #readMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  #waiting: { key: string; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }[] = [];
  #running = false;

  /** @param readMany the values of the keys that have one */
  constructor(released: GradualRelease, readMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {
    this.#released = released;
    this.#readMany = readMany;
  }

  read(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What is asked for without waiting in between is one query.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_KEYS);
      try {
        const found = await this.#readMany([...new Set(batch.map(({ key }) => key))]);
        for (const { key, resolve } of batch) this.#released.add(() => resolve(found.get(key)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}

/**
 * Writes by key: those that come before the next write begins are one statement, and of two under one key the later one
 * counts. Each resolves once its statement is committed.
 */
export class BatchedWrites<V> {
  readonly #released: GradualRelease;
  readonly #write: (entries: ReadonlyMap<string, V>, begin: () => void) => Promise<unknown>;
  /** The write that may still be joined; undefined when none is queued. */
  #next: { entries: Map<string, V>; done: Promise<unknown> } | undefined;

  /** @param write queues a write of the entries as they are once it begins, which it tells by calling `begin` */
  constructor(
    released: GradualRelease,
    write: (entries: ReadonlyMap<string, V>, begin: () => void) => Promise<unknown>,
  ) {
    this.#released = released;
    this.#write = write;
  }

  set(key: string, value: V): Promise<void> {
    if (this.#next && (this.#next.entries.size < MAX_KEYS || this.#next.entries.has(key))) {
      this.#next.entries.set(key, value);
    } else {
      const entries = new Map([[key, value]]);
      const done = this.#write(entries, () => {
        if (this.#next?.entries === entries) this.#next = undefined;
      });
      this.#next = { entries, done };
    }
    const { done } = this.#next;
    return new Promise((resolve, reject) => {
      done.then(() => this.#released.add(resolve), reject);
    });
  }

  /** What is set from now on is written after whatever is queued now; to be called before a delete is queued. */
  seal(): void {
    this.#next = undefined;
  }
}
