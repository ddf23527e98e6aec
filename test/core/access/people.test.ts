import { afterEach, beforeEach, expect, it } from 'vitest';
import { People } from '../../../src/core/access/people.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });

let store: Store;
let commits: number;
beforeEach(async () => {
  store = await openStore('sqlite://:memory:', {
    onWrite: (tables) => {
      if (tables.includes('people')) commits += 1;
    },
  });
});
afterEach(() => store.close());

it('people are listed by their name, or by their id where none is known', async () => {
  const people = new People(store, log);
  await people.remember('test:7', '  Ann\n  Example ');
  await people.remember('test:8', ' ');
  await people.remember('test:9', undefined);
  expect(await people.nameOf('test:7')).toBe('Ann Example');
  expect([...(await people.namesOf(['test:7', 'test:8', 'test:7', 'test:9']))]).toEqual([
    ['test:7', 'Ann Example'],
    ['test:8', '8'],
    ['test:9', '9'],
  ]);
});

it('64 letters of a name are kept, none of them in half', async () => {
  const people = new People(store, log);
  await people.remember('test:7', '😀'.repeat(65));
  expect(await people.nameOf('test:7')).toBe('😀'.repeat(64));
});

it('a name that is known is not written again, a new one is', async () => {
  const people = new People(store, log);
  // The first look makes the table.
  await people.nameOf('test:7');
  commits = 0;
  await people.remember('test:7', 'Ann');
  await people.remember('test:7', 'Ann');
  expect(commits).toBe(1);
  await people.remember('test:7', 'Anna');
  expect(commits).toBe(2);
  expect(await people.nameOf('test:7')).toBe('Anna');
});

it('somebody who is forgotten has no name, until they write again', async () => {
  const people = new People(store, log);
  await people.remember('test:7', 'Ann');
  await people.forget('test:7');
  expect(await people.nameOf('test:7')).toBe('7');
  await people.remember('test:7', 'Ann');
  expect(await people.nameOf('test:7')).toBe('Ann');
});

it('a name that cannot be written keeps nobody from asking', async () => {
  const people = new People(store, log);
  await store.close();
  await expect(people.remember('test:7', 'Ann')).resolves.toBeUndefined();
  store = await openStore('sqlite://:memory:');
});
