import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, describe, expect, it } from 'vitest';
import type { BudgetSettings } from '../../../src/core/access/budgets.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { Rig } from '../rig/rig.ts';

const HOUR_MS = 3_600_000;

let rig: Rig;
afterEach(() => rig.close());

/** A bot whose account is charged `price` for each prompt. */
async function bot(total: number, price: number, budgets: BudgetSettings = {}, owners: string[] = []) {
  rig = await Rig.start({ budgets, access: { owners: new Set(owners) } });
  rig.nemo.credits = { available: total, frozen: 0, total };
  rig.nemo.on(ROUTES.prompt, (request, response) => {
    const left = Number(rig.nemo.credits.available) - price;
    rig.nemo.credits = { available: left, frozen: 0, total: left };
    return rig.nemo.edit(rig.nemo.state.draft ?? { t: [] }, [adk.text('Done.')])(request, response);
  });
}

async function ledger<T>(read: (store: Store) => Promise<T>): Promise<T> {
  await rig.stopProcess();
  const store = await openStore(`sqlite://${rig.folder}/reelay.sqlite`);
  try {
    return await read(store);
  } finally {
    await store.close();
    await rig.boot();
  }
}

const rows = () => ledger((store) => store.ledger.latest('test:1', 100));

describe('credits', () => {
  it('one person takes a quarter of the account a day; it says when it goes on and who can change that', async () => {
    await bot(1000, 60);
    const said: string[] = [];
    for (const text of ['make a clip', 'make it longer', 'add a title', 'make it blue', 'zoom in']) {
      said.push((await rig.says(text)).at(-1) ?? '');
    }
    expect(said.slice(0, 4).every((text) => !text.startsWith('💳'))).toBe(true);
    expect(said[4]).toMatch(/^💳 You have used your 250 credits for today, or .* again in .*; whoever runs this bot/);
    expect((await rows()).map(({ credits, estimate, state, outcome }) => [credits, estimate, state, outcome])).toEqual([
      [0, 0, 'settled', 'failed'],
      ...Array(4).fill([60, 0, 'settled', 'done']),
    ]);
    // Nobody else is kept from anything.
    expect((await rig.says('make a clip', [], { userId: 'u2', chat: 'test:2' })).at(-1)).not.toMatch(/^💳/);
    const clock = rig.clock;
    await clock.sleep(25 * HOUR_MS);
    expect((await rig.says('zoom in')).at(-1)).not.toMatch(/^💳/);
  });

  it('on a small account nobody takes more than a quarter either, but for who is alone with the bot', async () => {
    await bot(200, 20);
    // A clip is expected to take 100, which is more than a quarter.
    expect((await rig.says('make a clip')).at(-1)).not.toMatch(/^💳/);
    const other = { userId: 'u2', chat: 'test:2' };
    expect((await rig.says('make a clip', [], other)).at(-1)).toMatch(
      /^💳 You have used your 50 credits for today, or/,
    );
    await rig.close();
    await bot(200, 20);
    const inGroup = { userId: 'u3', shared: { community: 'test:g' } };
    expect((await rig.says('make a clip', [], inGroup)).at(-1)).toMatch(/^💳 You have used your 50 credits/);
  });

  it('a place has a budget of its own, and an owner none', async () => {
    await bot(10_000, 100, { userDailyCredits: 1000, placeDailyCredits: 150 }, ['test:boss']);
    const shared = { shared: { community: 'test:g' } };
    await rig.says('make a clip', [], { userId: 'a', ...shared });
    expect((await rig.says('make it longer', [], { userId: 'b', ...shared })).at(-1)).not.toMatch(/^💳/);
    expect((await rig.says('add a title', [], { userId: 'c', ...shared })).at(-1)).toMatch(/^💳 All of you here/);
    expect((await rig.says('add a title', [], { userId: 'boss', ...shared })).at(-1)).not.toMatch(/^💳/);
  });

  it('what was never sent costs nothing; what others spent meanwhile is an estimate', async () => {
    await bot(1000, 100);
    rig.nemo.next(ROUTES.session, answer.code(1003, 'no', 400));
    await rig.says('make a clip');
    rig.nemo.next(ROUTES.prompt, async (request, response) => {
      await rig.nemo.called(ROUTES.prompt, 2);
      await rig.nemo.edit({ t: [] })(request, response);
    });
    const both = ['test:1', 'test:2'].map((chat) => rig.engine.accept(rig.chat.message('make a clip', [], { chat })));
    await Promise.all(both);
    await rig.engine.idle();
    const found = await rows();
    expect(found.map(({ credits, estimate }) => [credits, estimate])).toEqual([
      [100, 1],
      [0, 0],
    ]);
  });

  it('forgetting erases who did what, and keeps the numbers of the month for the budget', async () => {
    await bot(1000, 120);
    await rig.says('make a clip');
    await rig.says('make it longer');
    await rig.says('forget yes');
    const found = await ledger(async (store) => ({
      rows: await store.ledger.latest('test:1', 10),
      spent: await store.ledger.spent('user', 'test:u1', 0, 100_000),
    }));
    expect(found.rows).toEqual([]);
    expect(found.spent.credits).toBe(240);
    expect((await rig.says('make a clip')).at(-1)).toMatch(/^💳/);
  });
});

it('what is older than 90 days goes', async () => {
  const clock = new FakeClock();
  rig = await Rig.start({ budgets: {} });
  const store = await openStore('sqlite://:memory:', { now: () => clock.now() });
  const who = { user: 'test:u1', community: 'test:1', chat: 'test:1', skill: '', action: 'edit' };
  await store.ledger.reserve({ turnId: 't', ...who, credits: 10 }, []);
  await clock.advance(90 * 24 * HOUR_MS);
  await store.sweep();
  expect(await store.ledger.latest('test:1', 10)).toHaveLength(1);
  await clock.advance(24 * HOUR_MS);
  await store.sweep();
  expect(await store.ledger.latest('test:1', 10)).toEqual([]);
  await store.close();
});
