import { FakeClock } from '@reelay/async/fake-clock';
import pino from 'pino';
import { expect, test } from 'vitest';
import { NemoUnreachableError } from '../../../src/nemo/errors.ts';
import { CircuitBreaker } from '../../../src/nemo/http/circuit-breaker.ts';
import { SKILL } from '../setup.ts';

const failure = () => new NemoUnreachableError('no', { sent: 'no' });

function open(probe: () => Promise<unknown>, random = 0.5) {
  const clock = new FakeClock();
  const breaker = new CircuitBreaker({ clock, log: pino({ level: 'silent' }), random: () => random, probe });
  for (let i = 0; i < 4; i++) breaker.begin()('failed');
  return { clock, breaker };
}

test('waiting calls continue in their order', async () => {
  const { clock, breaker } = open(async () => {});
  const order: number[] = [];
  const signal = new AbortController().signal;
  const waits = [1, 2, 3, 4].map((number) => breaker.waitUntilClosed(SKILL, signal).then(() => order.push(number)));
  await clock.advance(1000);
  await Promise.all(waits);
  expect(order).toEqual([1, 2, 3, 4]);
});

test('failures of requests from before it closed no longer count', () => {
  const { breaker } = open(async () => {});
  const early = [1, 2, 3, 4].map(() => breaker.begin());
  breaker.begin()('answered');
  expect(breaker.openedAt).toBeUndefined();
  for (const report of early) report('failed');
  expect(breaker.openedAt).toBeUndefined();
});

test('a call that ends well while it is open closes it', async () => {
  const { clock, breaker } = open(() => Promise.reject(failure()));
  const wait = breaker.waitUntilClosed(SKILL, new AbortController().signal);
  breaker.begin()('answered');
  await wait;
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

test.each([
  [0, [750, 1500, 3000, 6000, 12_000, 22_500, 22_500]],
  [1, [1250, 2500, 5000, 10_000, 20_000, 30_000, 30_000]],
])('the probes’ waits with the random number %d', async (random, expected) => {
  const at: number[] = [];
  const { clock, breaker } = open(async () => {
    at.push(clock.now());
    throw failure();
  }, random);
  const start = clock.now();
  const stop = new AbortController();
  const wait = breaker.waitUntilClosed(SKILL, stop.signal).catch(() => {});
  await clock.advance(120_000);
  stop.abort(new Error('enough'));
  await wait;
  const waits = at.map((time, index) => time - (at[index - 1] ?? start));
  expect(waits.slice(0, 7)).toEqual(expected);
  expect(clock.pending).toBe(0);
});

test.each([-86_400_000, 86_400_000])('a wall clock that jumps by %d ms does not make the wait longer', async (jump) => {
  class JumpingClock extends FakeClock {
    jump = 0;
    override now(): number {
      return super.now() + this.jump;
    }
  }
  let probes = 0;
  const clock = new JumpingClock();
  const probe = async () => {
    probes += 1;
    if (probes < 2) throw failure();
  };
  const breaker = new CircuitBreaker({ clock, log: pino({ level: 'silent' }), random: () => 0.5, probe });
  for (let i = 0; i < 4; i++) breaker.begin()('failed');
  clock.jump = jump;
  const wait = breaker.waitUntilClosed(SKILL, new AbortController().signal);
  await clock.advance(3000);
  await wait;
  expect(probes).toBe(2);
});
