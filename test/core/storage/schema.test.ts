import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MIGRATIONS } from '../../../src/core/storage/migrate.ts';
import { type RecordFormat, readRecord } from '../../../src/core/storage/record-format.ts';
import { openStore, type StoreOptions } from '../../../src/core/storage/store.ts';
import { storedRows } from '../../fakes/stored-turns.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-schema-'));
  file = join(folder, 'reelay.sqlite');
  await opens();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A step that adds a table. */
function step(table: string): (typeof MIGRATIONS)[string] {
  return { up: (db) => db.schema.createTable(table).addColumn('id', 'integer').execute() };
}

async function opens(options: StoreOptions = {}): Promise<void> {
  const store = await openStore(`sqlite://${file}`, options);
  await store.table('chats', z.string()).set('test:1', 'kept');
  await store.close();
}

describe('the schema of the file', () => {
  it('of a newer version is refused with what to do, and nothing is touched', async () => {
    await opens({ migrations: { ...MIGRATIONS, '0099-further': step('further') } });
    const before = await readFile(file);
    await expect(opens()).rejects.toThrow(
      /The store .*reelay\.sqlite was changed by a newer version of Reelay \(0099-further\).* Nothing was touched\. Start the newer version again/,
    );
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('gets a further step, with a backup of before', async () => {
    await opens({ migrations: { ...MIGRATIONS, '0099-further': step('further') } });
    expect(await storedRows(file, 'SELECT name FROM schema_migrations ORDER BY name')).toEqual([
      { name: '0001-turns' },
      { name: '0002-access' },
      { name: '0003-limits' },
      { name: '0004-sent-prompts' },
      { name: '0099-further' },
    ]);
    expect(await storedRows(`${file}.backup-0099-further`, 'SELECT name FROM schema_migrations')).toEqual([
      { name: '0001-turns' },
      { name: '0002-access' },
      { name: '0003-limits' },
      { name: '0004-sent-prompts' },
    ]);
  });

  it('is as before after a step that failed half way, and the program says so', async () => {
    const schema = () => storedRows(file, 'SELECT type, name, sql FROM sqlite_master ORDER BY name');
    const before = await schema();
    const failing: StoreOptions['migrations'] = {
      ...MIGRATIONS,
      '0099-a': step('a'),
      '0099-b': {
        up: async (db) => {
          await db.schema.createTable('b').addColumn('id', 'integer').execute();
          throw new Error('no such thing');
        },
      },
    };
    await expect(opens({ migrations: failing })).rejects.toThrow(
      /could not be brought up to date \(no such thing\)\. It is as it was before: start the previous version again/,
    );
    expect(await schema()).toEqual(before);
    expect(await storedRows(file, 'SELECT name FROM schema_migrations')).toEqual([
      { name: '0001-turns' },
      { name: '0002-access' },
      { name: '0003-limits' },
      { name: '0004-sent-prompts' },
    ]);
    expect(existsSync(`${file}.backup-0099-a`)).toBe(false);
    await opens();
  });

  it('leaves nothing behind when the very first step of an older store fails', async () => {
    await rm(file);
    await writeFile(file, '');
    await storedRows(file, 'CREATE TABLE turns (key VARCHAR(255) PRIMARY KEY, value TEXT)');
    const schema = () => storedRows(file, 'SELECT name FROM sqlite_master ORDER BY name');
    const before = await schema();
    const failing = { '0001-turns': { up: () => Promise.reject(new Error('no such thing')) } };
    await expect(opens({ migrations: failing })).rejects.toThrow('no such thing');
    expect(await schema()).toEqual(before);
  });
});

describe('the format of a record', () => {
  const format: RecordFormat<{ v: number; words: string[] }> = {
    version: 3,
    schema: z.object({ v: z.literal(3), words: z.array(z.string()) }),
    upgrades: {
      1: ({ text, ...rest }) => ({ ...rest, line: text }),
      2: ({ line, ...rest }) => ({ ...rest, words: String(line).split(' ') }),
    },
  };

  it.each([
    ['of this version is read', '{"v":3,"words":["a"]}', { value: { v: 3, words: ['a'] } }],
    ['of two versions ago is brought up to this one', '{"v":1,"text":"a b"}', { value: { v: 3, words: ['a', 'b'] } }],
    [
      'of a newer version is not taken for a damaged one',
      '{"v":4}',
      { reason: 'newer', problem: 'written in format 4; this version knows up to 3' },
    ],
    [
      'that does not fit is damaged',
      '{"v":3,"words":"a"}',
      { reason: 'damaged', problem: expect.stringMatching(/^words: /) },
    ],
    ['without a known version is damaged', '{"words":[]}', { reason: 'damaged', problem: expect.any(String) }],
    ['that is cut off is damaged', '{"v":3,"wo', { reason: 'damaged', problem: 'no JSON' }],
    ['that is no object is damaged', '[]', { reason: 'damaged', problem: 'no object' }],
  ])('%s', (_name, json, expected) => {
    expect(readRecord(json, format)).toEqual(expected);
  });
});
