import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it } from 'vitest';
import { ReconnectFloor } from '../../../src/adapters/discord/reconnect-floor.ts';
import { createLogger } from '../../../src/lib/logger.ts';

function floorOn(clock: FakeClock) {
  const log: string[] = [];
  const logger = createLogger({ level: 'info', pretty: false, write: (line) => log.push(line) });
  return { floor: new ReconnectFloor(clock, logger), log };
}

/** How long the shard is held back, in ms. */
async function heldFor(floor: ReconnectFloor, clock: FakeClock, shard = 0): Promise<number> {
  const from = clock.now();
  let passed = false;
  void floor.pass(shard).then(() => {
    passed = true;
  });
  for (let waited = 0; waited <= 120_000; waited += 500) {
    await clock.advance(waited === 0 ? 0 : 500);
    if (passed) return clock.now() - from;
  }
  return Number.POSITIVE_INFINITY;
}

it('connections that do not last are made after longer and longer pauses, up to a minute', async () => {
  const clock = new FakeClock();
  const { floor, log } = floorOn(clock);
  const pauses: number[] = [];
  for (let connection = 0; connection < 10; connection++) pauses.push(await heldFor(floor, clock));
  expect(pauses).toEqual([0, 0, 1000, 2000, 5000, 15_000, 30_000, 60_000, 60_000, 60_000]);
  expect(log).toHaveLength(1);
  expect(floor.isSlow(0)).toBe(true);
});

it('a connection that lasted begins the count anew; each shard has its own', async () => {
  const clock = new FakeClock();
  const { floor } = floorOn(clock);
  for (let connection = 0; connection < 4; connection++) await heldFor(floor, clock);
  expect(await heldFor(floor, clock, 1)).toBe(0);
  await clock.advance(120_000);
  expect(await heldFor(floor, clock)).toBe(0);
  expect(floor.isSlow(0)).toBe(false);
});

it('once closed it lets nothing connect', async () => {
  const clock = new FakeClock();
  const { floor } = floorOn(clock);
  for (let connection = 0; connection < 2; connection++) await heldFor(floor, clock);
  const held = heldFor(floor, clock);
  floor.close();
  expect(await held).toBe(Number.POSITIVE_INFINITY);
  expect(clock.pending).toBe(0);
});
