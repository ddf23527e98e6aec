import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import type { z } from 'zod';
import { Semaphore } from '../../lib/semaphore.ts';

/** The store can't be opened, read or written; the message says which file and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** One kind of record, checked by its schema whenever it is read. */
export interface Table<T> {
  get(key: string): Promise<T | undefined>;
  /** @param ttlMs after which the record is gone; for ever without it. */
  set(key: string, value: T, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** All live records; a record that no longer fits its schema is passed to `onBad` and left where it is. */
  all(onBad?: (key: string, problem: string) => void): Promise<[key: string, value: T][]>;
}

/**
 * Rows in one page of a listing. More than one page would lose rows: expired ones are deleted while it pages by offset.
 */
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Reads and writes that are under way at once; the others wait here. The binding stops the event loop whenever it has to
 * wait for a thread that is inside the same connection, and the threads, four in all, also read files and decode pictures.
 */
const AT_ONCE = 3;

export interface Store {
  table<T>(name: string, schema: z.ZodType<T>): Table<T>;
  /** Writes a record and takes it out again; rejects with a {@link StoreError} when that can't be done. */
  check(): Promise<void>;
  /** Takes out what has expired; until then it only can't be read any more. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store, making its folder. Writes and reads back one record, so that a read-only disk or a file that is no
 * database is told at the start and not in the middle of somebody's conversation.
 *
 * @param url `sqlite://` and a path, or `sqlite://:memory:`
 */
export async function openStore(url: string): Promise<Store> {
  const path = url.slice('sqlite://'.length);
  const inMemory = path === ':memory:';
  const file = inMemory ? path : resolve(path);
  if (!inMemory) await checkWritable(file);

  const tables = new Map<string, { keyv: Keyv; adapter: KeyvSqlite }>();
  const open = (name: string) => {
    const known = tables.get(name);
    if (known) return known.keyv;
    const adapter = new KeyvSqlite({ uri: `sqlite://${file}`, table: name, busyTimeout: 5000, iterationLimit: ALL });
    const keyv = new Keyv({ store: adapter, namespace: name, throwOnErrors: true });
    // Failures reach the caller by the rejected call; the event alone would end the process.
    keyv.on('error', () => {});
    tables.set(name, { keyv, adapter });
    return keyv;
  };
  /** A connection that failed once may never work again, as one to a file that was moved: the next use makes another. */
  const letGo = (name: string) => {
    const failed = inMemory ? undefined : tables.get(name);
    if (!failed) return;
    tables.delete(name);
    failed.adapter.disconnect().catch(() => {});
  };
  let identity: number | undefined;
  // SQLite goes on writing to a file that was deleted or replaced under it, and all of that is lost with the process.
  const checkThere = async () => {
    if (identity === undefined) return;
    const now = await stat(file).catch(() => undefined);
    if (now?.ino !== identity) throw new Error(now ? 'the file was replaced' : 'the file is gone');
  };
  const places = new Semaphore(AT_ONCE);
  const guarded = async <R>(name: string, work: () => Promise<R>): Promise<R> => {
    try {
      return await places.run(async () => {
        await checkThere();
        return await work();
      });
    } catch (cause) {
      letGo(name);
      throw new StoreError(
        `The store ${file} can't be used (${cause instanceof Error ? cause.message : cause}). ` +
          'Check that the disk has room, the file is writable and STORE_URL points to it.',
        { cause },
      );
    }
  };
  const check = () =>
    guarded('probe', async () => {
      const probe = open('probe');
      await probe.set('written', true);
      await probe.delete('written');
    });
  const sweep = async () => {
    for (const [name, { adapter }] of [...tables]) {
      // keyv, which goes by the system's time, keeps a record as {"value": …, "expires": ms}.
      const expired = `DELETE FROM ${adapter.opts.table} WHERE json_extract(value, '$.expires') < ?`;
      await guarded(name, () => adapter.query(expired, Date.now()));
    }
  };
  const close = async () => {
    await Promise.allSettled([...tables.values()].map(({ adapter }) => adapter.disconnect()));
    tables.clear();
  };

  try {
    await check();
    if (!inMemory) identity = (await stat(file)).ino;
  } catch (error) {
    await close();
    throw error;
  }

  return {
    table<T>(name: string, schema: z.ZodType<T>): Table<T> {
      return {
        async get(key) {
          const raw: unknown = await guarded(name, () => open(name).get(key));
          if (raw === undefined) return undefined;
          const result = schema.safeParse(raw);
          if (!result.success) {
            throw new StoreError(`The record ${name}/${key} in ${file} is damaged: ${firstProblem(result.error)}`);
          }
          return result.data;
        },
        async set(key, value, ttlMs) {
          await guarded(name, () => open(name).set(key, value, ttlMs));
        },
        async delete(key) {
          await guarded(name, () => open(name).delete(key));
        },
        async all(onBad) {
          return guarded(name, async () => {
            const found: [string, T][] = [];
            for await (const [key, raw] of open(name).iterator?.(undefined) ?? []) {
              const result = schema.safeParse(raw);
              if (result.success) found.push([String(key), result.data]);
              else onBad?.(String(key), firstProblem(result.error));
            }
            return found;
          });
        },
      };
    },
    check,
    sweep,
    close,
  };
}

async function checkWritable(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await access(dirname(file), constants.W_OK);
  } catch (cause) {
    throw new StoreError(
      `No permission to write the store's folder ${dirname(file)}. Make it writable for this user, or set STORE_URL to a place that is.`,
      { cause },
    );
  }
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown';
}
