import type { Store } from '../../../src/core/storage/store.ts';
import { KeyedMutex } from '../../../src/lib/keyed-mutex.ts';

/** Called around each write, one write at a time; a hook that never resolves ends the process there. */
export interface WriteHooks {
  beforeWrite: () => Promise<void>;
  afterWrite: () => Promise<void>;
}

/** The store with hooks around each committed write. */
export function withWriteHooks(store: Store, hooks: WriteHooks): Store {
  const mutex = new KeyedMutex();
  // Reads too: the first one of a table creates it.
  const read = <R>(work: () => Promise<R>) => mutex.run('store', work);
  const write = (work: () => Promise<void>) =>
    mutex.run('store', async () => {
      await hooks.beforeWrite();
      await work();
      await hooks.afterWrite();
    });
  return {
    ...store,
    table: (name, schema) => {
      const table = store.table(name, schema);
      return {
        get: (key) => read(() => table.get(key)),
        all: (onBad) => read(() => table.all(onBad)),
        set: (key, value, ttlMs) => write(() => table.set(key, value, ttlMs)),
        delete: (key) => write(() => table.delete(key)),
      };
    },
  };
}
