import { expect, it } from 'vitest';
import { runChaos } from './chaos-run.ts';
import { compileProgram } from './program.ts';

it('a short chaos: nothing is lost, nothing is paid twice, no render is left alone', { timeout: 240_000 }, async () => {
  const program = await compileProgram();
  try {
    const options = { seed: 631, turns: 14, ms: 120_000, discord: true, long: false };
    const report = await runChaos(program, options);
    expect(report.problems.join('\n')).toBe('');
    expect(report).toMatchObject({ turns: 14, lost: 0, doubledPrompts: 0, orphanedRenders: 0 });
    expect(report.crashes).toBeGreaterThan(0);
    expect(Object.keys(report.faults).length).toBeGreaterThan(0);
  } finally {
    await program.remove();
  }
});
