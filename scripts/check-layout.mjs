/**
 * Checks who imports whom (`.dependency-cruiser.cjs`), that settings alone read the environment, that every adapter has the
 * same files for the same jobs, and that no function and no file is too long. It first proves on a planted tree that every rule catches what it is for, since a
 * check that reads nothing would pass for ever.
 */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { COMMON_FILES, missingAdapterFiles, NETWORK_FILES } from './layout/adapter-files.mjs';
import { environmentReads } from './layout/environment.mjs';
import { ENVIRONMENT_READERS, ENVIRONMENT_TALKER, LAWFUL, LENGTHS, PACKAGES, UNLAWFUL } from './layout/planted.mjs';
import { tooLong } from './layout/sizes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FEWEST_MODULES = 20;
/** Folders in which no function and no file may be too long. */
const SIZED = ['src', 'packages', 'scripts', 'bench', 'test'];
const MAY_READ_ENVIRONMENT = [
  'src/config.ts',
  'packages/local-nemo/src/serve.ts',
  // Hands its child process the few variables it names, none of them a setting.
  'packages/local-nemo/src/renderer/render.ts',
];
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** The folders of shipped sources in `baseDir`: the bot's, and each workspace package's. */
async function sourceFolders(baseDir) {
  return ['src', ...(await readdir(join(baseDir, 'packages'))).map((name) => `packages/${name}/src`)];
}

/** Reads every module of the {@link sourceFolders} in `baseDir`; its modules there and what breaks which rule. */
async function inspect(baseDir) {
  // dependency-cruiser looks up package.json and packages from the working directory, whatever its baseDir.
  process.chdir(baseDir);
  const fileName = join(ROOT, options.tsConfig.fileName);
  const howTo = { ...options, baseDir, tsConfig: { fileName }, validate: true, ruleSet: { forbidden } };
  const folders = await sourceFolders(baseDir);
  const { output } = await cruise(folders, howTo, undefined, { tsConfig: extractTSConfig(fileName) });
  return {
    modules: output.modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`))),
    violations: output.summary.violations,
  };
}

async function write(root, path, text) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function plant(root) {
  const manifest = { name: 'planted', type: 'module', dependencies: {}, devDependencies: {} };
  for (const [name, declared] of Object.entries(PACKAGES)) {
    if (declared) manifest[declared][name] = '1.0.0';
    await write(
      root,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    );
    await write(root, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
  await write(root, 'package.json', JSON.stringify(manifest));
  await write(root, 'packages/local-nemo/package.json', JSON.stringify(manifest));
  const files = new Map();
  for (const [from, to, kind] of [...LAWFUL, ...Object.values(UNLAWFUL).flat()]) {
    const lines = files.get(from) ?? [];
    if (to) lines.push(kind === 'value' ? `import '${to}';` : `import type { a } from '${to}';`);
    files.set(from, lines);
    const target = to?.startsWith('.') && join(dirname(from), to);
    if (target && !target.includes('nowhere') && !files.has(target)) files.set(target, []);
  }
  for (const [path, lines] of files) await write(root, path, `${lines.join('\n')}\nexport const a = 1;\n`);
}

/** What is wrong with the rules themselves. */
async function proveRules() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'layout-')));
  try {
    await plant(root);
    const { violations } = await inspect(root);
    const problems = [];
    const found = violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, expected: false }));
    for (const [rule, imports] of Object.entries(UNLAWFUL)) {
      for (const [from, to] of imports) {
        const target = to?.startsWith('.') ? join(dirname(from), to) : to;
        const caught = found.filter(
          (one) => one.rule === rule && one.from === from && (!target || one.to.includes(target) || one.to === to),
        );
        for (const one of caught) one.expected = true;
        if (caught.length === 0) problems.push(`rule ${rule} did not catch ${from} → ${to ?? '(nothing)'}`);
      }
    }
    for (const { name } of forbidden) {
      if (!(name in UNLAWFUL)) problems.push(`rule ${name} is never put to the proof (scripts/layout/planted.mjs)`);
    }
    const lawful = new Set(LAWFUL.map(([from, to]) => `${from} ${to.startsWith('.') ? join(dirname(from), to) : to}`));
    for (const { rule, from, to } of found) {
      if (rule !== 'no-cycles' && (lawful.has(`${from} ${to}`) || lawful.has(`${from} ${packageOf(to)}`))) {
        problems.push(`rule ${rule} minds what is lawful: ${from} → ${to}`);
      }
    }
    return problems;
  } finally {
    process.chdir(ROOT);
    await rm(root, { recursive: true, force: true });
  }
}

const packageOf = (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];

function proveEnvironment() {
  const missed = Object.entries(ENVIRONMENT_READERS).filter(([, source]) => environmentReads(source).length === 0);
  const problems = missed.map(([name]) => `reading the environment was not seen in planted ${name}`);
  if (environmentReads(ENVIRONMENT_TALKER).length > 0)
    problems.push('speaking of the environment was taken for reading it');
  return problems;
}

async function checkEnvironment() {
  const problems = [];
  const paths = [];
  for (const folder of await sourceFolders(ROOT)) {
    const names = await readdir(join(ROOT, folder), { recursive: true });
    paths.push(...names.filter((one) => one.endsWith('.ts')).map((one) => `${folder}/${one.replaceAll('\\', '/')}`));
  }
  for (const path of paths) {
    if (MAY_READ_ENVIRONMENT.includes(path)) continue;
    const lines = environmentReads(await readFile(join(ROOT, path), 'utf8'));
    problems.push(...lines.map((line) => `${path}:${line} reads the environment; take the value from src/config.ts`));
  }
  return problems;
}

/** Whether a missing file is noticed: each of the common ones, and each that a platform over the network needs besides. */
function proveAdapterFiles() {
  const common = Object.keys(COMMON_FILES);
  const network = [...common, ...Object.keys(NETWORK_FILES)];
  const missed = (all, name) => missingAdapterFiles({ planted: all.filter((file) => file !== name) }).length !== 1;
  const problems = [
    ...common.filter((name) => missed(common, name)),
    // Without its platform.ts an adapter is none of the network.
    ...network.filter((name) => name !== 'platform.ts' && missed(network, name)),
  ].map((name) => `an adapter without ${name} was not noticed`);
  if (missingAdapterFiles({ planted: network, other: common }).length > 0) problems.push('a whole adapter was refused');
  return problems;
}

/** Files of each adapter in `src/adapters`; the kit is none. */
async function checkAdapterFiles() {
  const root = join(ROOT, 'src/adapters');
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((one) => one.isDirectory() && one.name !== 'kit').map((one) => one.name);
  const folders = await Promise.all(names.map(async (name) => [name, await readdir(join(root, name))]));
  return names.length < 3 ? ['fewer than 3 adapters were found'] : missingAdapterFiles(Object.fromEntries(folders));
}

/** Whether what is too long is noticed, and what is just short enough is not. */
function proveLengths() {
  const counted = LENGTHS.map(([path, source, problems]) => [path, problems, tooLong(path, source).length]);
  const wrong = counted.filter(([, problems, found]) => problems !== found);
  return wrong.map(([path, problems, found]) => `${found} of ${problems} lengths were minded in planted ${path}`);
}

async function checkLengths() {
  const names = await Promise.all(SIZED.map((folder) => sourcesBelow(join(ROOT, folder))));
  const paths = names.flat().map((path) => relative(ROOT, path).replaceAll('\\', '/'));
  if (paths.length < FEWEST_MODULES) return ['too few sources were found to look at their length'];
  return (await Promise.all(paths.map(async (path) => tooLong(path, await readFile(join(ROOT, path), 'utf8'))))).flat();
}

/** Paths of the sources below a folder, without those of installed packages. */
async function sourcesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesBelow(path);
    return /\.(?:ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(below)).flat();
}

async function checkImports() {
  const { modules, violations } = await inspect(ROOT);
  const problems = violations.map(({ rule, from, to, cycle }) => {
    const where = cycle ? [from, ...cycle.map((one) => one.name)].join(' → ') : from === to ? from : `${from} → ${to}`;
    const why = forbidden.find((one) => one.name === rule.name)?.comment ?? '';
    return `${rule.name}: ${where}\n    ${why}`;
  });
  if (modules.length < FEWEST_MODULES) {
    problems.push(`only ${modules.length} modules were read in src; at least ${FEWEST_MODULES} are there`);
  }
  return { count: modules.length, problems };
}

const proof = [...(await proveRules()), ...proveEnvironment(), ...proveAdapterFiles(), ...proveLengths()];
const imports = await checkImports();
const found = await Promise.all([checkEnvironment(), checkAdapterFiles(), checkLengths()]);
const problems = [...proof, ...imports.problems, ...found.flat()];
for (const problem of problems) process.stderr.write(`✗ ${problem}\n`);
process.stdout.write(`${imports.count} modules, ${forbidden.length} rules, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
