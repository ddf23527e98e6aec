import { FakeClock } from '@reelay/async/fake-clock';
import { beforeEach, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import type { Store } from '../../../src/core/storage/store.ts';
import { Journal } from '../../../src/core/turn/journal.ts';
import type { Turn } from '../../../src/core/turn/turn.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const TURN = { id: 'test:1/9', chat: 'test:1' } as Turn;
const FULL = () => new StoreUnavailableError('full');

let clock: FakeClock;
/** When a write was tried, in ms from the start. */
let tried: number[];
let told: string[];
let stop: AbortController;
beforeEach(() => {
  clock = new FakeClock(0);
  tried = [];
  told = [];
  stop = new AbortController();
});

/** Writes a turn to a store whose writes do this, one after another; the last one again and again. */
function keep(...writes: (() => Promise<unknown>)[]): Promise<void> {
  const write = () => {
    tried.push(clock.now());
    return (writes.length > 1 ? writes.shift() : writes[0])?.();
  };
  const store = { turns: { save: write, claimPrompt: write } } as unknown as Store;
  const journal = new Journal({ store, clock, log: createLogger({ level: 'silent', pretty: false, write: () => {} }) });
  const waiting = { signal: stop.signal, onWait: () => told.push('waits'), onGoOn: () => told.push('goes on') };
  return journal.keep(TURN, waiting);
}
const fails = () => Promise.reject(FULL());
const works = async () => {};

it('a store that works is written once, and nothing is said', async () => {
  await keep(works);
  expect([tried, told]).toEqual([[0], []]);
});

it('a store that fails is tried again ever more seldom, and what waits is told once, and once that it goes on', async () => {
  const kept = keep(fails, fails, fails, fails, fails, fails, fails, works);
  await clock.advance(40_000);
  await kept;
  expect(tried).toEqual([0, 500, 1500, 3500, 8500, 18_500, 28_500, 38_500]);
  expect(told).toEqual(['waits', 'goes on']);
});

it('a store that fails for a quarter of an hour fails the turn, and not before', async () => {
  let error: unknown;
  const kept = keep(fails).catch((cause: unknown) => {
    error = cause;
  });
  await clock.advance(899_999);
  expect(error).toBeUndefined();
  await clock.advance(10_000);
  await kept;
  expect(error).toBeInstanceOf(StoreUnavailableError);
  expect(told).toEqual(['waits']);
});

it('another error than a store that is away is not waited for', async () => {
  await expect(keep(() => Promise.reject(new TypeError('program')))).rejects.toThrow('program');
  expect([tried, told]).toEqual([[0], []]);
});

it('a stop ends the wait', async () => {
  const kept = keep(fails);
  await clock.untilPending();
  stop.abort(new Error('stopped'));
  await expect(kept).rejects.toThrow('stopped');
  expect(tried).toEqual([0]);
});
