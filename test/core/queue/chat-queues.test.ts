import { describe, expect, it } from 'vitest';
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

describe('a queue', () => {
  it('says how many are before a turn, how many wait in all, and takes out one that waits', async () => {
    const lanes = new ChatQueues();
    const held = gate();
    const ran: string[] = [];
    const run = (id: string) => async () => {
      ran.push(id);
      await held.passed;
    };
    expect(['a1', 'a2', 'a3'].map((id) => lanes.add('a', id, run(id)))).toEqual([0, 1, 2]);
    expect(lanes.add('b', 'b1', run('b1'))).toBe(0);
    expect(lanes.add('b', 'b2', run('b2'))).toBe(1);
    expect(lanes.waiting).toBe(3);
    expect([lanes.remove('a', 'a1'), lanes.remove('a', 'b2'), lanes.remove('c', 'a2')]).toEqual([false, false, false]);
    expect(lanes.remove('a', 'a2')).toBe(true);
    expect(lanes.remove('a', 'a2')).toBe(false);
    expect(lanes.look('a')).toEqual({ running: 'a1', waiting: ['a3'] });
    held.open();
    await lanes.idle();
    expect(ran).toEqual(['a1', 'b1', 'a3', 'b2']);
    expect([lanes.waiting, lanes.look('a')]).toEqual([0, { running: undefined, waiting: [] }]);
  });

  it('is idle by itself while others are busy', async () => {
    const lanes = new ChatQueues();
    const held = gate();
    lanes.add('a', 'a1', () => held.passed);
    lanes.add('b', 'b1', async () => {});
    await lanes.idle('b');
    let isIdle = false;
    const all = lanes.idle('a').then(() => {
      isIdle = true;
    });
    await Promise.resolve();
    expect(isIdle).toBe(false);
    held.open();
    await all;
    expect(lanes.look('a').running).toBeUndefined();
  });

  it('goes to the new key of its chat, and is gone there when it is done; one that is there already stays', async () => {
    const lanes = new ChatQueues();
    const held = gate();
    lanes.add('a', 'a1', () => held.passed);
    lanes.move('a', 'b');
    lanes.move('c', 'a');
    expect([lanes.look('a').running, lanes.look('b').running]).toEqual([undefined, 'a1']);
    lanes.add('a', 'a2', () => held.passed);
    lanes.move('a', 'b');
    expect([lanes.look('a').running, lanes.look('b').running]).toEqual(['a2', 'a1']);
    expect(lanes.add('b', 'b2', async () => {})).toBe(1);
    held.open();
    await lanes.idle();
    expect([lanes.look('a').running, lanes.look('b').running]).toEqual([undefined, undefined]);
  });
});
