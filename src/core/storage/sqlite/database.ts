import { stat } from 'node:fs/promises';
import { Kysely, type Transaction } from 'kysely';
import { CommitQueue, type WriteHooks } from '../commit-queue.ts';
import type { Database } from '../database.ts';
import { codeOf } from '../errors.ts';
import { GradualRelease } from '../gradual-release.ts';
import type { Schema } from '../schema.ts';
import { SqliteConnection } from './connection.ts';
import { Sqlite3Dialect } from './dialect.ts';
import { unavailable } from './unavailable.ts';

/** Errors that are one statement's own: the other writes of its transaction are not to fail with it. */
const OWN_ERRORS = ['SQLITE_ERROR', 'SQLITE_CONSTRAINT', 'SQLITE_TOOBIG', 'SQLITE_MISMATCH', 'SQLITE_RANGE'];

/** One SQLite file with a connection for writing and one for reading. */
export class SqliteDatabase implements Database {
  readonly file: string;
  readonly released = new GradualRelease();
  readonly #writes: CommitQueue;
  readonly #writer: Kysely<Schema>;
  readonly #reader: Kysely<Schema>;
  #identity: number | undefined;
  #looking: Promise<void> | undefined;

  /** @param file a path, or `:memory:` */
  constructor(file: string, hooks: WriteHooks = {}) {
    this.file = file;
    const connection = () => {
      const dialect = new Sqlite3Dialect({ connect: () => connect(file), keep: this.inMemory });
      return new Kysely<Schema>({ dialect });
    };
    this.#writer = connection();
    this.#reader = this.inMemory ? this.#writer : connection();
    const engine = {
      transaction: async <T>(_: readonly string[], work: (tx: Transaction<Schema>) => Promise<T>) => {
        await this.#checkFile();
        return this.#writer.transaction().execute(work);
      },
      isOwnError: (error: unknown) => OWN_ERRORS.includes(codeOf(error)),
      unavailable: (error: unknown) => unavailable(file, error),
    };
    this.#writes = new CommitQueue(engine, this.released, hooks);
  }

  get name(): string {
    return this.file;
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

  write<T>(table: string, work: (tx: Transaction<Schema>) => Promise<T>, begin?: () => void): Promise<T> {
    return this.#writes.add(table, work, begin);
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
    await this.#writes.idle();
    await this.#reader.destroy();
    if (!this.inMemory) await this.#writer.destroy();
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
