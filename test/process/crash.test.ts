import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationWithCrashes } from './crash.ts';
import { CHAINS } from './crash-chains.ts';
import type { KillPoint } from './kill-points.ts';
import { compileProgram, type Program } from './program.ts';
import { limited } from './time.ts';

/** Every point by itself, on top: some minutes, with `REELAY_THOROUGH=1`. */
const THOROUGH: KillPoint[] =
  process.env.REELAY_THOROUGH === '1'
    ? [
        ...Object.values(CHAINS).flat(),
        ...Array.from({ length: 40 }, (_, index): KillPoint[] => [
          `write before ${index + 1}`,
          `write after ${index + 1}`,
        ]).flat(),
      ]
    : [];

const runs: [name: string, points: KillPoint[]][] = [
  ...Object.entries(CHAINS),
  ...[...new Set(THOROUGH)].map((point): [string, KillPoint[]] => [`once: ${point}`, [point]]),
];

describe.concurrent('kill -9: every message gets one ending, nothing is paid twice, no render is left alone', () => {
  let program: Program;
  // Each conversation is mostly a process that starts: more of them at once would only wait for each other.
  const slots = limited(2);

  beforeAll(async () => {
    program = await compileProgram();
  });
  afterAll(() => program.remove());

  it.each(runs)('%s', { timeout: 240_000 }, async (_name, points) => {
    const { problems, kills, writes } = await slots(() => conversationWithCrashes(program, points));
    expect(problems.join('\n')).toBe('');
    const [, number] = /^write \w+ (\d+)$/.exec(points[0] ?? '') ?? [];
    // Only a write that there is none of is not come to.
    if (kills === 0 && points.length > 0) expect(Number(number)).toBeGreaterThan(writes);
  });
});
