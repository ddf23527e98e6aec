import { expect, it } from 'vitest';
import { ProjectTurns } from '../../../src/core/queue/project-turns.ts';
import { gate } from '../rig/kill.ts';

const never = new AbortController().signal;

it('turns of one project work one after another and are told that they wait; others do not wait', async () => {
  const turns = new ProjectTurns();
  const told: string[] = [];
  const first = gate();
  const run = (id: string | undefined, name: string, work: () => Promise<void> = async () => {}, signal = never) =>
    turns.run(
      id,
      async () => {
        told.push(`${name} begins`);
        await work();
        told.push(`${name} ends`);
      },
      signal,
      () => told.push(`${name} waits`),
    );
  const one = run('p', 'a', first.pass);
  await first.reached;
  const two = run('p', 'b');
  await run('q', 'c');
  await run(undefined, 'd');
  expect(told).toEqual(['a begins', 'b waits', 'c begins', 'c ends', 'd begins', 'd ends']);
  const stop = new AbortController();
  const three = run('p', 'e', undefined, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(three).rejects.toThrow('stopped');
  first.open();
  await Promise.all([one, two]);
  expect(told.slice(6)).toEqual(['e waits', 'a ends', 'b begins', 'b ends']);
  told.length = 0;
  await run('p', 'f');
  expect(told).toEqual(['f begins', 'f ends']);
});

it('a turn that fails lets the next one work', async () => {
  const turns = new ProjectTurns();
  const fail = turns.run(
    'p',
    () => Promise.reject(new Error('failed')),
    never,
    () => {},
  );
  await expect(fail).rejects.toThrow('failed');
  let waited = false;
  const onWait = () => {
    waited = true;
  };
  await turns.run('p', async () => {}, never, onWait);
  expect(waited).toBe(false);
});
