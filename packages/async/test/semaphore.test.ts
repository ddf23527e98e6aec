import { expect, it } from 'vitest';
import { Semaphore } from '../src/index.ts';

it('no more tasks run at once than there are places; who gives up no longer waits', async () => {
  const semaphore = new Semaphore(1);
  const ends: (() => void)[] = [];
  const began: string[] = [];
  const task = (name: string) => () => {
    began.push(name);
    return new Promise<void>((resolve) => void ends.push(resolve));
  };
  const first = semaphore.run(task('first'));
  const giving = new AbortController();
  const second = semaphore.run(task('second'), giving.signal);
  const third = semaphore.run(task('third'));
  giving.abort(new Error('not any more'));
  await expect(second).rejects.toThrow('not any more');
  expect(began).toEqual(['first']);
  ends[0]?.();
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  expect(began).toEqual(['first', 'third']);
  ends[1]?.();
  await third;
});
