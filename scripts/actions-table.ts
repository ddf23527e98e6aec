/** Writes the table of commands into README.md, from the action table: `npm run docs:actions`. A test compares the two. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ACTIONS } from '../src/core/actions/all.ts';

const BETWEEN_MARKS = /(<!-- actions -->\n)[\s\S]*?(<!-- \/actions -->)/;

/** The page with the table of commands as the action table has it. */
export function withActionsTable(page: string): string {
  const rows = ACTIONS.commands.map(({ name, examples, description }) => {
    const said = [...examples.en.map((text) => `“${text}”`), ...examples.zh];
    return `| \`/${name}\` | ${said.join(' · ')} | ${description.en} |`;
  });
  const table = ['| command | or in words | what it does |', '|---|---|---|', ...rows].join('\n');
  return page.replace(BETWEEN_MARKS, (_, begin: string, end: string) => `${begin}${table}\n${end}`);
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const readme = fileURLToPath(new URL('../README.md', import.meta.url));
  await writeFile(readme, withActionsTable(await readFile(readme, 'utf8')));
}
