import sqlite3 from 'sqlite3';

/** Milliseconds that a statement waits for a lock of another connection or program before it fails with SQLITE_BUSY. */
const BUSY_TIMEOUT_MS = 5000;

/** One connection to a database file, as promises. SQLite's work is done on libuv's threads; the event loop stays free. */
export class SqliteConnection {
  readonly #database: sqlite3.Database;

  private constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  /**
   * Opens a file that is there already, or `:memory:`. A file that is missing is not made: it would come with the
   * permissions of the umask.
   */
  static open(file: string, busyTimeoutMs = BUSY_TIMEOUT_MS): Promise<SqliteConnection> {
    const create = file === ':memory:' ? sqlite3.OPEN_CREATE : 0;
    const mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_FULLMUTEX | create;
    return new Promise((resolve, reject) => {
      const database = new sqlite3.Database(file, mode, (error) => {
        if (error) return reject(error);
        database.configure('busyTimeout', busyTimeoutMs);
        resolve(new SqliteConnection(database));
      });
    });
  }

  /** Runs one statement; gives its rows, of which most statements have none. */
  all(sql: string, parameters: readonly unknown[] = []): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#database.all(sql, parameters, (error: Error | null, rows: unknown[]) =>
        error ? reject(error) : resolve(rows),
      );
    });
  }

  /** Runs one statement that gives no rows; resolves with the number of rows it changed. */
  run(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#database.run(sql, parameters, function (error: Error | null) {
        if (error) reject(error);
        else resolve(this.changes);
      });
    });
  }

  /** Closes after the statements under way. */
  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#database.close((error) => (error ? reject(error) : resolve()));
    });
  }
}
