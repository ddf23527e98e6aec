import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { withActionsTable } from '../scripts/actions-table.ts';
import { withRolesTable } from '../scripts/roles-table.ts';

const BETWEEN_MARKS = /<!-- actions -->\n([\s\S]*)<!-- \/actions -->/;

const root = new URL('../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

it.each(['docs/reliability.md', 'docs/security.md'])('every promise of %s names a test that is there', async (file) => {
  const page = await read(file);
  const references = [...page.matchAll(/`((?:packages\/[\w-]+\/)?test\/[\w./-]+\.test\.ts)`(?: "([^"]+)")?/g)];
  expect(references.length).toBeGreaterThan(25);
  for (const [, path = '', name] of references) {
    expect(existsSync(new URL(path, root)), path).toBe(true);
    if (name) expect(await read(path), `${path}: ${name}`).toContain(name);
  }
});

it('the table of commands in the README is that of the action table (npm run docs:actions writes it)', async () => {
  const page = await read('README.md');
  expect(BETWEEN_MARKS.exec(page)?.[1]).toContain('| `/export` |');
  expect(page).toBe(withActionsTable(page));
});

it('the table of who may do what is that of the tests (npm run docs:roles writes it)', async () => {
  const page = await read('docs/roles.md');
  expect(page).toContain('| `/block` | yes | yes | — (5) |');
  expect(page).toBe(withRolesTable(page));
});

it('every invariant has a test that is named after it', async () => {
  const [, section = ''] = /\n## Invariants\n([\s\S]*?)\n## /.exec(await read('CONTRIBUTING.md')) ?? [];
  const numbers = [...section.matchAll(/^(\d+)\. /gm)].map(([, number]) => number ?? '');
  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  const files = (await readdir(new URL('test/', root), { recursive: true })).filter((path) =>
    path.endsWith('.test.ts'),
  );
  const tests = (await Promise.all(files.map((path) => read(`test/${path}`)))).join('\n');
  for (const number of numbers) {
    expect(tests, `invariant ${number}`).toMatch(new RegExp(`\\b(?:it|test|describe)\\([^\\n]*['"\`]rule ${number}: `));
  }
});

it.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/README.md',
  'docs/extending.md',
  'docs/architecture.md',
  'docs/reliability.md',
  'docs/scale.md',
])('what %s links to and what it says to run is there', async (path) => {
  const page = await read(path);
  for (const [, target = ''] of page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
    expect(existsSync(new URL(target, new URL(path, root))), target).toBe(true);
  }
  const scripts = JSON.parse(await read('package.json')).scripts as Record<string, string>;
  for (const [, script = ''] of page.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
});

it('every setting of the code is in .env.example and in the README', async () => {
  const [config, example, readme] = await Promise.all(
    ['src/config/variables.ts', '.env.example', 'README.md'].map(read),
  );
  const names = [...(config?.matchAll(/^ {2}([A-Z][A-Z_]+): /gm) ?? [])].map(([, name]) => name ?? '');
  expect(names).toContain('HEALTH_PORT');
  for (const name of names) {
    expect(example, name).toContain(name);
    expect(readme, name).toContain(name);
  }
});
