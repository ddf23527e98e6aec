import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommunitySettingsTable } from '../../../src/core/storage/community-settings.ts';
import type { Database } from '../../../src/core/storage/database.ts';
import type { StorageEngine } from '../../../src/core/storage/storage-engine.ts';
import { openEngine } from '../../../src/core/storage/store.ts';
import { gate } from '../rig/kill.ts';

let engine: StorageEngine;
let now = 1_000_000;
/** How often the database was asked. */
let reads = 0;
/** What a read waits for before it gives what it has found. */
let held: () => Promise<void>;
beforeEach(async () => {
  engine = await openEngine('sqlite://:memory:', {});
  now = 1_000_000;
  reads = 0;
  held = async () => {};
});
afterEach(() => engine.close());

/** The settings as one process has them. */
function process(): CommunitySettingsTable {
  const { database } = engine;
  const counted: Database = {
    name: database.name,
    released: database.released,
    write: (table, work, begin) => database.write(table, work, begin),
    async read(work) {
      reads += 1;
      const found = await database.read(work);
      await held();
      return found;
    },
  };
  return new CommunitySettingsTable(counted, () => now);
}

it('are read once for a message, of each community, and what was set here holds at once', async () => {
  const settings = process();
  await settings.update('test:g', { paused: true });
  const all = await Promise.all(Array.from({ length: 5 }, () => settings.find('test:g')));
  expect(all).toEqual(Array.from({ length: 5 }, () => ({ paused: true })));
  expect(await settings.find('test:other')).toEqual({});
  expect(reads).toBe(2);
  await settings.update('test:g', { paused: undefined, words: ['casino'] });
  expect(await settings.find('test:g')).toEqual({ words: ['casino'] });
  await settings.delete('test:g');
  expect(await settings.find('test:g')).toEqual({});
  expect(reads).toBe(4);
});

it('what another process sets holds after two seconds, also where the clock is set back meanwhile', async () => {
  const [one, other] = [process(), process()];
  expect(await one.find('test:g')).toEqual({});
  await other.update('test:g', { paused: true });
  now += 1_999;
  expect(await one.find('test:g')).toEqual({});
  now += 1;
  expect(await one.find('test:g')).toEqual({ paused: true });
  await other.update('test:g', { paused: false });
  now -= 5;
  expect(await one.find('test:g')).toEqual({ paused: false });
});

it('a change while they are read is not hidden by what the read finds', async () => {
  const settings = process();
  const door = gate();
  held = door.pass;
  const before = settings.find('test:g');
  await door.reached;
  await settings.update('test:g', { paused: true });
  door.open();
  expect(await before).toEqual({});
  expect(await settings.find('test:g')).toEqual({ paused: true });
});

it('a read that fails is tried again by the next one', async () => {
  const settings = process();
  held = () => Promise.reject(new Error('the disk is gone'));
  await expect(settings.find('test:g')).rejects.toThrow('the disk is gone');
  held = async () => {};
  expect(await settings.find('test:g')).toEqual({});
});
