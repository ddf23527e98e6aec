import { chmod, copyFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROUTES } from '../../fakes/nemo/index.ts';
import { storedRows } from '../../fakes/stored-turns.ts';
import { promptsSent, texts } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

/**
 * Written by commit 7eded4f, the last one that kept turns in a keyv table: a chat with its session, two results, two
 * finished turns, one whose prompt was sent, and one that waits behind it. The account is that of Nemo at port 34447.
 */
const FIXTURE = fileURLToPath(new URL('../../fixtures/store-before-sql.sqlite', import.meta.url));

let rig: Rig;
let file: string;
beforeEach(async () => {
  rig = await Rig.start();
  await rig.stopProcess();
  file = join(rig.folder, 'reelay.sqlite');
  for (const name of await readdir(rig.folder)) {
    if (name.startsWith('reelay.sqlite')) await rm(join(rig.folder, name));
  }
  await copyFile(FIXTURE, file);
  await chmod(file, 0o644);
  // As if it had been written just now, for the Nemo of this test.
  const soon = Date.now() + 3_600_000;
  for (const table of ['turns', 'results']) {
    const expires = `json_set(value, '$.expires', ${soon})`;
    await storedRows(file, `UPDATE ${table} SET value = ${expires} WHERE json_extract(value, '$.expires') IS NOT NULL`);
  }
  await storedRows(file, `UPDATE account SET key = 'account:${rig.nemo.url}'`);
});
afterEach(() => rig.close());

it('an upgrade from the version before SQL resumes its open turns and keeps sessions, results and the account', async () => {
  const [account] = await storedRows<{ value: string }>(file, 'SELECT value FROM account');
  rig.nemo.tokens.add(JSON.parse(account?.value ?? '').value.token);
  rig.nemo.sessions.add('session-1');
  await rig.boot();
  expect(await storedRows(file, 'SELECT key FROM results ORDER BY key')).toEqual([
    { key: 'results:test:1/s3' },
    { key: 'results:test:1/s4' },
  ]);
  expect(await rig.engine.recover()).toBe(2);
  await rig.engine.idle();
  // The prompt that had left is asked after and not sent again; the one behind it is sent, its text as it was.
  expect(promptsSent(rig)).toEqual([':) add music']);
  expect(rig.nemo.calls(ROUTES.prompt).map(({ json }) => json)).toMatchObject([{ session_id: 'session-1' }]);
  expect(texts(rig)).toHaveLength(2);
  expect(texts(rig)[0]).toMatch(/^The connection broke while I was waiting, but the edit went through:/);
  expect((await rig.journal()).map(({ id, outcome }) => [id, outcome])).toEqual([
    ['test:1/m1', 'done'],
    ['test:1/m2', 'done'],
    ['test:1/m3', 'done'],
    ['test:1/m4', 'done'],
  ]);
  expect(rig.nemo.calls(ROUTES.token)).toEqual([]);
});

it('a message of before the upgrade is still known as a duplicate', async () => {
  await rig.boot();
  expect(await rig.engine.accept(rig.chat.message('', [], { id: 'm1' }))).toBe('duplicate');
  expect(await rig.engine.accept(rig.chat.message('', [], { id: 'm3' }))).toBe('duplicate');
});

it('the store of before is kept as a backup, and both are for their owner alone', async () => {
  const before = await storedRows(file, 'SELECT * FROM turns');
  await rig.boot();
  const backup = `${file}.backup-0001-turns`;
  expect(await storedRows(backup, 'SELECT * FROM turns')).toEqual(before);
  for (const path of [file, backup]) expect((await stat(path)).mode & 0o777).toBe(0o600);
});
