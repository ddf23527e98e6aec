import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { moveStore } from '../../../../src/core/storage/move/move-store.ts';
import { openEngine, openStore, type Store } from '../../../../src/core/storage/store.ts';
import type { Turn } from '../../../../src/core/turn/turn.ts';
import { migrateStore, moveStores } from '../../../../src/runtime/store-tools.ts';
import { storedRows } from '../../../fakes/stored-turns.ts';
import { findPostgres, PostgresServer } from '../../../support/postgres.ts';

const programs = await findPostgres('moving a store');
const NOW = 1_790_000_000_000;
const schema = z.object({ n: z.number() });

function turn(n: number, changes: Partial<Turn> = {}): Turn {
  return {
    ...{ v: 2, id: `telegram:1/${n}`, chat: 'telegram:1', messageId: String(n), userId: '7', language: 'en' },
    ...{ text: 'zero \u0000, half 😀', attachments: [], acceptedAt: NOW, order: n, work: [], at: 0 },
    ...changes,
  };
}

/** Something in each kind of table, and more turns than one page. */
async function fill(store: Store): Promise<void> {
  await Promise.all(Array.from({ length: 450 }, (_, n) => store.turns.save(turn(n))));
  await store.turns.save(turn(450, { outcome: 'done' }));
  await store.turns.claimPrompt(turn(0), { piece: 0, attempt: 1, claim: 'a' });
  await store.table('discord-asks', schema).set('a', { n: 1 });
  await store.table('chats', schema).set('telegram:1', { n: 2 });
  await store.table('chats', schema).set('soon', { n: 3 }, 3_600_000);
  await store.blocks.block('*', 'telegram:9', 'telegram:7');
  await store.ledger.sawAccount(20_000, 100);
  const who = { user: 'telegram:7', community: 'telegram:-1', chat: 'telegram:1', skill: 's', action: 'prompt' };
  await store.ledger.reserve({ ...who, turnId: 'telegram:1/0', credits: 5 }, []);
}

let folder: string;
let file: string;
let lines: string[];
const print = (line: string) => void lines.push(line);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelay-move-'));
  file = join(folder, 'reelay.sqlite');
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('npm run migrate', () => {
  it('says which steps it has done, and that there is nothing to do the second time', async () => {
    await migrateStore(`sqlite://${file}`, print);
    expect(lines).toEqual(['done: 0001-turns', 'done: 0002-access', 'done: 0003-limits', 'done: 0004-sent-prompts']);
    lines = [];
    await migrateStore(`sqlite://${file}`, print);
    expect(lines).toEqual(['the schema is up to date; nothing was done']);
    await storedRows(file, 'DROP TABLE sent_prompts');
    await storedRows(file, `DELETE FROM schema_migrations WHERE name = '0004-sent-prompts'`);
    lines = [];
    await migrateStore(`sqlite://${file}`, print);
    expect(lines).toEqual(['done: 0004-sent-prompts', `copy of before: ${file}.backup-0004-sent-prompts`]);
  });

  it('refuses a store that a bot has', async () => {
    const store = await openStore(`sqlite://${file}`);
    await expect(migrateStore(`sqlite://${file}`, print)).rejects.toThrow(/is used by|in use/);
    await store.close();
  });
});

describe.skipIf(programs === undefined)('npm run move-store', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (programs) server = await PostgresServer.start(programs);
  });
  afterAll(() => server?.stop());

  async function filled(): Promise<string> {
    const store = await openStore(`sqlite://${file}`, { now: () => NOW });
    await fill(store);
    await store.close();
    return `sqlite://${file}`;
  }

  it('brings everything to PostgreSQL, says what it compared, and a bot goes on there', async () => {
    const [from, to] = [await filled(), await server.database()];
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'src/move-store.ts', from, to]);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'turns: 451 rows, the same in both',
        'sent_prompts: 1 row, the same in both',
        'blocks: 1 row, the same in both',
        'account_days: 1 row, the same in both',
        'ledger: 1 row, the same in both',
        'audit: 0 rows, the same in both',
        'records chats: 2 rows, the same in both',
        'records discord-asks: 1 row, the same in both',
      ]),
    );
    const store = await openStore(to, { now: () => NOW });
    expect((await store.turns.open()).turns).toHaveLength(450);
    expect(await store.turns.stateOf('telegram:1/450')).toBe('done');
    expect((await store.turns.open()).turns[7]).toEqual(turn(7));
    expect(await store.turns.claimPrompt(turn(0), { piece: 0, attempt: 1, claim: 'b' })).toBe(false);
    expect(await store.table('discord-asks', schema).get('a')).toEqual({ n: 1 });
    expect(await store.table('chats', schema).all()).toHaveLength(2);
    await store.close();
  });

  it('npm run migrate says which steps it has done there, too, and refuses what a bot has', async () => {
    const url = await server.database();
    await migrateStore(url, print);
    expect(lines).toEqual(['done: 0001-turns', 'done: 0002-access', 'done: 0003-limits', 'done: 0004-sent-prompts']);
    const store = await openStore(url);
    await expect(migrateStore(url, print)).rejects.toThrow(/The store is in use by process \d+ on .*Stop the bot/);
    await store.close();
  });

  it('goes on where it was interrupted; no bot starts on what is there in part', async () => {
    const [from, to] = [await filled(), await server.database()];
    const pages: string[] = [];
    const move = async (interruptAt: number) => {
      const [source, target] = [await openEngine(from, {}), await openEngine(to, { moving: true })];
      const onPage = (name: string, rows: number) => {
        if (pages.push(`${name} ${rows}`) === interruptAt) throw new Error('interrupted');
      };
      try {
        await moveStore(source, target, { onPage });
      } finally {
        await source.close();
        await target.close();
      }
    };
    await expect(move(2)).rejects.toThrow('interrupted');
    await expect(openStore(to)).rejects.toThrow('was moved here only in part. Run `npm run move-store`');
    await move(0);
    expect(pages.slice(0, 4)).toEqual(['turns 200', 'turns 200', 'turns 51', 'sent_prompts 1']);
    const store = await openStore(to);
    expect((await store.turns.open()).turns).toHaveLength(450);
    await store.close();
  });

  it('copies a table once more when the old store was changed in between', async () => {
    const [from, to] = [await filled(), await server.database()];
    const source = await openEngine(from, {});
    const target = await openEngine(to, { moving: true });
    let changed = false;
    const onPage = async (name: string) => {
      if (name !== 'turns' || changed) return;
      changed = true;
      void source.database.write('turns', (tx) =>
        tx.updateTable('turns').set({ data: '{}' }).where('id', '=', 'telegram:1/0').execute(),
      );
    };
    const rows: string[] = [];
    await moveStore(source, target, { onPage, onTable: (name, count) => rows.push(`${name} ${count}`) });
    expect(rows[0]).toBe('turns 451');
    await source.close();
    await target.close();
    const [row] = await server.query<{ data: string }>(
      new URL(to).pathname.slice(1),
      `select data from turns where id = 'telegram:1/0'`,
    );
    expect(row?.data).toBe('{}');
  });

  it('numbers what comes after as the next, and brings it back to a file', async () => {
    const from = `sqlite://${file}`;
    const before = await openStore(from);
    await before.audit.add({ community: 'c', by: 'telegram:7', action: 'block', detail: '', turnId: 'a' });
    await before.close();
    const to = await server.database();
    await moveStores(from, to, print);
    const after = await openStore(to);
    await after.audit.add({ community: 'c', by: 'telegram:7', action: 'block', detail: '', turnId: 'b' });
    await after.close();
    const back = join(folder, 'back.sqlite');
    await moveStores(to, `sqlite://${back}`, print);
    expect(await storedRows(back, 'SELECT id, turn_id FROM audit ORDER BY id')).toEqual([
      { id: 1, turn_id: 'a' },
      { id: 2, turn_id: 'b' },
    ]);
  });

  it('refuses a store with something in it, a file that is not there, and what a bot has', async () => {
    const [from, to] = [await filled(), await server.database()];
    const missing = join(folder, 'missing.sqlite');
    await expect(moveStores(`sqlite://${missing}`, to, print)).rejects.toThrow(`There is no store ${missing}.`);
    const store = await openStore(to);
    await expect(moveStores(from, to, print)).rejects.toThrow(/The store is in use by process \d+ on .*Stop the bot/);
    await store.turns.save(turn(1));
    await store.close();
    await expect(moveStores(from, to, print)).rejects.toThrow('has turns in it already. Nothing was touched.');
  });
});
