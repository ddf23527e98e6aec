import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/core/storage/store.ts';

/** A store whose first write to one table is not done before the test lets it. */
export async function slowStore(name: string): Promise<{ store: Store; let: () => void }> {
  const store = await openStore('sqlite://:memory:');
  onTestFinished(() => store.close());
  let letGo = () => {};
  let gate: Promise<void> | undefined = new Promise((resolve) => {
    letGo = resolve;
  });
  const slow: Store = {
    ...store,
    table: (of, schema) => {
      const table = store.table(of, schema);
      if (of !== name) return table;
      return {
        get: (key) => table.get(key),
        delete: (key) => table.delete(key),
        all: (onBad) => table.all(onBad),
        set: async (...written) => {
          const wait = gate;
          gate = undefined;
          await wait;
          await table.set(...written);
        },
      };
    },
  };
  return { store: slow, let: letGo };
}
