/**
 * Builds the program into `dist`: the workspace packages first, then the bot. A built package lies in
 * `dist/node_modules` under its own name, where Node finds it before the link to its sources. The page goes to `dist/web`.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function compile(project, ...more) {
  const { status } = spawnSync(process.execPath, [TSC, '-p', project, ...more], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${project} could not be compiled`);
}

/** A manifest's `exports`, with the built files in place of the sources. */
function builtPaths(exports) {
  if (typeof exports === 'string') return exports.replace(/\.ts$/, '.js');
  return Object.fromEntries(Object.entries(exports).map(([name, path]) => [name, builtPaths(path)]));
}

/** The packages' folders, each behind those whose packages it depends on. */
function inBuildOrder(manifests) {
  const ordered = [];
  while (ordered.length < manifests.size) {
    const built = new Set(ordered.map((folder) => manifests.get(folder).name));
    const own = [...manifests.values()].map(({ name }) => name);
    const needs = ({ dependencies = {} }) => own.filter((name) => name in dependencies && !built.has(name));
    const next = [...manifests].find(([folder, each]) => !ordered.includes(folder) && needs(each).length === 0);
    if (!next) throw new Error('the packages depend on each other in a circle');
    ordered.push(next[0]);
  }
  return ordered;
}

await rm(join(ROOT, 'dist'), { recursive: true, force: true });
const manifests = new Map();
for (const folder of (await readdir(join(ROOT, 'packages'))).sort()) {
  manifests.set(folder, JSON.parse(await readFile(join(ROOT, 'packages', folder, 'package.json'), 'utf8')));
}
for (const folder of inBuildOrder(manifests)) {
  const home = join('packages', folder);
  const manifest = manifests.get(folder);
  const outDir = join('dist', 'node_modules', manifest.name);
  compile(join(home, 'tsconfig.build.json'), '--outDir', join(outDir, 'src'));
  const { name, version, type, exports } = manifest;
  const built = { name, version, private: true, type, exports: builtPaths(exports) };
  await writeFile(join(ROOT, outDir, 'package.json'), `${JSON.stringify(built, null, 2)}\n`);
}
compile('tsconfig.build.json');

// The page in the browser, by the bundler that also serves it from source.
const { bundlePage } = await import('../dist/adapters/web/page-bundle.js');
const page = await bundlePage(join(ROOT, 'src/adapters/web/page'));
await mkdir(join(ROOT, 'dist/web'), { recursive: true });
for (const [name, body] of Object.entries(page)) await writeFile(join(ROOT, 'dist/web', name), body);
