/** Writes the table of who may do what into docs/roles.md: `npm run docs:roles`. A test compares the two. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CELLS, type Outcome, SENTENCES, type Where } from '../test/core/access/roles.ts';

const BETWEEN_MARKS = /(<!-- roles -->\n)[\s\S]*?(<!-- \/roles -->)/;
/** What stands in a field; the sentences are below the tables. */
const MARKS: Record<Outcome, string> = {
  yes: 'yes',
  closed: '— (1)',
  blocked: '— (2)',
  others: '— (3)',
  all: '— (4)',
  mods: '— (5)',
  owners: '— (6)',
};

/** The page with the tables as the tests have them. */
export function withRolesTable(page: string): string {
  const said = Object.values(SENTENCES).map((sentence, index) => `${index + 1}. ${sentence}`);
  const tables = [
    '### In a topic or thread that several share',
    tableOf('shared'),
    '### In private',
    tableOf('private'),
    '### What somebody reads who may not',
    said.join('\n'),
  ];
  return page.replace(BETWEEN_MARKS, (_, begin: string, end: string) => `${begin}\n${tables.join('\n\n')}\n\n${end}`);
}

function tableOf(where: Where): string {
  const cells = CELLS.filter((cell) => cell.where === where);
  const roles = [...new Set(cells.map(({ role }) => role))];
  const rows = [...new Set(cells.map(({ action }) => action))].map((name) => {
    const outcomes = cells.filter(({ action }) => action === name).map(({ outcome }) => MARKS[outcome]);
    return `| \`/${name}\` | ${outcomes.join(' | ')} |`;
  });
  return [`| action | ${roles.join(' | ')} |`, `|${'---|'.repeat(roles.length + 1)}`, ...rows].join('\n');
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const roles = fileURLToPath(new URL('../docs/roles.md', import.meta.url));
  await writeFile(roles, withRolesTable(await readFile(roles, 'utf8')));
}
