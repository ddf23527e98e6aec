import { expect, it } from 'vitest';
import { RivalPoller } from '../../../src/adapters/telegram/rival-poller.ts';

it('a bot that was never alone waits longer each time, and gives way within a minute', () => {
  const rival = new RivalPoller();
  expect(rival.isThere).toBe(false);
  const waits = [0, 1, 2, 3, 4].map((second) => rival.refused(second * 1000));
  expect(waits).toEqual([
    { over: false, waitMs: 1000, isFirst: true },
    { over: false, waitMs: 2000, isFirst: false },
    { over: false, waitMs: 5000, isFirst: false },
    { over: false, waitMs: 10_000, isFirst: false },
    { over: false, waitMs: 10_000, isFirst: false },
  ]);
  expect(rival.isThere).toBe(true);
  // Answers in between do not count: the other one polls, too.
  rival.answered(30_000);
  expect(rival.refused(59_999)).toMatchObject({ over: false });
  expect(rival.refused(60_000)).toEqual({ over: true });
});

it('a minute without a refusal means that nobody else is there', () => {
  const rival = new RivalPoller();
  rival.refused(0);
  rival.answered(1000);
  rival.answered(60_999);
  expect(rival.isThere).toBe(true);
  rival.answered(61_000);
  expect(rival.isThere).toBe(false);
  expect(rival.refused(70_000)).toEqual({ over: false, waitMs: 1000, isFirst: true });
});

it('a refusal begins that minute anew', () => {
  const rival = new RivalPoller();
  rival.answered(0);
  rival.refused(30_000);
  rival.answered(40_000);
  rival.answered(99_999);
  expect(rival.isThere).toBe(true);
  rival.answered(100_000);
  expect(rival.isThere).toBe(false);
});

it('a bot that was alone goes on as long as it is answered, and ten minutes without any answer', () => {
  const rival = new RivalPoller();
  rival.answered(0);
  rival.answered(60_000);
  const begun = 100_000;
  rival.refused(begun);
  expect(rival.refused(begun + 60_000)).toMatchObject({ over: false });
  rival.answered(begun + 300_000);
  rival.refused(begun + 300_001);
  expect(rival.refused(begun + 899_999)).toMatchObject({ over: false });
  expect(rival.refused(begun + 900_000)).toEqual({ over: true });
});
