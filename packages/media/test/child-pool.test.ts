import { afterEach, expect, test } from 'vitest';
import { ChildCrashedError, ChildPool, JobFailedError, JobLimitError } from '../src/pool.ts';

const script = new URL('./pool-child.ts', import.meta.url);
const never = () => new AbortController().signal;
const pids: number[] = [];

function pool(size = 1, memoryBytes = 1_000_000_000) {
  const children = new ChildPool({ script, size, memoryBytes });
  const run = (act: string, limitMs = 60_000, signal = never()) => children.run({ act }, { signal, limitMs });
  return { children, run };
}

/** The child's process id, which is ended after the test. */
async function pidOf(answer: Promise<unknown>): Promise<number> {
  const pid = Number(await answer);
  pids.push(pid);
  return pid;
}

afterEach(() => {
  for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('one child serves jobs one after another', async () => {
  const { run } = pool();
  const first = await pidOf(run('pid'));
  expect(first).not.toBe(process.pid);
  expect(await pidOf(run('pid'))).toBe(first);
});

test('as many jobs run at once as the pool is large, and the others wait', async () => {
  const { run } = pool(2);
  const answers = await Promise.all(['pid', 'pid', 'pid', 'pid'].map((act) => pidOf(run(act))));
  expect(new Set(answers).size).toBe(2);
});

test('a job that fails rejects with its message, and the next one runs', async () => {
  const { run } = pool();
  await expect(run('throw')).rejects.toThrow(new JobFailedError('no such picture'));
  expect(await pidOf(run('pid'))).toBeGreaterThan(0);
});

test('a crash of native code ends its job alone', async () => {
  const { run } = pool();
  await expect(run('abort')).rejects.toBeInstanceOf(ChildCrashedError);
  expect(await pidOf(run('pid'))).toBeGreaterThan(0);
});

test('a job over its time limit is ended, also while it blocks its thread', async () => {
  const { run } = pool();
  await pidOf(run('pid'));
  await expect(run('hang', 50)).rejects.toBeInstanceOf(JobLimitError);
  await pidOf(run('pid'));
  await expect(run('block', 50)).rejects.toBeInstanceOf(JobLimitError);
});

test('a job over its memory limit is ended, also while it blocks its thread', async () => {
  const { run } = pool(1, 400_000_000);
  await expect(run('allocate')).rejects.toThrow(new JobLimitError('decoding took more memory than allowed'));
});

test('aborting ends the child, and a job that waits never starts', async () => {
  const { run } = pool();
  const pid = await pidOf(run('pid'));
  const aborter = new AbortController();
  const reason = new Error('cancelled');
  const running = run('hang', 60_000, aborter.signal);
  const waiting = run('pid', 60_000, aborter.signal);
  aborter.abort(reason);
  const endings = await Promise.allSettled([running, waiting]);
  expect(endings).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  expect(isAlive(pid)).toBe(false);
});

test('a job reports its progress', async () => {
  const { children } = pool();
  const seen: number[] = [];
  const onProgress = (value: number) => seen.push(value);
  await pidOf(children.run({ act: 'progress' }, { signal: never(), limitMs: 60_000, onProgress }));
  expect(seen).toEqual([10, 60]);
});

test('a child gets nothing of the bot’s environment but PATH', async () => {
  const { run } = pool();
  process.env.REELAY_TEST_SECRET = 'secret';
  const names = (await run('environment')) as string[];
  delete process.env.REELAY_TEST_SECRET;
  expect(names.filter((name) => !/^(PATH|MALLOC_ARENA_MAX|NODE_CHANNEL_.*|__CF.*)$/.test(name))).toEqual([]);
  await pidOf(run('pid'));
});
