import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/core/storage/store.ts';

const MINUTE_MS = 60_000;

let folder: string;
let now: number;
let store: Store;

async function process(): Promise<void> {
  store = await openStore(`sqlite://${join(folder, 'reelay.sqlite')}`, { now: () => now });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-rates-'));
  now = 1_000_000;
  await process();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Thirty an hour is one every two minutes. Gives how long to wait, in ms. */
async function ask(key: string, { burst = 3, amount = 1 } = {}): Promise<number> {
  const limit = { perHour: 30, burst };
  return (await store.rateBuckets.take([{ key, limit, amount }]))?.waitMs ?? 0;
}

it('lets the burst through at once, then says when the next one is free', async () => {
  expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([0, 0, 0]);
  expect(await ask('a')).toBe(2 * MINUTE_MS);
});

it('gives requests back evenly over the hour, up to the burst', async () => {
  for (let i = 0; i < 3; i++) await ask('a');
  now += MINUTE_MS;
  expect(await ask('a')).toBe(MINUTE_MS);
  now += MINUTE_MS;
  expect(await ask('a')).toBe(0);
  expect(await ask('a')).toBe(2 * MINUTE_MS);
  now += 24 * 60 * MINUTE_MS;
  expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([0, 0, 0]);
  expect(await ask('a')).toBe(2 * MINUTE_MS);
});

it('counts each key by itself, and nothing of what is refused', async () => {
  const limit = { perHour: 30, burst: 1 };
  const both = () =>
    store.rateBuckets.take([
      { key: 'a', limit, amount: 1 },
      { key: 'b', limit, amount: 1 },
    ]);
  expect(await ask('b', { burst: 1 })).toBe(0);
  expect(await both()).toEqual({ index: 1, waitMs: 2 * MINUTE_MS });
  expect(await ask('a', { burst: 1 })).toBe(0);
});

it('more than a full bucket holds may come once it is full, and is made up for afterwards', async () => {
  expect(await ask('a', { amount: 5 })).toBe(0);
  expect(await ask('a')).toBe(6 * MINUTE_MS);
});

it('what was used without asking is made up for as well, and what was not used is given back', async () => {
  const limit = { perHour: 30, burst: 3 };
  await store.rateBuckets.charge({ key: 'a', limit, amount: 4 });
  expect(await ask('a')).toBe(4 * MINUTE_MS);
  await store.rateBuckets.charge({ key: 'a', limit, amount: -9 });
  expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([0, 0, 0]);
  expect(await ask('a')).toBe(2 * MINUTE_MS);
});

it('a clock that was set back neither gives nor takes', async () => {
  expect(await ask('a', { burst: 1 })).toBe(0);
  now -= 60 * MINUTE_MS;
  expect(await ask('a', { burst: 1 })).toBe(2 * MINUTE_MS);
  now += 2 * MINUTE_MS;
  expect(await ask('a', { burst: 1 })).toBe(0);
});

it('a restart gives nobody more', async () => {
  for (let i = 0; i < 3; i++) await ask('a');
  await store.close();
  await process();
  expect(await ask('a')).toBe(2 * MINUTE_MS);
});

it('buckets that nobody took from for a week are not kept, and full', async () => {
  for (let i = 0; i < 3; i++) await ask('a');
  now += 8 * 24 * 60 * MINUTE_MS;
  await store.sweep();
  expect(await ask('a')).toBe(0);
});
