import { parseArgs } from 'node:util';
import { fuzz, type Report } from './fuzz/run.ts';
import { TARGETS } from './fuzz/targets.ts';

/**
 * `npm run fuzz -- --minutes 5 [--seed N] [--target NAME]`: random and hostile inputs for everything that reads what
 * strangers, files or the backend send. Prints a line for each target and a sum; exits with 1 when anything was found.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('Usage: npm run fuzz -- --minutes 5 [--seed 1] [--target "stream bytes"]\n');
  process.exit(2);
}
const targets = TARGETS.map(({ name }) => name).filter((name) => values.target === undefined || name === values.target);
const reports: Report[] = [];
for (const target of targets) {
  const untilMs = performance.now() + (minutes * 60_000) / targets.length;
  const report = await fuzz(target, { seed, untilMs, now: () => performance.now() });
  reports.push(report);
  print(report);
}
const sum = (of: (report: Report) => number) => reports.reduce((all, report) => all + of(report), 0);
const found = {
  hangs: sum((each) => each.hangs),
  crashes: sum((each) => each.crashes),
  over: sum((each) => each.overBudget),
};
process.stdout.write(
  `cases ${sum((each) => each.cases)}, hangs ${found.hangs}, crashes ${found.crashes}, over-budget ${found.over}\n`,
);
process.exitCode = found.hangs + found.crashes + found.over > 0 ? 1 : 0;

function print({ target, cases, hangs, crashes, overBudget, longestMs, faults }: Report): void {
  process.stdout.write(
    `${target}: ${cases} cases, ${hangs} hangs, ${crashes} crashes, ${overBudget} over budget; the longest ${longestMs.toFixed(0)} ms\n`,
  );
  for (const each of faults) process.stdout.write(`  ${each}\n`);
}
