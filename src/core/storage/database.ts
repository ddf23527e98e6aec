import { stat } from 'node:fs/promises';
import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import { SqliteConnection } from './connection.ts';
import { Sqlite3Dialect } from './dialect.ts';
import { codeOf, unavailable } from './errors.ts';
import { GradualRelease } from './gradual-release.ts';
import type { Schema } from './schema.ts';

/** What tests may do around each committed write; both are awaited before anything else is written. */
export interface WriteHooks {
  /** Called before a transaction begins. */
  beforeWrite?: (tables: readonly string[]) => void | Promise<void>;
  /** Called after a commit and before any caller learns of it. */
  onWrite?: (tables: readonly string[]) => void | Promise<void>;
}

/** Writes of one commit at most: the first of them must not wait for ever for the last. */
const MAX_BATCH = 200;

/** Errors that are one statement's own: the other writes of its transaction are not to fail with it. */
const OWN_ERRORS = ['SQLITE_ERROR', 'SQLITE_CONSTRAINT', 'SQLITE_TOOBIG', 'SQLITE_MISMATCH', 'SQLITE_RANGE'];

interface Write {
  table: string;
  begin: () => void;
  work: (tx: Transaction<Schema>) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * One SQLite file with a connection for writing and one for reading. Writes that come while one is being committed share
 * the next commit, so that many writers wait for one `fsync` together; each resolves once its own change is on disk.
 * Every failure is a {@link StoreUnavailableError}.
 */
export class Database {
  readonly file: string;
  /** Callers whose query or commit is done. */
  readonly released = new GradualRelease();
  readonly #hooks: WriteHooks;
  readonly #writer: Kysely<Schema>;
  readonly #reader: Kysely<Schema>;
  readonly #queue: Write[] = [];
  #writing: Promise<void> | undefined;
  #identity: number | undefined;
  #looking: Promise<void> | undefined;

  /** @param file a path, or `:memory:` */
  constructor(file: string, hooks: WriteHooks = {}) {
    this.file = file;
    this.#hooks = hooks;
    const connection = () => {
      const dialect = new Sqlite3Dialect({ connect: () => connect(file), keep: this.inMemory });
      return new Kysely<Schema>({ dialect });
    };
    this.#writer = connection();
    this.#reader = this.inMemory ? this.#writer : connection();
  }

  get inMemory(): boolean {
    return this.file === ':memory:';
  }

  /**
   * From now on the file is refused when another one lies in its place: SQLite would go on writing to a file that was
   * deleted or replaced, and all of that would be lost with the process.
   */
  async remember(): Promise<void> {
    if (!this.inMemory) this.#identity = (await stat(this.file)).ino;
  }

  /** Runs queries that only read; they see everything that was committed. */
  async read<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    try {
      // Those who read at the same time share the look at the file.
      this.#looking ??= this.#checkFile().finally(() => {
        this.#looking = undefined;
      });
      await this.#looking;
      return await work(this.#reader);
    } catch (cause) {
      throw unavailable(this.file, cause);
    }
  }

  /**
   * Runs `work` in a transaction, which it may share with other writes; resolves once it is committed. `work` may run a
   * second time when another write of the same transaction failed, and must do nothing but run queries of `tx`.
   * @param begin called once, before it is looked whether the file is still there
   */
  write<T>(table: string, work: (tx: Transaction<Schema>) => Promise<T>, begin = () => {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ table, begin, work, resolve: (value) => resolve(value as T), reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Runs queries on the writing connection outside any transaction, between two commits. */
  async maintain<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    try {
      await this.#checkFile();
      return await this.#writer.connection().execute(work);
    } catch (cause) {
      throw unavailable(this.file, cause);
    }
  }

  /** Finishes the writes under way and closes both connections. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#reader.destroy();
    if (!this.inMemory) await this.#writer.destroy();
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
        if (batch.length > 1 && OWN_ERRORS.includes(codeOf(error))) await this.#commitEach(batch);
        else for (const write of batch) write.reject(unavailable(this.file, error));
      }
    }
    // At once, not when this promise has settled: a write that comes in between would find nobody at work.
    this.#writing = undefined;
  }

  async #commitEach(batch: Write[]): Promise<void> {
    for (const write of batch) {
      await this.#commit([write]).catch((error: unknown) => write.reject(unavailable(this.file, error)));
    }
  }

  async #commit(batch: Write[]): Promise<void> {
    const tables = batch.map(({ table }) => table);
    await this.#checkFile();
    await this.#hooks.beforeWrite?.(tables);
    const results = await this.#writer.transaction().execute(async (tx) => {
      const done: unknown[] = [];
      for (const { work } of batch) done.push(await work(tx));
      return done;
    });
    await this.#hooks.onWrite?.(tables);
    for (const [index, { resolve }] of batch.entries()) this.released.add(() => resolve(results[index]));
  }

  async #checkFile(): Promise<void> {
    if (this.#identity === undefined) return;
    const now = await stat(this.file).catch(() => undefined);
    if (now?.ino !== this.#identity) throw new Error(now ? 'the file was replaced' : 'the file is gone');
  }
}

/** Settings that hold for one connection; WAL is a property of the file and is set once it is known to be ours. */
async function connect(file: string): Promise<SqliteConnection> {
  const connection = await SqliteConnection.open(file);
  try {
    // A commit is on disk when it resolves, also when the power fails; what is deleted is overwritten with zeros.
    await connection.all('PRAGMA synchronous = FULL');
    await connection.all('PRAGMA secure_delete = ON');
    return connection;
  } catch (error) {
    await connection.close().catch(() => {});
    throw error;
  }
}

/** Runs a statement that is given as text, for what Kysely's builder has no words for; gives its rows. */
export async function runSql<R>(
  db: Pick<Kysely<Schema>, 'executeQuery'>,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<R[]> {
  return (await db.executeQuery<R>(CompiledQuery.raw(sql, [...parameters]))).rows;
}
