import type { Migration } from 'kysely';
import type { Logger } from '../../lib/logger.ts';
import type { WriteHooks } from './commit-queue.ts';
import type { Database } from './database.ts';
import type { KeyvTable } from './keyed-tables.ts';

/** What keeps the store: opened, with its schema up to date, for this process alone. */
export interface StorageEngine {
  database: Database;
  keyvTable(name: string): KeyvTable;
  /** The names of the tables of records by key that have a row. */
  keyvNames(): Promise<string[]>;
  /** Rows were inserted with numbers that the database else gives: the next one that it gives comes after them. */
  rowsInserted(): Promise<void>;
  /** The start is over, and the store is known to work. */
  opened(): Promise<void>;
  /** Makes unreadable what was deleted, and deletes what copies of the store have of the chat. */
  erase(chat: string): Promise<void>;
  backup(path: string): Promise<void>;
  /** Closes everything and lets other processes have the store. */
  close(): Promise<void>;
}

export interface StorageEngineOptions {
  hooks: WriteHooks;
  migrations: Readonly<Record<string, Migration>>;
  log: Logger | undefined;
  /** A store that was moved here in part is refused unless it is to be completed. */
  moving?: boolean;
  /** The schema was changed by these steps; gives what the copy of before is called, where there is one. */
  onMigrated?: (steps: readonly string[], backup: string | undefined) => void;
}

/** What a store that several processes can reach tells of who has it. */
export interface OwnershipEvents {
  /** Called once when another process has the store, with what that says of itself; it is then waited for. */
  onStandby?: (holder: string) => void;
  /** Called once when another process has taken the store over: this one can write nothing any more and has to end. */
  onLost?: () => void;
}
