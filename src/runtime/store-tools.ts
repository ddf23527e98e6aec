import { access } from 'node:fs/promises';
import { StoreUnavailableError } from '../core/storage/errors.ts';
import { moveStore } from '../core/storage/move/move-store.ts';
import type { StorageEngine } from '../core/storage/storage-engine.ts';
import { openEngine, openStore, type StoreOptions } from '../core/storage/store.ts';
import { parseStoreUrl } from '../lib/store-url.ts';

type Print = (line: string) => void;

/**
 * Brings the schema of a store up to date and says what was done.
 * @throws StoreUnavailableError also when a bot has the store
 */
export async function migrateStore(url: string, print: Print): Promise<void> {
  let changed = false;
  const onMigrated = (steps: readonly string[], backup: string | undefined) => {
    changed = true;
    for (const step of steps) print(`done: ${step}`);
    if (backup !== undefined) print(`copy of before: ${backup}`);
  };
  const store = await refusingStandby((options) => openStore(url, { ...options, onMigrated }));
  if (!changed) print('the schema is up to date; nothing was done');
  await store.close();
}

/**
 * Copies everything from one store to another, compares both, and says what was done; goes on where it was interrupted.
 * @param from `sqlite://` and a path, or `postgres://…`
 * @throws StoreUnavailableError also when a bot has one of the stores
 */
export async function moveStores(from: string, to: string, print: Print): Promise<void> {
  for (const url of [from, to]) {
    if (!parseStoreUrl(url)) throw new StoreUnavailableError(`${url.split('@').at(-1)} is no address of a store.`);
  }
  // Opened, a file that is not there would be made.
  const file = /^sqlite:\/\/(.*)$/.exec(from)?.[1];
  if (file !== undefined) {
    await access(file).catch((cause: unknown) => {
      throw new StoreUnavailableError(`There is no store ${file}.`, { cause });
    });
  }
  const opened: StorageEngine[] = [];
  try {
    const open = async (url: string, moving: boolean) => {
      const engine = await refusingStandby((options) => openEngine(url, { ...options, moving }));
      opened.push(engine);
      return engine;
    };
    const [source, target] = [await open(from, false), await open(to, true)];
    let total = 0;
    await moveStore(source, target, {
      onTable: (name, rows) => {
        total += rows;
        print(`${name}: ${rows} ${rows === 1 ? 'row' : 'rows'}, the same in both`);
      },
    });
    print(`moved: ${total} rows from ${source.database.name} to ${target.database.name}`);
    print('Set STORE_URL to the new store. The old one is as it was; do not start a bot on it again.');
  } finally {
    for (const engine of opened) await engine.close();
  }
}

/** Opens a store that no bot has; one that another process has is not waited for. */
async function refusingStandby<T>(open: (options: StoreOptions) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const onStandby = (holder: string) =>
    over.abort(new StoreUnavailableError(`The store is in use by ${holder}. Stop the bot first.`));
  return open({ signal: over.signal, onStandby });
}
