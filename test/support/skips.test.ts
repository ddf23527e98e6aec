import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parseSkips, unexpectedSkips } from './skips.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('a skipped test that the list names is allowed, any other is not', () => {
  const allowed = parseSkips('# comment\n\ntest/a.test.ts > a | b | no such tool here\n');
  expect(allowed).toEqual([{ test: 'test/a.test.ts > a | b', reason: 'no such tool here' }]);
  expect(unexpectedSkips(['test/a.test.ts > a | b', 'test/a.test.ts > c'], allowed)).toEqual(['test/a.test.ts > c']);
});

it.each(['test/a.test.ts > a', 'test/a.test.ts > a |'])('a line without a reason is refused: %s', (line) => {
  expect(() => parseSkips(line)).toThrow('no reason');
});

it('in CI a run with a skipped test fails and names it', async () => {
  const folder = await mkdtemp(join(root, 'test/support/planted-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'planted.test.ts');
  await writeFile(file, "import { it } from 'vitest';\nit('runs', () => {});\nit.skip('is skipped', () => {});\n");
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const run = promisify(execFile)(process.execPath, [vitest, 'run', file], {
    cwd: root,
    env: { ...process.env, CI: 'true' },
  });
  const failed: unknown = await run.catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(`${relative(root, file)} > is skipped`) });
});
