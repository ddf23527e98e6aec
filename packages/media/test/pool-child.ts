// A child for `child-pool.test.ts`: does what the job names.
import { serveJobs } from '../src/pool.ts';

interface TestJob {
  act: 'pid' | 'hang' | 'block' | 'allocate' | 'abort' | 'throw' | 'progress' | 'environment';
}

const held: Buffer[] = [];

serveJobs(async (message, onProgress) => {
  const { act } = message as TestJob;
  if (act === 'hang') await new Promise(() => {});
  if (act === 'block') for (;;);
  // The main thread never yields, as in a decoder: the memory limit has to hold all the same.
  if (act === 'allocate') for (;;) held.push(Buffer.alloc(16_000_000, 1));
  if (act === 'abort') process.abort();
  if (act === 'throw') throw new Error('no such picture');
  if (act === 'progress') for (const value of [10, 60]) onProgress(value);
  if (act === 'environment') return Object.keys(process.env);
  return process.pid;
});
