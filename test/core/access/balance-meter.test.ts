import { expect, it } from 'vitest';
import { BalanceMeter } from '../../../src/core/access/balance-meter.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import type { Credits } from '../../../src/nemo/nemo.ts';

const log = createLogger({ level: 'silent', pretty: false, write: () => {} });
const balance = (available: number, frozen = 0): Credits => ({ available, frozen, total: available + frozen });

/** Gives these balances one after another; `undefined` for one that cannot be read. */
function account(...balances: (Credits | undefined)[]): () => Promise<Credits> {
  return async () => {
    const next = balances.shift();
    if (!next) throw new Error('not now');
    return next;
  };
}

async function measure(...balances: (Credits | undefined)[]) {
  const end = await new BalanceMeter(log).begin(account(...balances));
  return end(50);
}

it('what was taken is the difference of the balances before and after', async () => {
  expect(await measure(balance(100), balance(70))).toEqual({
    ...{ credits: 30, estimate: false },
    cost: { spent: 30, left: 70 },
  });
});

it('the budget is charged whole credits, and nobody gets any by a balance that grew', async () => {
  expect(await measure(balance(100), balance(69.5))).toMatchObject({ credits: 31, cost: { spent: 30.5, left: 69.5 } });
  expect(await measure(balance(100), balance(130))).toEqual({ credits: 0, estimate: false });
  expect(await measure(balance(100), balance(100))).toEqual({ credits: 0, estimate: false });
});

it('what is reserved before or after is charged, and told to nobody as a cost', async () => {
  expect(await measure(balance(100, 5), balance(70))).toEqual({ credits: 30, estimate: false });
  expect(await measure(balance(100), balance(70, 5))).toEqual({ credits: 30, estimate: false });
});

it('a balance that cannot be read leaves what was expected', async () => {
  const expected = { credits: 50, estimate: true };
  expect(await measure(undefined, balance(70))).toEqual(expected);
  expect(await measure(balance(100), undefined)).toEqual(expected);
});

it('of what overlaps, each takes what was expected; what begins after both have ended is measured again', async () => {
  const seen: number[] = [];
  const meter = new BalanceMeter(log, ({ available }) => seen.push(available));
  const read = account(balance(100), balance(90), balance(60), balance(50), balance(40), balance(30));
  const first = await meter.begin(read);
  const second = await meter.begin(read);
  expect(await first(50)).toEqual({ credits: 50, estimate: true });
  expect(await second(25)).toEqual({ credits: 25, estimate: true });
  const third = await meter.begin(read);
  expect(await third(50)).toMatchObject({ credits: 10, estimate: false });
  expect(seen).toEqual([100, 90, 60, 50, 40, 30]);
});
