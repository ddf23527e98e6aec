/**
 * Builds the program into `dist`: the workspace packages first, then the bot. A built package lies in
 * `dist/node_modules` under its own name, where Node finds it before the link to its sources.
 */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

await rm(join(ROOT, 'dist'), { recursive: true, force: true });
// What other packages use comes first.
const folders = (await readdir(join(ROOT, 'packages'))).sort((a, b) => Number(b === 'media') - Number(a === 'media'));
for (const folder of folders) {
  const home = join('packages', folder);
  const manifest = JSON.parse(await readFile(join(ROOT, home, 'package.json'), 'utf8'));
  const outDir = join('dist', 'node_modules', manifest.name);
  compile(join(home, 'tsconfig.build.json'), '--outDir', join(outDir, 'src'));
  const { name, version, type, exports } = manifest;
  const built = { name, version, private: true, type, exports: builtPaths(exports) };
  await writeFile(join(ROOT, outDir, 'package.json'), `${JSON.stringify(built, null, 2)}\n`);
}
compile('tsconfig.build.json');
