/*
 * Breaks everything for a while and counts what came of it: `tsx test/process/chaos.ts --minutes 5 [--seed 7]`.
 * Ends with 1 when something was lost, paid twice or left alone.
 */
import { parseArgs } from 'node:util';
import { runChaos } from './chaos-run.ts';
import { compileProgram } from './program.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, turns: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const out = (line: string) => process.stdout.write(`${line}\n`);

out(`seed ${seed}`);
const program = await compileProgram();
try {
  const { problems, faults, ...counts } = await runChaos(program, {
    seed,
    turns: Number(values.turns ?? Number.POSITIVE_INFINITY),
    ms: Number(values.minutes) * 60_000,
    discord: true,
    long: true,
    onProgress: out,
  });
  for (const [name, count] of Object.entries(counts)) out(`${name}: ${count}`);
  out(`faults: ${Object.values(faults).reduce((sum, count) => sum + count, 0)}`);
  for (const [name, count] of Object.entries(faults)) out(`  ${name}: ${count}`);
  for (const problem of problems) out(`! ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await program.remove();
}
