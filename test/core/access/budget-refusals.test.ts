import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it } from 'vitest';
import { Budgets } from '../../../src/core/access/budgets.ts';
import { OPEN_ACCESS } from '../../../src/core/access/settings.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { translator } from '../../../src/i18n/translator.ts';

it.each([
  ['user', 'day', '2026-03-15T18:30:00Z', '5 h 30 min'],
  ['community', 'day', '2026-03-15T23:59:30Z', '30 s'],
  ['user', 'month', '2026-02-28T22:00:00Z', '2 h 0 min'],
  ['community', 'month', '2026-12-31T23:00:00Z', '1 h 0 min'],
] as const)('a %s without credits for the %s at %s reads that it goes on in %s', async (whose, period, at, wait) => {
  const store = await openStore('sqlite://:memory:');
  const clock = new FakeClock(Date.parse(at));
  const budgets = new Budgets({ store, settings: {}, access: OPEN_ACCESS, clock });
  expect(budgets.refusalText(translator('en'), 'en', { whose, period, credits: 70 })).toContain(wait);
  await store.close();
});
