import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOptions } from '../../../scripts/mutate/options.ts';
import { run } from '../../../scripts/mutate/run.ts';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

const SOURCE = `export function price(count: number, each: number): number {
  if (count > 10) return count * each - 5;
  return count * each;
}

export function unused(): boolean {
  return true;
}

export const named = (name: string): string => {
  while (name === '') name = 'none';
  return name;
};
`;

const PROJECT = {
  'package.json': '{ "name": "tiny", "type": "module", "private": true }',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "ES2023", "lib": ["ES2023"], "types": [] } }',
  'vitest.config.ts': "export default { test: { include: ['test/**/*.test.ts'] } };",
  'src/price.ts': SOURCE,
  'test/price.test.ts': `import { expect, it } from 'vitest';
import { named, price } from '../src/price.ts';
it('costs', () => expect([price(2, 3), price(20, 3)]).toEqual([6, 55]));
it('is named', () => expect(named('')).toBe('none'));
`,
  'test/far/bulk.test.ts': `import { expect, it } from 'vitest';
import { price } from '../../src/price.ts';
it('costs less from eleven', () => expect(price(11, 1)).toBe(6));
`,
};

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'reelay-mutated-'));
  for (const [path, text] of Object.entries(PROJECT)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await symlink(MODULES, join(root, 'node_modules'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

it('reports how each mutant ended, and changes nothing in the project', { timeout: 120_000 }, async () => {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const json = join(root, 'result.json');
  const options = readOptions(['src/price.ts', '--tests', '1', '--wider', '2', '--json', json]);
  await run(options, { root, print, signal: new AbortController().signal });

  const { files } = JSON.parse(await readFile(json, 'utf8'));
  const [{ verdicts }] = files;
  const ended = verdicts.map(
    ({ mutant, status }: { mutant: { line: number; original: string; replacement: string }; status: string }) =>
      `${mutant.line}: ${mutant.original.slice(0, 12)} → ${mutant.replacement}: ${status}`,
  );
  expect(ended.toSorted()).toEqual(
    [
      '1: {\n  if (coun → {}: no compile',
      '2: count > 10 → true: killed',
      '2: count > 10 → false: killed',
      '2: > → >=: survived',
      '2: > → <=: killed',
      '2: 10 → 11: killed',
      '2: * → /: killed',
      '2: - → +: killed',
      '2: 5 → 6: killed',
      '3: * → /: killed',
      '6: {\n  return t → {}: no compile',
      '7: true → false: not reached',
      '10: {\n  while (n → {}: no compile',
      "11: name === '' → false: killed",
      '11: === → !==: killed',
      "11: name = 'none → ;: timed out",
    ].toSorted(),
  );
  const byWider = verdicts.filter(({ wider, by }: { wider?: boolean; by?: string }) => wider && by !== undefined);
  expect(byWider.map(({ by }: { by: string }) => by)).toEqual(['test/far/bulk.test.ts: costs less from eleven']);
  expect(printed).toContain('1 of the noticed ones were noticed by the wider set alone');
  expect(printed).toContain('test/price.test.ts');
  expect(printed).toContain('src/price.ts:2:13  relation  >  →  >=');
  expect(await readFile(join(root, 'src/price.ts'), 'utf8')).toBe(SOURCE);
  expect((await readdir(root)).toSorted()).toEqual(
    ['node_modules', 'package.json', 'result.json', 'src', 'test', 'tsconfig.json', 'vitest.config.ts'].toSorted(),
  );
});

it('rejects when it is stopped', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  const options = readOptions(['src/price.ts']);
  await expect(run(options, { root, print: () => {}, signal })).rejects.toThrow('stopped');
});

it('takes source files only', async () => {
  const surroundings = { root, print: () => {}, signal: new AbortController().signal };
  await expect(run(readOptions(['test/price.test.ts']), surroundings)).rejects.toThrow(
    'test/price.test.ts is not one of the source files',
  );
  await expect(run(readOptions(['src/no.ts']), surroundings)).rejects.toThrow('src/no.ts is not there');
});
