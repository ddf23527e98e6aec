import { posix } from 'node:path';
import { type Dependents, distancesFrom } from './import-graph.ts';

const TEST = /(^|\/)test\/.*\.test\.ts$/;

/** Whether a path from the root is one of a test file. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}

/** Where the test of a source file lies: `src/a/b.ts` → `test/a/b.test.ts`, within the same package. */
export function mirrorOf(file: string): string {
  return file.replace(/(^|\/)src\//, '$1test/').replace(/\.ts$/, '.test.ts');
}

/**
 * The test files that reach a source file, those first that are likely to tell most: its mirror and the tests in a folder
 * of its name, then those in the same folder, in the one around it and so on, for tests of one layer come through the same
 * imports; among equals by the steps of imports between them, then those named like it.
 */
export function testsFor(file: string, dependents: Dependents): string[] {
  const mirror = mirrorOf(file);
  const folder = posix.dirname(mirror);
  const name = posix.basename(file, '.ts');
  const ranked = [...distancesFrom(file, dependents)]
    .filter(([path]) => isTest(path))
    .map(([path, distance]) => {
      const mirrors = path === mirror ? 0 : path.startsWith(`${folder}/${name}/`) ? 1 : 2;
      const away = folder.split('/').length - shared(folder, posix.dirname(path));
      const named = posix.basename(path).startsWith(name) ? 0 : 1;
      return { path, rank: [mirrors, away, distance, named] };
    });
  return ranked.sort((one, other) => compare(one.rank, other.rank) || (one.path < other.path ? -1 : 1)).map(pathOf);
}

/** How many folders two paths have in common. */
function shared(one: string, other: string): number {
  const others = other.split('/');
  const parts = one.split('/');
  const different = parts.findIndex((part, index) => part !== others[index]);
  return different === -1 ? parts.length : different;
}

const pathOf = ({ path }: { path: string }) => path;

function compare(one: number[], other: number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
