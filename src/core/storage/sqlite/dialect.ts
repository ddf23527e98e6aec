import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteConnection } from './connection.ts';

export interface DialectOptions {
  /** Opens the one connection; called again after a statement failed, unless `keep`. */
  connect: () => Promise<SqliteConnection>;
  /** Never closes the connection after an error: a database in memory would be gone with it. */
  keep: boolean;
}

/**
 * Kysely on the `sqlite3` package. Kysely's own SQLite dialect is for better-sqlite3, whose calls block the event loop.
 */
export class Sqlite3Dialect implements Dialect {
  readonly #options: DialectOptions;

  constructor(options: DialectOptions) {
    this.#options = options;
  }

  createDriver(): Driver {
    return new Sqlite3Driver(this.#options);
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler();
  }

  createAdapter() {
    return new TransactionalDdlAdapter();
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db);
  }
}

/** SQLite can roll back changes of the schema, which Kysely's adapter denies: a failed migration would stay half done. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** One connection, used by one caller at a time: two statements at once on one connection would block the event loop. */
class Sqlite3Driver implements Driver {
  readonly #options: DialectOptions;
  #open: SqliteConnection | undefined;
  /** Resolves when the connection is free for the next caller. */
  #free: Promise<void> = Promise.resolve();

  constructor(options: DialectOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<LeasedConnection> {
    const before = this.#free;
    let release = () => {};
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      this.#open ??= await this.#options.connect();
      return new LeasedConnection(this.#open, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async releaseConnection(connection: LeasedConnection): Promise<void> {
    if (connection.failed && this.#open && !this.#options.keep) {
      const doubtful = this.#open;
      this.#open = undefined;
      await doubtful.close().catch(() => {});
    }
    connection.release();
  }

  /** Takes the write lock at once: a transaction that reads first and then finds the lock held could only be given up. */
  async beginTransaction(connection: LeasedConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: LeasedConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** Never rejects: SQLite rolls back by itself after some errors, and closing the connection does it in any case. */
  async rollbackTransaction(connection: LeasedConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
  }

  async destroy(): Promise<void> {
    await this.#free;
    await this.#open?.close();
    this.#open = undefined;
  }
}

class LeasedConnection implements DatabaseConnection {
  readonly #connection: SqliteConnection;
  readonly release: () => void;
  /** A statement failed. A connection to a file that was moved or replaced fails for ever, so another one is opened. */
  failed = false;

  constructor(connection: SqliteConnection, release: () => void) {
    this.#connection = connection;
    this.release = release;
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const returnsRows =
        SelectQueryNode.is(query) || query.kind === 'RawNode' || ('returning' in query && query.returning);
      if (returnsRows) return { rows: (await this.#connection.all(sql, parameters)) as R[] };
      return { rows: [], numAffectedRows: BigInt(await this.#connection.run(sql, parameters)) };
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: required by the interface, and nothing here streams rows
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streaming rows is not supported');
  }
}
