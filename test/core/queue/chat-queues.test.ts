import { expect, it } from 'vitest';
import { CancelledError, ChatQueues, ShutdownError } from '../../../src/core/queue/chat-queues.ts';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

it('rule 4: runs one turn at a time per chat, in order, and chats side by side', async () => {
  const lanes = new ChatQueues();
  const told: string[] = [];
  const first = gate();
  lanes.add('a', 'a1', async () => {
    told.push('a1 begins');
    await first.passed;
    told.push('a1 ends');
  });
  expect(lanes.add('a', 'a2', async () => void told.push('a2'))).toBe(1);
  const other = gate();
  lanes.add('b', 'b1', async () => {
    told.push('b1');
    other.open();
  });
  await other.passed;
  expect(lanes.look('a')).toEqual({ running: 'a1', waiting: ['a2'] });
  first.open();
  await lanes.idle();
  expect(told).toEqual(['a1 begins', 'b1', 'a1 ends', 'a2']);
});

it('cancels the running turn alone, once', async () => {
  const lanes = new ChatQueues();
  const reasons: unknown[] = [];
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        resolve();
      });
    });
  lanes.add('a', 'a1', untilAborted);
  let secondRan = false;
  lanes.add('a', 'a2', async () => {
    secondRan = true;
  });
  expect(lanes.cancel('a')).toBe('a1');
  expect(lanes.cancel('a')).toBeUndefined();
  await lanes.idle();
  expect(reasons[0]).toBeInstanceOf(CancelledError);
  expect(secondRan).toBe(true);
  expect(lanes.cancel('a')).toBeUndefined();
});

it('lets go of everything when stopped, and starts nothing more', async () => {
  const lanes = new ChatQueues();
  let reason: unknown;
  lanes.add(
    'a',
    'a1',
    (signal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          resolve();
        });
      }),
  );
  let started = 0;
  lanes.add('a', 'a2', async () => void started++);
  await lanes.stop();
  lanes.add('a', 'a3', async () => void started++);
  await lanes.idle();
  expect(reason).toBeInstanceOf(ShutdownError);
  expect(started).toBe(0);
});
