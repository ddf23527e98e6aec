/**
 * Checks that no regular expression takes more than linear time: none with a repetition within a repetition, with two
 * neighbouring repetitions that share characters, or whose end is looked for from every start. Literals and `new RegExp`
 * of constants are read from the sources; patterns that are put together from several files are recorded while the modules
 * that build them are loaded. It first proves on planted sources that it finds such patterns.
 *
 * What may stay, because its input is short, stands in `scripts/patterns/allowed.json` with the reason.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { analyse } from 'scslre';
import { patternsOf } from './patterns/find.mjs';
import { LINEAR, SLOW } from './patterns/planted.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['src', 'packages', 'scripts', 'bench'];
/** The planted patterns are there to be found. */
const SKIPPED = ['scripts/patterns/planted.mjs'];
/** Modules that put patterns together from parts of other files while they are loaded. */
const RECORDED = [
  'src/core/actions/all.ts',
  'src/intents/classify.ts',
  'src/intents/batch.ts',
  'src/intents/limits.ts',
];
const FEWEST_PATTERNS = 500;

const run = promisify(execFile);

/** What is wrong with a pattern, in a line; undefined when it is linear. */
function problemOf({ source, flags }) {
  const { reports } = analyse({ source, flags }, { maxReports: 5, assumeRejectingSuffix: false });
  const worst = reports.find(({ exponential }) => exponential) ?? reports[0];
  if (!worst) return undefined;
  switch (worst.type) {
    case 'Self':
      return `${worst.quant.raw} can match the same characters in several ways`;
    case 'Trade':
      return `${worst.startQuant.raw} and ${worst.endQuant.raw} can share characters`;
    case 'Move':
      return `${worst.quant.raw} is tried anew from every place in the text`;
    default:
      return worst.type;
  }
}

async function sources() {
  const lists = FOLDERS.map(async (folder) => {
    const names = await readdir(join(ROOT, folder), { recursive: true });
    return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  });
  return (await Promise.all(lists))
    .flat()
    .filter((path) => /\.(?:ts|mjs|cjs)$/.test(path) && !/node_modules|\/test\//.test(path) && !SKIPPED.includes(path));
}

async function recorded() {
  const script = join(ROOT, 'scripts/patterns/record-child.ts');
  const paths = RECORDED.map((path) => join(ROOT, path));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...paths], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(stdout).map(({ path, source, flags }) => ({ path: path.slice(ROOT.length), source, flags }));
}

async function allPatterns() {
  const read = async (path) =>
    patternsOf(path, await readFile(join(ROOT, path), 'utf8')).map((pattern) => ({ path, ...pattern }));
  const found = (await Promise.all((await sources()).map(read))).flat();
  const known = new Set(found.map(({ source, flags }) => `${flags} ${source}`));
  return [...found, ...(await recorded()).filter(({ source, flags }) => !known.has(`${flags} ${source}`))];
}

/** What is wrong with the check itself. */
function proveCheck() {
  const isSlow = (code) => patternsOf('planted.ts', code).some((pattern) => problemOf(pattern) !== undefined);
  return [
    ...Object.entries(SLOW).flatMap(([name, code]) =>
      isSlow(code) ? [] : [`a planted slow pattern was missed: ${name}`],
    ),
    ...Object.entries(LINEAR).flatMap(([name, code]) =>
      isSlow(code) ? [`a planted linear pattern was refused: ${name}`] : [],
    ),
  ];
}

const allowed = JSON.parse(await readFile(join(ROOT, 'scripts/patterns/allowed.json'), 'utf8'));
const used = new Set();
const patterns = await allPatterns();
const problems = proveCheck();
for (const { path, line, ...pattern } of patterns) {
  const problem = problemOf(pattern);
  if (problem === undefined) continue;
  const entry = allowed.find((each) => each.path === path && each.pattern === pattern.source);
  if (entry) used.add(entry);
  else problems.push(`${path}${line ? `:${line}` : ''} /${pattern.source.slice(0, 100)}/${pattern.flags}: ${problem}`);
}
for (const entry of allowed) {
  if (!used.has(entry))
    problems.push(`scripts/patterns/allowed.json: nothing is left of ${entry.path} /${entry.pattern}/`);
}
if (patterns.length < FEWEST_PATTERNS) problems.push(`only ${patterns.length} patterns were read`);
for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
process.stdout.write(
  `${patterns.length} patterns, ${allowed.length} allowed to be slow, ${problems.length} problems\n`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
