import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BatchedReads } from '../../../src/core/storage/batching.ts';
import { runSql } from '../../../src/core/storage/database.ts';
import { GradualRelease } from '../../../src/core/storage/gradual-release.ts';
import { SqliteDatabase } from '../../../src/core/storage/sqlite/database.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { gate } from '../rig/kill.ts';

const turn = (index: number, more: Partial<Turn> = {}): Turn => ({
  v: 2,
  id: `test:1/${index}`,
  chat: 'test:1',
  messageId: String(index),
  userId: 'u1',
  language: 'en',
  text: '',
  attachments: [],
  acceptedAt: 1,
  order: index,
  work: [],
  at: 0,
  ...more,
});

/** A store whose first commit after `hold` waits until `let` is called; counts the commits. */
async function heldStore(): Promise<{
  store: Store;
  hold: () => { reached: Promise<void>; let: () => void };
  commits: () => number;
}> {
  let held: ReturnType<typeof gate> | undefined;
  let commits = 0;
  const store = await openStore('sqlite://:memory:', {
    beforeWrite: async () => {
      const now = held;
      held = undefined;
      await now?.pass();
    },
    onWrite: () => {
      commits += 1;
    },
  });
  onTestFinished(() => store.close());
  const hold = () => {
    const next = gate();
    held = next;
    return { reached: next.reached, let: next.open };
  };
  return { store, hold, commits: () => commits };
}

it('writes that come while one is being committed share the next commit', async () => {
  const { store, hold, commits } = await heldStore();
  const notes = store.table('notes', z.number());
  await notes.set('first', 0);
  const before = commits();
  const first = hold();
  const writes: Promise<void>[] = [store.turns.save(turn(0))];
  await first.reached;
  for (let index = 1; index <= 50; index++) writes.push(store.turns.save(turn(index)), notes.set(`n${index}`, index));
  first.let();
  await Promise.all(writes);
  expect(commits() - before).toBe(2);
  expect((await store.turns.open()).turns).toHaveLength(51);
  expect(await notes.all()).toHaveLength(51);
});

it('a change that is saved while the turn is being written waits for the next commit', async () => {
  const { store, hold, commits } = await heldStore();
  const one = turn(1, { text: 'a' });
  const first = hold();
  const saved = store.turns.save(one);
  await first.reached;
  one.text = 'b';
  const later = store.turns.save(one);
  const second = hold();
  const before = commits();
  first.let();
  await saved;
  await second.reached;
  expect(commits() - before).toBe(1);
  second.let();
  await later;
  expect(commits() - before).toBe(2);
  expect((await store.turns.open()).turns.map(({ text }) => text)).toEqual(['b']);
});

it('turns of any size are written, all of them', async () => {
  const { store } = await heldStore();
  const sizes = [0, 200_000, 10, 60_000, 60_000, 10];
  await Promise.all(sizes.map((size, index) => store.turns.save(turn(index, { text: 'x'.repeat(size) }))));
  expect((await store.turns.open()).turns.map(({ text }) => text.length)).toEqual(sizes);
});

it('what is saved after a delete is there, and what was saved before it is not', async () => {
  const { store, hold } = await heldStore();
  const notes = store.table('notes', z.string());
  await notes.set('other', '');
  const first = hold();
  const writes: Promise<void>[] = [notes.set('held', '')];
  await first.reached;
  const steps = [
    () => notes.set('gone', 'a'),
    () => notes.delete('gone'),
    () => notes.set('back', 'a'),
    () => notes.delete('back'),
    () => notes.set('back', 'b'),
    () => store.turns.save(turn(1)),
    () => store.turns.delete('test:1/1'),
    () => store.turns.save(turn(2)),
    () => store.turns.delete('test:1/2'),
    () => store.turns.save(turn(2, { text: 'again' })),
  ];
  for (const step of steps) {
    writes.push(step());
    // keyv takes its time before it asks for the write.
    await new Promise((resolve) => setImmediate(resolve));
  }
  first.let();
  await Promise.all(writes);
  expect(await notes.get('gone')).toBeUndefined();
  expect(await notes.get('back')).toBe('b');
  expect((await store.turns.open()).turns.map(({ text }) => text)).toEqual(['again']);
});

it('a write that fails by itself fails alone', async () => {
  const database = new SqliteDatabase(':memory:');
  onTestFinished(() => database.close());
  await database.write('t', (tx) => runSql(tx, 'CREATE TABLE t (n INTEGER PRIMARY KEY)'));
  const insert = (n: number) => database.write('t', (tx) => runSql(tx, 'INSERT INTO t VALUES (?)', [n]));
  const results = await Promise.allSettled([insert(1), insert(1), insert(2)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await database.read((db) => runSql(db, 'SELECT n FROM t'))).toEqual([{ n: 1 }, { n: 2 }]);
});

it('a hook that never comes back keeps the write from being done, as a process that was killed there', async () => {
  let killed = false;
  const store = await openStore('sqlite://:memory:', { onWrite: () => (killed ? new Promise(() => {}) : undefined) });
  killed = true;
  let done = false;
  void store.turns.save(turn(1)).then(() => {
    done = true;
  });
  for (let ticks = 0; ticks < 20; ticks++) await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(false);
  expect((await store.turns.open()).turns).toHaveLength(1);
});

it('reads that come while one runs share the next query, each with its own answer', async () => {
  const queries: string[][] = [];
  const reads = new BatchedReads(new GradualRelease(), async (keys) => {
    queries.push([...keys]);
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()]));
  });
  expect(await Promise.all(['a', 'none', 'a', 'b'].map((key) => reads.read(key)))).toEqual(['A', undefined, 'A', 'B']);
  expect(queries).toEqual([['a', 'none', 'b']]);
  const failing = new BatchedReads(new GradualRelease(), () => Promise.reject(new Error('away')));
  await expect(Promise.all([failing.read('a'), failing.read('b')])).rejects.toThrow('away');
  await expect(failing.read('a')).rejects.toThrow('away');
});

it('those who waited for one commit go on a few at a time, with the event loop turning in between, in their order', async () => {
  const { store } = await heldStore();
  let turns = 0;
  let over = false;
  const turning = (async () => {
    for (; !over; turns++) await new Promise((resolve) => setImmediate(resolve));
  })();
  const went: { index: number; at: number }[] = [];
  const saves = Array.from({ length: 40 }, async (_, index) => {
    await store.turns.save(turn(index));
    went.push({ index, at: turns });
  });
  await Promise.all(saves);
  over = true;
  await turning;
  expect(went.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(Math.max(...went.map(({ at }) => went.filter((other) => other.at === at).length))).toBeLessThanOrEqual(8);
});
