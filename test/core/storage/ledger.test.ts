import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CreditLimit } from '../../../src/core/storage/ledger.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';

const DAY_MS = 24 * 3_600_000;
const at = (date: string) => Date.parse(`${date}Z`);

let store: Store;
let now: number;
beforeEach(async () => {
  now = at('2026-03-15T12:00:00');
  store = await openStore('sqlite://:memory:', { now: () => now });
});
afterEach(() => store.close());

let turns = 0;
/** Whether so many credits were set aside for another turn. */
async function takes(credits: number, limit: CreditLimit, who: { user?: string; community?: string } = {}) {
  const of = { user: 'test:ann', community: 'test:g', chat: 'test:g', skill: '', action: 'edit', ...who };
  return (await store.ledger.reserve({ turnId: `t${++turns}`, credits, ...of }, [limit])) === undefined;
}

describe('a limit', () => {
  const user = (period: CreditLimit['period']): CreditLimit => ({ whose: 'user', period, credits: 100 });

  it('of a day is the same to the last credit, and begins anew with the day in UTC', async () => {
    expect([await takes(60, user('day')), await takes(41, user('day')), await takes(40, user('day'))]).toEqual([
      true,
      false,
      true,
    ]);
    now = at('2026-03-15T23:59:59');
    expect(await takes(1, user('day'))).toBe(false);
    now = at('2026-03-16T00:00:00');
    expect(await takes(100, user('day'))).toBe(true);
  });

  it('of a month counts its days from the first to the last, and no other', async () => {
    now = at('2026-02-28T23:00:00');
    await takes(70, user('month'));
    now = at('2026-03-01T00:00:00');
    expect(await takes(60, user('month'))).toBe(true);
    now = at('2026-03-31T23:00:00');
    expect([await takes(41, user('month')), await takes(40, user('month'))]).toEqual([false, true]);
    now = at('2026-04-01T00:00:00');
    expect(await takes(100, user('month'))).toBe(true);
  });

  it('of a person counts the person alone, that of a community everybody in it', async () => {
    await takes(100, user('day'));
    expect(await takes(100, user('day'), { user: 'test:bob' })).toBe(true);
    const place: CreditLimit = { whose: 'community', period: 'day', credits: 250 };
    expect([await takes(51, place, { user: 'test:eve' }), await takes(50, place, { user: 'test:eve' })]).toEqual([
      false,
      true,
    ]);
    expect(await takes(250, place, { community: 'test:other' })).toBe(true);
  });
});

it('requests are remembered for ninety days, and the account of each day too', async () => {
  await takes(5, { whose: 'user', period: 'day', credits: 100 });
  const day = Math.floor(now / DAY_MS);
  await store.ledger.sawAccount(day, 1000);
  now += 90 * DAY_MS;
  await store.sweep();
  expect([(await store.ledger.latest('test:g', 9)).length, await store.ledger.accountOf(day)]).toEqual([1, 1000]);
  now += DAY_MS;
  await store.sweep();
  expect([(await store.ledger.latest('test:g', 9)).length, await store.ledger.accountOf(day)]).toEqual([0, undefined]);
});

it('what moderators did is kept for a year', async () => {
  await store.audit.add({ community: 'test:g', by: 'test:mod', action: 'block', detail: '', turnId: 'a' });
  now += 365 * DAY_MS;
  await store.sweep();
  expect(await store.audit.latest('test:g', 9)).toHaveLength(1);
  now += 1;
  await store.sweep();
  expect(await store.audit.latest('test:g', 9)).toEqual([]);
});

it('an alert is raised once, and again after it was cleared', async () => {
  const raised = [await store.notices.raise('credits'), await store.notices.raise('credits')];
  await store.notices.clear('credits');
  expect([...raised, await store.notices.raise('credits'), await store.notices.raise('other')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});
