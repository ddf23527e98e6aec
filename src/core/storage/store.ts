import { type Clock, systemClock } from '@reelay/async';
import type { Migration } from 'kysely';
import type { z } from 'zod';
import type { Logger } from '../../lib/logger.ts';
import { Audit } from './audit.ts';
import { Blocks } from './blocks.ts';
import type { WriteHooks } from './commit-queue.ts';
import { CommunitySettingsTable } from './community-settings.ts';
import { KeyedTables, type Table } from './keyed-tables.ts';
import { Ledger } from './ledger.ts';
import { MIGRATIONS } from './migrate.ts';
import { movePlace } from './move-place.ts';
import { Notices } from './notices.ts';
import { openPostgres } from './postgres/open.ts';
import { Quarantine } from './quarantine.ts';
import { RateBuckets } from './rate-buckets.ts';
import { openSqlite } from './sqlite/open.ts';
import type { OwnershipEvents, StorageEngine } from './storage-engine.ts';
import { TurnRepository } from './turns.ts';

export type { Table } from './keyed-tables.ts';

const SQLITE = 'sqlite://';

/**
 * The store: one SQLite file, or a PostgreSQL database. What is queried and must change together is in SQL tables (turns,
 * which are also the marks of the duplicate check); records by key are keyv's. A write resolves once it is on disk.
 */
export interface Store {
  readonly turns: TurnRepository;
  readonly quarantine: Quarantine;
  readonly blocks: Blocks;
  readonly ledger: Ledger;
  readonly communities: CommunitySettingsTable;
  readonly audit: Audit;
  readonly rateBuckets: RateBuckets;
  readonly notices: Notices;
  table<T>(name: string, schema: z.ZodType<T>): Table<T>;
  /** Writes a record and takes it out again; rejects with a `StoreUnavailableError` when that cannot be done. */
  check(): Promise<void>;
  /** Deletes what has expired; until then it only cannot be read any more. */
  sweep(): Promise<void>;
  /** The platform gave a place another key: what tables count, block, set and know under it goes along. */
  movePlace(from: string, to: string): Promise<void>;
  /** Deletes what this store itself has of a chat, and every trace of what was deleted before from all files. */
  erase(chat: string): Promise<void>;
  /** Writes a consistent copy of everything that is committed to `path`, as a store that can be opened. */
  backup(path: string): Promise<void>;
  /** Closes the file and lets other processes have it. */
  close(): Promise<void>;
}

/**
 * For tests: `beforeWrite` is called before each transaction, `onWrite` after each commit and before its callers go on,
 * both with the tables that were written. What they return is awaited, and nothing else is written meanwhile: a test may
 * call {@link Store.backup} in them, or never resolve, as a process that is killed at this point:
 *
 *     const store = await openStore(url, { onWrite: () => store.backup(`${folder}/${++writes}.sqlite`) });
 */
export interface StoreOptions extends WriteHooks, OwnershipEvents {
  log?: Logger;
  /** Ends the waiting for a store that another process has. */
  signal?: AbortSignal;
  /** Times the look-out for other processes; the system's clock by default. */
  clock?: Clock;
  /** Milliseconds since the epoch; the system's time by default. keyv always goes by the system's. */
  now?: () => number;
  /** The steps of the schema; those of the program by default. */
  migrations?: Readonly<Record<string, Migration>>;
  /** The schema was changed by these steps; with what the copy of before is called, where there is one. */
  onMigrated?: (steps: readonly string[], backup: string | undefined) => void;
}

/**
 * Opens the store for this process alone: a SQLite file that another one has is refused, a PostgreSQL database is waited
 * for. Brings an older one up to date. Writes and reads back one record, so that a
 * read-only disk or a file that is no database is reported at the start and not in the middle of somebody's conversation.
 *
 * @param url `sqlite://` and a path, `sqlite://:memory:`, or `postgres://user:password@host:port/database`
 * @throws StoreUnavailableError whose message says what to do
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const { log, now = Date.now } = options;
  const engine = await openEngine(url, options);
  try {
    const store = storeOn(engine, now, log);
    await store.check();
    await engine.opened();
    return store;
  } catch (error) {
    await engine.close().catch(() => {});
    throw error;
  }
}

/** Opens what keeps a store, and brings its schema up to date. */
export function openEngine(url: string, options: StoreOptions & { moving?: boolean }): Promise<StorageEngine> {
  const { log, clock = systemClock, signal, onStandby, onLost, migrations = MIGRATIONS, onMigrated, moving } = options;
  const { beforeWrite, onWrite } = options;
  const common = { hooks: { beforeWrite, onWrite }, migrations, log, moving, onMigrated };
  if (url.startsWith(SQLITE)) return openSqlite(url.slice(SQLITE.length), common);
  return openPostgres(url, { ...common, clock, signal, onStandby, onLost });
}

function storeOn(engine: StorageEngine, now: () => number, log: Logger | undefined): Store {
  const { database } = engine;
  const quarantine = new Quarantine(database, { now, log });
  const turns = new TurnRepository(database, now);
  const ledger = new Ledger(database, now);
  const communities = new CommunitySettingsTable(database, now);
  const audit = new Audit(database, now);
  const rateBuckets = new RateBuckets(database, now);
  const tables = new KeyedTables(quarantine, (name) => engine.keyvTable(name));
  return {
    turns,
    quarantine,
    blocks: new Blocks(database, now),
    ledger,
    communities,
    audit,
    rateBuckets,
    notices: new Notices(database, now),
    table: (name, schema) => tables.table(name, schema),
    check: async () => {
      await database.write('probe', async (tx) => {
        await tx.insertInto('probe').values({ written_at: now() }).execute();
        await tx.deleteFrom('probe').execute();
      });
    },
    async sweep() {
      await tables.sweep(now());
      await turns.sweep();
      await ledger.sweep();
      await audit.sweep();
      await rateBuckets.sweep();
    },
    movePlace: (from, to) => movePlace(database, from, to).finally(() => communities.changed(from, to)),
    erase: async (chat) => {
      await quarantine.deleteChat(chat);
      await ledger.forget(chat);
      await engine.erase(chat);
    },
    backup: (to) => engine.backup(to),
    close: () => engine.close(),
  };
}
