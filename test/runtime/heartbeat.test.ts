import { mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { isAlive, startHeartbeat } from '../../src/runtime/heartbeat.ts';

it('a process touches its file every 15 s until it stops, and is alive for a minute after', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const home = await mkdtemp(join(tmpdir(), 'reelay-heartbeat-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const folder = join(home, 'deep', 'data');
  const file = join(folder, 'reelay.alive');
  expect(await isAlive(folder, Date.now())).toBe(false);
  const stop = await startHeartbeat(folder);
  onTestFinished(stop);
  expect(await readFile(file, 'utf8')).toBe(`${process.pid}\n`);
  expect([(await stat(folder)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600]);
  const beaten = Math.trunc((await stat(file)).mtimeMs / 1000) * 1000;
  const age = () => utimes(file, beaten / 1000 - 600, beaten / 1000 - 600);
  const isTouched = async () => (await stat(file)).mtimeMs >= beaten;
  await utimes(file, beaten / 1000, beaten / 1000);
  expect([await isAlive(folder, beaten + 59_999), await isAlive(folder, beaten + 60_000)]).toEqual([true, false]);
  await age();
  vi.advanceTimersByTime(14_999);
  expect(await isTouched()).toBe(false);
  vi.advanceTimersByTime(1);
  await vi.waitFor(async () => expect(await isTouched()).toBe(true), { interval: 5 });
  stop();
  expect(vi.getTimerCount()).toBe(0);
  // A second start finds the folder there.
  await startHeartbeat(folder).then((over) => over());
});
