/** Runs the cases that its parent asks for, one after the other, and says of each what became of it. */
import fc from 'fast-check';
import type { Answer, Ask, CaseDone } from './messages.ts';
import { TARGETS, type Target } from './targets.ts';

const say = (answer: Answer) => process.send?.(answer);

async function one({ property, run, refuses }: Target, seed: number): Promise<CaseDone> {
  const [input] = fc.sample(property, { seed, numRuns: 1 });
  const before = process.cpuUsage();
  let crash: string | undefined;
  try {
    await run(input);
  } catch (error) {
    if (!refuses?.(error)) crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  return { seed, ms: (user + system) / 1000, ...(crash !== undefined && { crash }) };
}

process.on('disconnect', () => process.exit());
process.on('message', async ({ target, seed, cases }: Ask) => {
  const found = TARGETS.find(({ name }) => name === target);
  if (!found) throw new Error(`there is no target ${target}`);
  for (let i = 0; i < cases; i++) say({ done: await one(found, seed + i) });
  say({ over: true });
});
say({ ready: true });
