import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fuzz } from '../../../scripts/fuzz/run.ts';

/** A clock that shows one thing more often than it is asked to end. */
function clock(batches: number): () => number {
  let asked = 0;
  return () => asked++ / batches;
}

it('finds no fault in what reads the backend’s state', async () => {
  const report = await fuzz('state answers', { seed: 1, untilMs: 1, now: clock(2) });
  expect(report).toMatchObject({ cases: 150, hangs: 0, crashes: 0, overBudget: 0, faults: [] });
});

it('reports crashes, what takes too long and what hangs, each with its seed, and goes on behind it', async () => {
  const child = fileURLToPath(new URL('./faulty-child.ts', import.meta.url));
  const report = await fuzz('any', { seed: 4, untilMs: 1, now: clock(1), child, hangMs: 1000 });
  // 4 to 6, then 8 to 57: the hang ends its batch.
  expect(report).toMatchObject({ cases: 53, hangs: 1, crashes: 14, overBudget: 14, longestMs: 900 });
  expect(report.faults.slice(0, 4)).toEqual([
    'seed 4: TypeError: of undefined',
    'seed 5: took 900 ms',
    'seed 7: it hangs',
    'seed 8: TypeError: of undefined',
  ]);
});
