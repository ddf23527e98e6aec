import { expect, it } from 'vitest';
import { RateLimiter } from '../../../src/core/access/rate-limit.ts';

const MINUTE_MS = 60_000;

/** Thirty an hour is one every two minutes. */
function limiter(burst = 3) {
  let now = 1_000_000;
  const limited = new RateLimiter({ perHour: 30, burst }, () => now);
  const pass = (ms: number) => {
    now += ms;
  };
  const ask = (key: string) => {
    const waitMs = limited.waitMs(key);
    if (waitMs === 0) limited.count(key);
    return waitMs;
  };
  return { ask, pass };
}

it('lets the burst through at once, then says when the next one is free', () => {
  const { ask } = limiter();
  expect([ask('a'), ask('a'), ask('a')]).toEqual([0, 0, 0]);
  expect(ask('a')).toBe(2 * MINUTE_MS);
});

it('gives requests back evenly over the hour, up to the burst', () => {
  const { ask, pass } = limiter();
  for (let i = 0; i < 3; i++) ask('a');
  pass(MINUTE_MS);
  expect(ask('a')).toBe(MINUTE_MS);
  pass(MINUTE_MS);
  expect(ask('a')).toBe(0);
  expect(ask('a')).toBe(2 * MINUTE_MS);
  pass(24 * 60 * MINUTE_MS);
  expect([ask('a'), ask('a'), ask('a')]).toEqual([0, 0, 0]);
  expect(ask('a')).toBe(2 * MINUTE_MS);
});

it('counts each key by itself', () => {
  const { ask } = limiter(1);
  expect(ask('a')).toBe(0);
  expect(ask('b')).toBe(0);
  expect(ask('a')).toBe(2 * MINUTE_MS);
});

it('a clock that was set back neither gives nor takes', () => {
  const { ask, pass } = limiter(1);
  expect(ask('a')).toBe(0);
  pass(-60 * MINUTE_MS);
  expect(ask('a')).toBe(2 * MINUTE_MS);
  pass(2 * MINUTE_MS);
  expect(ask('a')).toBe(0);
});
