import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it } from 'vitest';
import { Pacer } from '../../../src/adapters/kit/pacer.ts';

const CHAT = { burst: 4, perMs: 1 / 1000 };
const GROUP = { burst: 5, perMs: 15 / 60_000 };

function paced() {
  const clock = new FakeClock();
  const place = (id: string) => (id.startsWith('-') ? [CHAT, GROUP] : [CHAT]);
  const pacer = new Pacer({ clock, all: { burst: 8, perMs: 22 / 1000 }, place });
  const left: { id: string; at: number }[] = [];
  const begun = clock.now();
  const post = (id: string) => pacer.turn(id).then(() => left.push({ id, at: clock.now() - begun }));
  return { clock, pacer, left, post };
}

it('a start with 130 waiting chats sends no more than 30 in any second', async () => {
  const { clock, left, post } = paced();
  const all = Promise.all(Array.from({ length: 130 }, (_, index) => post(`${index}`)));
  for (let ms = 0; ms < 8000; ms += 50) await clock.advance(50);
  await all;
  const most = Math.max(...left.map(({ at }) => left.filter((each) => each.at >= at && each.at < at + 1000).length));
  expect(most).toBeLessThanOrEqual(30);
  expect(left).toHaveLength(130);
});

it('a group gets 20 in a minute, its topics together, and others do not wait for it', async () => {
  const { clock, left, post } = paced();
  const all = Promise.all(Array.from({ length: 30 }, () => post('-1')));
  await post('7');
  expect(left.filter(({ id }) => id === '7').map(({ at }) => at)).toEqual([0]);
  for (let ms = 0; ms < 59_900; ms += 100) await clock.advance(100);
  expect(left.filter(({ id }) => id === '-1').length).toBeLessThanOrEqual(20);
  for (let ms = 0; ms < 60_000; ms += 100) await clock.advance(100);
  await all;
});

it('progress leaves room for results, and is skipped rather than waiting', async () => {
  const { clock, pacer } = paced();
  expect([1, 2, 3, 4].map(() => pacer.spare('7'))).toEqual([true, true, true, false]);
  await pacer.turn('7');
  await clock.advance(1000);
  expect(pacer.spare('7')).toBe(false);
  await clock.advance(1000);
  expect(pacer.spare('7')).toBe(true);
});

it('after a quiet time no more than a burst leaves at once, and a clock that is set back gives nothing', async () => {
  const { clock, pacer } = paced();
  const left = () => [...Array(6)].filter(() => pacer.spare('7')).length;
  expect(left()).toBe(3);
  await clock.advance(3_600_000);
  expect(left()).toBe(3);
  await clock.advance(-3_600_000);
  expect(left()).toBe(0);
  await clock.advance(1000);
  expect(left()).toBe(1);
});

it('progress counts for its place and for all of them', async () => {
  const { pacer } = paced();
  // Two places have four each; together there are eight.
  for (const place of ['1', '1', '1', '2', '2', '2']) expect(pacer.spare(place)).toBe(true);
  expect(pacer.spare('3')).toBe(true);
  expect(pacer.spare('4')).toBe(false);
});

it('a post that is not wanted any more ends with the reason of its signal', async () => {
  const { clock, pacer } = paced();
  for (let count = 0; count < 4; count++) await pacer.turn('7');
  const stop = new AbortController();
  const waits = pacer.turn('7', stop.signal);
  await clock.untilPending(1);
  stop.abort(new Error('stopped'));
  await expect(waits).rejects.toThrow('stopped');
});

it('the fifth post of a place waits exactly for its time, and the ninth of all', async () => {
  const { clock, post, left } = paced();
  const all = Promise.all([...Array(5)].map(() => post('7')));
  await clock.advance(999);
  expect(left).toHaveLength(4);
  await clock.advance(1);
  await all;
  const { clock: second, post: of, left: there } = paced();
  const many = Promise.all([...Array(9)].map((_, index) => of(`${index}`)));
  await second.advance(45);
  expect(there).toHaveLength(8);
  await second.advance(1);
  await many;
});
