import { readFile, rm } from 'node:fs/promises';
import { codeOf, StoreUnavailableError } from '../errors.ts';
import { SqliteConnection } from './connection.ts';
import { preparePrivateFile, writePrivateFile } from './files.ts';

/** Stores that this process holds: opening a lock file a second time could drop the lock on it. */
const held = new Set<string>();

/** That a store belongs to this process. */
export interface ProcessLock {
  release(): Promise<void>;
}

/**
 * Makes the store this process's own, with an exclusive lock on the file `<store>.lock`. The system releases it when the
 * process ends in any way, also by `kill -9`, and not while the process is only stopped (SIGSTOP). The id of the process
 * is in `<store>.pid`.
 * @throws StoreUnavailableError when another process holds it, with that process's id
 */
export async function lockStore(store: string): Promise<ProcessLock> {
  if (held.has(store)) throw inUse(store, process.pid);
  held.add(store);
  let connection: SqliteConnection | undefined;
  try {
    await preparePrivateFile(`${store}.lock`);
    connection = await SqliteConnection.open(`${store}.lock`, 0);
    // No journal file: nothing is ever written.
    await connection.all('PRAGMA journal_mode = MEMORY');
    await connection.run('BEGIN EXCLUSIVE');
    await writePrivateFile(`${store}.pid`, `${process.pid}\n`);
  } catch (cause) {
    held.delete(store);
    await connection?.close().catch(() => {});
    if (codeOf(cause) !== 'SQLITE_BUSY') throw cause;
    const pid = Number.parseInt(await readFile(`${store}.pid`, 'utf8').catch(() => ''), 10);
    throw inUse(store, pid, cause);
  }
  const lock = connection;
  return {
    async release() {
      if (!held.has(store)) return;
      await rm(`${store}.pid`, { force: true });
      await lock.close();
      held.delete(store);
    },
  };
}

function inUse(store: string, pid: number, cause?: unknown): StoreUnavailableError {
  const holder = Number.isNaN(pid) ? 'another process' : `process ${pid}`;
  return new StoreUnavailableError(
    `The store ${store} is already in use by ${holder}. One bot, one store: stop that process first, ` +
      'or set STORE_URL to another file for this bot.',
    { cause },
  );
}
