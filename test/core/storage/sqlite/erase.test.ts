import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../../../src/core/storage/store.ts';
import type { Turn } from '../../../../src/core/turn/turn.ts';
import { storedRows } from '../../../fakes/stored-turns.ts';
import { Rig } from '../../rig/rig.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-erase-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const turn = (chat: string, index: number, text: string): Turn => ({
  v: 2,
  id: `${chat}/${index}`,
  chat,
  messageId: String(index),
  userId: 'u1',
  language: 'en',
  text,
  attachments: [],
  acceptedAt: index,
  order: index,
  work: [],
  at: 0,
});

/** The names of the files below a folder in which the text occurs. */
async function filesWith(text: string, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(where, { withFileTypes: true })) {
    if (entry.isFile() && (await readFile(join(where, entry.name))).includes(text)) found.push(entry.name);
  }
  return found;
}

it('no file of the store has a word of a chat that was erased, and the other chats keep theirs', async () => {
  const file = join(folder, 'reelay.sqlite');
  const store = await openStore(`sqlite://${file}`);
  const notes = store.table('notes', z.string());
  // Texts of many lengths, most of them written more than once, so that pages are split, joined and used again.
  for (let round = 0; round < 3; round++) {
    const writes: Promise<void>[] = [];
    for (let index = 0; index < 120; index++) {
      for (const [chat, word] of [
        ['test:1', 'SECRET'],
        ['test:2', 'OTHERS'],
      ] as const) {
        const text = `${word} `.repeat(1 + ((index * 37 + round * 11) % 900));
        writes.push(store.turns.save(turn(chat, index, text)), notes.set(`${chat}/${index}`, text));
      }
    }
    await Promise.all(writes);
  }
  expect(await filesWith('SECRET', folder)).toContain('reelay.sqlite-wal');
  for (let index = 0; index < 120; index++) await notes.delete(`test:1/${index}`);
  await store.turns.deleteChat('test:1', '');
  await store.erase('test:1');
  expect(await filesWith('SECRET', folder)).toEqual([]);
  expect(await filesWith('OTHERS', folder)).toEqual(['reelay.sqlite']);
  expect((await store.turns.open()).turns).toHaveLength(120);
  await store.close();
});

it('a chat that asks to be forgotten leaves no word in any file, backups and quarantine included', async () => {
  const rig = await Rig.start();
  try {
    const file = join(rig.folder, 'reelay.sqlite');
    await rig.says('the secret wish', [await rig.photo('secret-photo.jpg')]);
    await rig.says('another secret wish');
    await rig.says('a wish of the others', [], { chat: 'test:2', id: 'o1' });
    await rig.stopProcess();
    // The next start finds a step to do, and keeps what was there as a backup.
    await storedRows(file, 'DELETE FROM schema_migrations');
    await storedRows(file, 'ALTER TABLE turns RENAME TO turns_gone');
    await storedRows(file, 'DROP TABLE turns_gone');
    await storedRows(
      file,
      `UPDATE chats SET value = json_set(value, '$.value.language', 'secret') WHERE key = 'chats:test:1'`,
    );
    await storedRows(file, 'DROP TABLE quarantine');
    await rig.boot();
    expect(await filesWith('secret wish', rig.folder)).toContain('reelay.sqlite.backup-0001-turns');
    await rig.says('status');
    expect(await storedRows(file, 'SELECT key FROM quarantine')).toEqual([{ key: 'test:1' }]);
    await rig.says('forget yes');
    expect(await filesWith('secret', rig.folder)).toEqual([]);
    for (const each of [file, `${file}.backup-0001-turns`]) {
      const prompts = await storedRows<{ turn_id: string }>(each, 'SELECT turn_id FROM sent_prompts');
      expect(prompts.map((row) => row.turn_id)).toEqual(each === file ? [] : ['test:2/o1']);
    }
    expect(await filesWith('wish of the others', rig.folder)).toEqual(
      expect.arrayContaining(['reelay.sqlite', 'reelay.sqlite.backup-0001-turns']),
    );
  } finally {
    await rig.close();
  }
});

it('files are for their owner alone, and so are folders that are made, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    const file = join(folder, 'new', 'data', 'reelay.sqlite');
    const store = await openStore(`sqlite://${file}`);
    await store.table('notes', z.string()).set('a', 'b');
    await store.backup(`${file}.copy`);
    const names = await readdir(join(folder, 'new', 'data'));
    expect(names.toSorted()).toEqual([
      'reelay.sqlite',
      'reelay.sqlite-shm',
      'reelay.sqlite-wal',
      'reelay.sqlite.copy',
      'reelay.sqlite.lock',
      'reelay.sqlite.pid',
    ]);
    for (const name of names) expect((await stat(join(folder, 'new', 'data', name))).mode & 0o777, name).toBe(0o600);
    for (const made of ['new', join('new', 'data')]) expect((await stat(join(folder, made))).mode & 0o777).toBe(0o700);
    await store.close();
  } finally {
    process.umask(before);
  }
});
