import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/** At the root: not part of the source, or not to be carried around. */
const LEFT_OUT = new Set(['.git', '.env', 'dist', 'out', 'data', 'coverage']);

/** A copy of a project in a folder of its own, in which files may be changed and tests run. */
export interface Copy {
  root: string;
  /** For what tests leave behind; goes with the copy. */
  temporary: string;
  /** Removes what tests left behind. */
  clean(): Promise<void>;
  remove(): Promise<void>;
}

/** Copies a project without what it made or installed; its packages are linked, the project's own ones to the copy. */
export async function copyProject(root: string): Promise<Copy> {
  const from = await realpath(root);
  const home = await mkdtemp(join(await realpath(tmpdir()), 'mutate-'));
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 3 });
  try {
    const copy = join(home, 'project');
    const temporary = join(home, 'tmp');
    const clean = async () => {
      await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
      await mkdir(temporary);
    };
    await clean();
    await cp(from, copy, {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules' && !(dirname(path) === from && LEFT_OUT.has(basename(path))),
    });
    await linkPackages(from, copy);
    return { root: copy, temporary, clean, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function linkPackages(from: string, copy: string): Promise<void> {
  await linkAll(join(from, 'node_modules'), join(copy, 'node_modules'), from, copy);
  if (!existsSync(join(from, 'packages'))) return;
  for (const name of await readdir(join(from, 'packages'))) {
    const modules = join('packages', name, 'node_modules');
    if (existsSync(join(from, modules))) await linkAll(join(from, modules), join(copy, modules), from, copy);
  }
}

/** Links what lies in a `node_modules`, except for caches; a folder of a scope is made anew, as it may hold our own. */
async function linkAll(modules: string, into: string, from: string, copy: string): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const name of await readdir(modules)) {
    const path = join(modules, name);
    if (name.startsWith('.') && name !== '.bin') continue;
    const isScope = name.startsWith('@') && (await lstat(path)).isDirectory();
    if (isScope) await linkAll(path, join(into, name), from, copy);
    // A link to a package that is not there any more leads nowhere.
    else if (existsSync(path)) await symlink(inCopy(await realpath(path), from, copy), join(into, name));
  }
}

/** The project's own package is taken from the copy, an installed one from where it is. */
function inCopy(target: string, from: string, copy: string): string {
  const path = relative(from, target);
  return path.startsWith('..') || path.split(/[\\/]/).includes('node_modules') ? target : join(copy, path);
}
