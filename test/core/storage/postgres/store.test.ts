import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StoreUnavailableError } from '../../../../src/core/storage/errors.ts';
import { MIGRATIONS } from '../../../../src/core/storage/migrate.ts';
import { openStore, type Store } from '../../../../src/core/storage/store.ts';
import type { Turn } from '../../../../src/core/turn/turn.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { findPostgres, PostgresServer } from '../../../support/postgres.ts';

const programs = await findPostgres('a store in PostgreSQL');

const schema = z.object({ n: z.number() });

function turn(id: string, changes: Partial<Turn> = {}): Turn {
  return {
    ...{ v: 2, id, chat: 'telegram:1', messageId: id, userId: '7', language: 'en', text: 'zero \u0000, half 😀' },
    ...{ attachments: [], acceptedAt: 1_790_000_000_000, order: 0, work: [], at: 0 },
    ...changes,
  };
}

describe.skipIf(programs === undefined)('a store in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (programs) server = await PostgresServer.start(programs);
  });
  afterAll(() => server?.stop());

  const databaseOf = (url: string) => new URL(url).pathname.slice(1);

  it('keeps turns and records over a restart, with times of 64 bits and any text', async () => {
    const url = await server.database();
    const first = await openStore(url);
    await first.turns.save(turn('telegram:1/5'));
    await first.turns.save(turn('telegram:1/6', { outcome: 'done' }));
    await first.table('discord-asks', schema).set('a', { n: 1 });
    await first.table('discord-asks', schema).set('over', { n: 2 }, -1);
    await first.close();

    const second = await openStore(url);
    expect((await second.turns.open()).turns).toEqual([turn('telegram:1/5')]);
    expect(await second.turns.stateOf('telegram:1/6')).toBe('done');
    expect(await second.turns.latestAcceptedAt()).toBe(1_790_000_000_000);
    expect(await second.table('discord-asks', schema).all()).toEqual([['a', { n: 1 }]]);
    await second.table('discord-asks', schema).delete('a');
    expect(await second.table('discord-asks', schema).get('a')).toBeUndefined();
    await second.close();
  });

  it('sweeps what has expired, and nothing else', async () => {
    const url = await server.database();
    const store = await openStore(url);
    const table = store.table('x', schema);
    await table.set('over', { n: 1 }, -1);
    await table.set('later', { n: 2 }, 60_000);
    await table.set('for ever', { n: 3 });
    await store.sweep();
    const rows = await server.query<{ key: string }>(databaseOf(url), 'select key from keyv_x order by key');
    expect(rows).toEqual([{ key: 'x:for ever' }, { key: 'x:later' }]);
    await store.close();
  });

  it('sets a damaged record aside, and its table goes on', async () => {
    const url = await server.database();
    const lines: string[] = [];
    const log = createLogger({ level: 'error', pretty: false, write: (line) => lines.push(line) });
    const store = await openStore(url, { log });
    const table = store.table('x', schema);
    await table.set('good', { n: 1 });
    await table.set('bad', { n: 2 });
    await server.query(databaseOf(url), `update keyv_x set value = '{"value":' where key = 'x:bad'`);
    expect(await table.get('bad')).toBeUndefined();
    expect(await table.get('good')).toEqual({ n: 1 });
    expect(await store.quarantine.unreported('x', 'bad')).toBe(true);
    expect(lines.join('')).toContain('a damaged record was set aside in the table quarantine');
    await store.close();
  });

  it('forgets a person of a shared place in turns of the time before everybody had a project', async () => {
    const url = await server.database();
    const store = await openStore(url);
    await store.turns.save(turn('telegram:-1/1', { chat: 'telegram:-1', outcome: 'done' }));
    await store.turns.save(turn('telegram:-1/2', { chat: 'telegram:-1', outcome: 'done', userId: '8' }));
    await store.turns.save(turn('telegram:-1/3', { chat: 'telegram:-1@7' }));
    await store.turns.deleteChat('telegram:-1@7', 'none');
    await store.erase('telegram:-1@7');
    const left = await server.query<{ id: string }>(databaseOf(url), 'select id from turns');
    expect(left).toEqual([{ id: 'telegram:-1/2' }]);
    await store.close();
  });

  it('gives sums of the ledger as numbers, and holds a budget', async () => {
    const url = await server.database();
    const store = await openStore(url, { now: () => 1_790_000_000_000 });
    const who = { user: 'telegram:7', community: 'telegram:-1', chat: 'telegram:-1@7', skill: 's', action: 'prompt' };
    const limits = [{ whose: 'user', period: 'day', credits: 150 } as const];
    expect(await store.ledger.reserve({ ...who, turnId: 'a', credits: 100 }, limits)).toBeUndefined();
    expect(await store.ledger.reserve({ ...who, turnId: 'b', credits: 51 }, limits)).toEqual(limits[0]);
    expect(await store.ledger.reserve({ ...who, turnId: 'b', credits: 50 }, limits)).toBeUndefined();
    const day = Math.floor(1_790_000_000_000 / 86_400_000);
    expect(await store.ledger.byUserAndDay(day, day)).toEqual([
      { user: 'telegram:7', day, credits: 150, turns: 2, estimates: 2 },
    ]);
    await store.close();
  });

  it('a newer version’s schema is refused, and a failed step leaves nothing behind', async () => {
    const url = await server.database();
    const failing = { ...MIGRATIONS, '9998-fails': { up: () => Promise.reject(new Error('no such luck')) } };
    await expect(openStore(url, { migrations: failing })).rejects.toThrow(
      'could not be brought up to date (no such luck)',
    );
    const tables = () =>
      server.query<{ name: string }>(
        databaseOf(url),
        `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
      );
    expect(await tables()).toEqual([{ name: 'store_owner' }]);
    const newer = { ...MIGRATIONS, '9999-newer': { up: async () => {} } };
    await (await openStore(url, { migrations: newer })).close();
    await expect(openStore(url)).rejects.toThrow('was changed by a newer version of Reelay (9999-newer)');
  });

  it('one write that fails does not fail those that share its transaction', async () => {
    const store = await openStore(await server.database());
    const results = await Promise.allSettled([
      store.turns.save(turn('telegram:1/1')),
      store.blocks.block('*', 'a\u0000b', 'telegram:7'),
      store.table('x', schema).set('a', { n: 1 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.turns.stateOf('telegram:1/1')).toBe('open');
    await store.close();
  });

  it('says what is wrong without the password', async () => {
    const password = 'correct-horse';
    const refused = `postgres://reelay:${password}@127.0.0.1:1/nowhere`;
    await expect(openStore(refused)).rejects.toThrow(StoreUnavailableError);
    const error = await openStore(refused).catch((reason: Error) => reason);
    expect(String((error as Error).message)).toBe(
      'The store postgres://reelay@127.0.0.1:1/nowhere cannot be used (connect ECONNREFUSED 127.0.0.1:1). ' +
        'Check that PostgreSQL runs, that this machine reaches it, and that STORE_URL names it.',
    );
    const missing = server.url('missing');
    await expect(openStore(missing)).rejects.toThrow(
      'Check user, password and database in STORE_URL, and that the database exists.',
    );
  });

  it('writes wait for a server that restarts, and go on with it', async () => {
    const url = await server.database();
    const store: Store = await openStore(url);
    await store.turns.save(turn('telegram:1/1'));
    await server.restart();
    // What was cut is told, and the next attempt has a new connection.
    await store.check().catch(() => {});
    await expect
      .poll(() =>
        store.check().then(
          () => 'works',
          () => 'does not',
        ),
      )
      .toBe('works');
    expect(await store.turns.stateOf('telegram:1/1')).toBe('open');
    await store.close();
  });
});
