import type { Transaction } from 'kysely';
import type { GradualRelease } from './gradual-release.ts';
import type { Schema } from './schema.ts';

/** What tests may do around each committed write; both are awaited before anything else is written. */
export interface WriteHooks {
  /** Called before a transaction begins. */
  beforeWrite?: (tables: readonly string[]) => void | Promise<void>;
  /** Called after a commit and before any caller learns of it. */
  onWrite?: (tables: readonly string[]) => void | Promise<void>;
}

/** How an engine runs the transactions of its {@link CommitQueue}. */
export interface CommitEngine {
  /** Runs `work` in one transaction on the given tables and commits it. */
  transaction<T>(tables: readonly string[], work: (tx: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Whether an error is one statement's own: the other writes of its transaction are not to fail with it. */
  isOwnError(error: unknown): boolean;
  /** The error that the callers get. */
  unavailable(error: unknown): Error;
}

/** Writes of one commit at most: the first of them must not wait for ever for the last. */
const MAX_BATCH = 200;

interface Write {
  table: string;
  begin: () => void;
  work: (tx: Transaction<Schema>) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * The writes of a database, one transaction at a time. Writes that come while one is being committed share the next
 * commit, so that many writers wait for one `fsync` together; each resolves once its own change is on disk.
 */
export class CommitQueue {
  readonly #engine: CommitEngine;
  readonly #released: GradualRelease;
  readonly #hooks: WriteHooks;
  readonly #queue: Write[] = [];
  #writing: Promise<void> | undefined;

  constructor(engine: CommitEngine, released: GradualRelease, hooks: WriteHooks = {}) {
    this.#engine = engine;
    this.#released = released;
    this.#hooks = hooks;
  }

  add<T>(table: string, work: (tx: Transaction<Schema>) => Promise<T>, begin = () => {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ table, begin, work, resolve: (value) => resolve(value as T), reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when nothing is queued any more. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      // What the same caller writes without waiting in between is one transaction.
      await Promise.resolve();
      const batch = this.#queue.splice(0, MAX_BATCH);
      for (const { begin } of batch) begin();
      try {
        await this.#commit(batch);
      } catch (error) {
        if (batch.length > 1 && this.#engine.isOwnError(error)) await this.#commitEach(batch);
        else for (const write of batch) write.reject(this.#engine.unavailable(error));
      }
    }
    // At once, not when this promise has settled: a write that comes in between would find nobody at work.
    this.#writing = undefined;
  }

  async #commitEach(batch: Write[]): Promise<void> {
    for (const write of batch) {
      await this.#commit([write]).catch((error: unknown) => write.reject(this.#engine.unavailable(error)));
    }
  }

  async #commit(batch: Write[]): Promise<void> {
    const tables = batch.map(({ table }) => table);
    await this.#hooks.beforeWrite?.(tables);
    const results = await this.#engine.transaction(tables, async (tx) => {
      const done: unknown[] = [];
      for (const { work } of batch) done.push(await work(tx));
      return done;
    });
    await this.#hooks.onWrite?.(tables);
    for (const [index, { resolve }] of batch.entries()) this.#released.add(() => resolve(results[index]));
  }
}
