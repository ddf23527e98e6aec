import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const schema = z.object({ n: z.number() });

it('keeps records over a restart, each table for itself, and makes its folder', async () => {
  const url = `sqlite://${join(folder, 'deep', 'reelay.sqlite')}`;
  const first = await openStore(url);
  await first.table('places', schema).set('a', { n: 1 });
  await first.table('chats', schema).set('a', { n: 2 });
  await first.close();
  const second = await openStore(url);
  expect(await second.table('places', schema).get('a')).toEqual({ n: 1 });
  expect(await second.table('chats', schema).all()).toEqual([['a', { n: 2 }]]);
  await second.table('chats', schema).delete('a');
  expect(await second.table('chats', schema).get('a')).toBeUndefined();
  await second.close();
});

it('lists more records than one page of the database holds', async () => {
  const store = await openStore('sqlite://:memory:');
  const table = store.table('many', schema);
  for (let n = 0; n < 1200; n++) await table.set(`k${n}`, { n });
  const numbers = (await table.all()).map(([, value]) => value.n).sort((a, b) => a - b);
  expect(numbers).toHaveLength(1200);
  expect(numbers.at(-1)).toBe(1199);
  await store.close();
});

it('sweeps what has expired out of the file, and nothing else', async () => {
  const uri = `sqlite://${join(folder, 'reelay.sqlite')}`;
  const store = await openStore(uri);
  const table = store.table('discord-x', schema);
  await table.set('over', { n: 1 }, -1);
  await table.set('later', { n: 2 }, 60_000);
  await table.set('for ever', { n: 3 });
  const file = new KeyvSqlite({ uri, table: 'discord-x' });
  const rows = async () => (await file.query('SELECT key FROM discordx')).map(({ key }: { key: string }) => key);
  expect(await rows()).toHaveLength(3);
  await store.sweep();
  expect((await rows()).toSorted()).toEqual(['discord-x:for ever', 'discord-x:later']);
  await file.disconnect();
  await store.close();
});

it('leaves a damaged record out of a listing, and sets it aside when it is asked for', async () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'error', pretty: false, write: (line) => lines.push(line) });
  const store = await openStore('sqlite://:memory:', { log });
  await store.table('x', z.unknown()).set('bad', { n: 'one' });
  await store.table('x', schema).set('good', { n: 1 });
  const problems: string[] = [];
  expect(await store.table('x', schema).all((key) => problems.push(key))).toEqual([['good', { n: 1 }]]);
  expect(problems).toEqual(['bad']);
  expect(await store.table('x', schema).get('bad')).toBeUndefined();
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ table: 'x', key: 'bad', problem: expect.stringMatching(/^n: /) });
  expect(await store.table('x', z.unknown()).all()).toEqual([['good', { n: 1 }]]);
  expect(await store.quarantine.unreported('x', 'bad')).toBe(true);
  await store.close();
});

it('reports at the start when the folder cannot be made', async () => {
  await writeFile(join(folder, 'file'), '');
  const opening = openStore(`sqlite://${join(folder, 'file', 'reelay.sqlite')}`);
  await expect(opening).rejects.toThrow(StoreUnavailableError);
  await expect(opening).rejects.toThrow(
    /No permission to write the store's folder .*file\. Make it writable .* STORE_URL/,
  );
});

it('reports at the start when the file is no database', async () => {
  const path = join(folder, 'reelay.sqlite');
  await writeFile(path, 'this is a text file, not a database, and long enough to have a header of sixteen bytes');
  await expect(openStore(`sqlite://${path}`)).rejects.toThrow(/The store .* cannot be used .*not a database/);
  // What the message says helps.
  const advice = /The file is damaged\. .* stop the bot, move .*reelay\.sqlite, .*-wal and .*-shm to another folder/;
  await expect(openStore(`sqlite://${path}`)).rejects.toThrow(advice);
  await rename(path, `${path}.away`);
  const store = await openStore(`sqlite://${path}`);
  await store.close();
});

it.each([
  ['is gone', async (_path: string) => {}],
  ['was replaced', (path: string) => copyFile(`${path}.away`, path)],
])('says so when the file %s, and works again when it is back', async (problem, replace) => {
  const path = join(folder, 'reelay.sqlite');
  const store = await openStore(`sqlite://${path}`);
  const table = store.table('x', schema);
  await rename(path, `${path}.away`);
  await replace(path);
  await expect(table.set('a', { n: 1 })).rejects.toThrow(`the file ${problem}`);
  await expect(store.check()).rejects.toThrow(StoreUnavailableError);
  await rename(`${path}.away`, path);
  await table.set('a', { n: 2 });
  await store.check();
  expect(await table.get('a')).toEqual({ n: 2 });
  await store.close();
});
