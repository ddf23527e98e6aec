import { untilAborted } from '@reelay/async';
import { expect, it } from 'vitest';
import { People } from './conversations.ts';
import { CrashWorld, type KillPoint } from './world.ts';

/** Room for what a clip is expected to take (100 credits), and not for the same once more after what it took (50). */
const BUDGET = 100;
const REFUSED = /^💳 You have used your 100 credits for today/;
/** A conversation takes a tenth of a second; one that takes this long hangs, in ms. */
const HANGS_MS = 15_000;

/** Two requests of one person, during which the process is killed at this point; the next one goes on from there. */
async function run(point?: KillPoint): Promise<{ writes: number; problems: string[] }> {
  const world = await CrashWorld.open(Buffer.alloc(0), point, BUDGET);
  try {
    const people = new People(world, Buffer.alloc(0));
    const ended = (async () => {
      await people.says({ text: 'make a clip' });
      await people.says({ command: { name: 'rerun' } });
      await world.idle();
      const { rows, credits } = await world.ledger();
      const problems = rows.flatMap(({ turn_id: id, state }) =>
        state === 'settled' ? [] : [`${id} is still set aside`],
      );
      if (new Set(rows.map(({ turn_id: id }) => id)).size !== rows.length) problems.push('a turn is counted twice');
      if (rows.length !== 2) problems.push(`${rows.length} turns are in the books`);
      if (credits > BUDGET) problems.push(`${credits} credits were spent`);
      if (world.nemo.charged > credits) problems.push(`Nemo charged ${world.nemo.charged}, the books have ${credits}`);
      const refused = world.platform.results.filter(({ text }) => REFUSED.test(text)).map(({ answers }) => answers);
      // A request that never was asked leaves room for the next one.
      const full = world.nemo.charged > 0;
      if (full && refused.join() !== 'm2') problems.push(`refused: ${refused.join(', ')}`);
      return problems;
    })();
    const problems = await untilAborted(ended, AbortSignal.timeout(HANGS_MS)).catch((error: unknown) => [
      String(error),
    ]);
    return { writes: world.writes, problems };
  } finally {
    world.close().catch(() => {});
  }
}

it('a process that is killed at any write between reserving and settling overspends nothing and keeps nothing aside', async () => {
  const undisturbed = await run();
  expect(undisturbed.problems).toEqual([]);
  expect(undisturbed.writes).toBeGreaterThan(10);
  const faults: string[] = [];
  for (let write = 1; write <= undisturbed.writes; write++) {
    const { problems } = await run({ when: 'after', write });
    faults.push(...problems.map((problem) => `killed after write ${write}: ${problem}`));
  }
  expect(faults).toEqual([]);
}, 60_000);
