import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { loadPg } from '../../../src/core/storage/postgres/connect.ts';
import { PostgresDatabase } from '../../../src/core/storage/postgres/database.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { TurnRepository } from '../../../src/core/storage/turns.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { findPostgres, PostgresServer } from '../../support/postgres.ts';

const programs = await findPostgres('who may send a prompt, in PostgreSQL');

/** A copy of the turn, as another process has read it. */
function copyOf(text: string): Turn {
  return {
    ...{ v: 2, id: 'telegram:1/5', chat: 'telegram:1', messageId: '5', userId: '7', language: 'en', text },
    ...{ attachments: [], acceptedAt: 1_790_000_000_000, order: 0, work: [], at: 0 },
  };
}

const FIRST = { piece: 0, attempt: 1 };

/** What holds of two copies of a turn, in one repository or in two on the same database. */
async function oneOfTwo(first: TurnRepository, second: TurnRepository): Promise<void> {
  await first.save(copyOf('before'));
  const results = await Promise.all([
    first.claimPrompt(copyOf('of the one'), { ...FIRST, claim: 'a' }),
    second.claimPrompt(copyOf('of the other'), { ...FIRST, claim: 'b' }),
  ]);
  expect(results.toSorted()).toEqual([false, true]);
  const { turns } = await first.open();
  expect(turns.map(({ text }) => text)).toEqual([results[0] ? 'of the one' : 'of the other']);
  const [winner, loser] = results[0] ? [first, second] : [second, first];
  const [own, others] = results[0] ? ['a', 'b'] : ['b', 'a'];
  // A write whose answer was lost is done again.
  expect(await winner.claimPrompt(copyOf('again'), { ...FIRST, claim: own })).toBe(true);
  expect(await loser.claimPrompt(copyOf('again'), { ...FIRST, claim: others })).toBe(false);
  expect(await loser.claimPrompt(copyOf('next attempt'), { piece: 0, attempt: 2, claim: 'c' })).toBe(true);
  expect(await winner.claimPrompt(copyOf('next piece'), { piece: 1, attempt: 1, claim: 'd' })).toBe(true);
}

describe('who may send a prompt, in SQLite', () => {
  it('one of two copies of a turn, and the other writes nothing', async () => {
    const store = await openStore('sqlite://:memory:');
    onTestFinished(() => store.close());
    await oneOfTwo(store.turns, store.turns);
  });

  it.each([
    ['the turn is deleted', (turns: TurnRepository) => turns.delete('telegram:1/5')],
    ['its chat is forgotten', (turns: TurnRepository) => turns.deleteChat('telegram:1', 'none')],
    [
      'its person is forgotten',
      async (turns: TurnRepository) => {
        await turns.save({ ...copyOf(''), chat: 'telegram:1', outcome: 'done' });
        await turns.deleteChat('telegram:1@7', 'none');
      },
    ],
    [
      'its two days are over',
      async (turns: TurnRepository) => {
        await turns.save({ ...copyOf(''), outcome: 'done' });
        now += 2 * 24 * 3_600_000;
        await turns.sweep();
      },
    ],
  ])('is known until %s', async (_when, remove) => {
    now = 1_790_000_000_000;
    const store = await openStore('sqlite://:memory:', { now: () => now });
    onTestFinished(() => store.close());
    await store.turns.claimPrompt(copyOf(''), { ...FIRST, claim: 'a' });
    await store.turns.sweep();
    expect(await store.turns.claimPrompt(copyOf(''), { ...FIRST, claim: 'b' })).toBe(false);
    await remove(store.turns);
    expect(await store.turns.claimPrompt(copyOf(''), { ...FIRST, claim: 'b' })).toBe(true);
  });

  it('is written with the turn in one commit', async () => {
    const commits: string[] = [];
    const store = await openStore('sqlite://:memory:', { onWrite: (tables) => void commits.push(tables.join()) });
    onTestFinished(() => store.close());
    commits.length = 0;
    await store.turns.claimPrompt(copyOf(''), { ...FIRST, claim: 'a' });
    expect(commits).toEqual(['turns']);
  });
});

let now = 0;

describe.skipIf(programs === undefined)('who may send a prompt, in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    if (programs) server = await PostgresServer.start(programs);
  });
  afterAll(() => server?.stop());

  it('one of two processes that both take themselves for the owner, and the other writes nothing', async () => {
    const url = await server.database();
    await (await openStore(url)).close();
    const process = async () => {
      const database = new PostgresDatabase('test', (await loadPg(url)).pool());
      onTestFinished(() => database.close());
      return new TurnRepository(database, () => 1_790_000_000_000);
    };
    await oneOfTwo(await process(), await process());
  });

  it('not a process whose epoch is over', async () => {
    const url = await server.database();
    const store = await openStore(url);
    onTestFinished(() => store.close());
    const name = new URL(url).pathname.slice(1);
    await server.query(name, 'update store_owner set epoch = epoch + 1');
    const claim = store.turns.claimPrompt(copyOf(''), { ...FIRST, claim: 'a' });
    await expect(claim).rejects.toThrow(StoreUnavailableError);
    expect(await server.query(name, 'select * from sent_prompts')).toEqual([]);
  });
});
