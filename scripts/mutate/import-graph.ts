import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** For each file, the files that name it: by an import, or by a relative path in a string, as workers are started. */
export type Dependents = ReadonlyMap<string, ReadonlySet<string>>;

/** Finds the file that a name without `./` stands for; undefined for what lies outside the project. */
export type ResolvePackage = (name: string, importer: string) => string | undefined;

/** Who names whom among `files`, which are paths from the root with forward slashes, each with its source. */
export function dependentsAmong(files: ReadonlyMap<string, string>, resolvePackage: ResolvePackage): Dependents {
  const dependents = new Map<string, Set<string>>();
  for (const [importer, source] of files) {
    for (const name of namesIn(source)) {
      const target = name.startsWith('.') ? besides(importer, name, files) : resolvePackage(name, importer);
      if (target === undefined || target === importer) continue;
      const known = dependents.get(target) ?? new Set();
      dependents.set(target, known.add(importer));
    }
  }
  return dependents;
}

/** Names of modules in imports, and strings that look like the path of a source file. */
function namesIn(source: string): string[] {
  const imports = ts.preProcessFile(source, true, false).importedFiles.map(({ fileName }) => fileName);
  const paths = [...source.matchAll(/['"](\.{1,2}\/[^'"\s]+\.[cm]?[jt]s)['"]/g)].map((found) => found[1] ?? '');
  return [...new Set([...imports, ...paths])];
}

function besides(importer: string, name: string, files: ReadonlyMap<string, string>): string | undefined {
  const path = posix.join(posix.dirname(importer), name);
  return [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}/index.ts`].find((each) => files.has(each));
}

/** How many steps of naming lie between a file and each that depends on it. */
export function distancesFrom(file: string, dependents: Dependents): Map<string, number> {
  const distances = new Map([[file, 0]]);
  // A map is walked in the order of insertion, also over what is added meanwhile: breadth first.
  for (const [at, distance] of distances) {
    for (const next of dependents.get(at) ?? []) {
      if (!distances.has(next)) distances.set(next, distance + 1);
    }
  }
  distances.delete(file);
  return distances;
}

/** Reads the files and resolves the names of the project's own packages, wherever `node_modules` links to them. */
export async function readDependents(root: string, paths: readonly string[]): Promise<Dependents> {
  const files = new Map<string, string>();
  for (const path of paths) files.set(path, await readFile(join(root, path), 'utf8'));
  const own = new Set<string>();
  for (const folder of new Set(paths.map((path) => /^packages\/[^/]+/.exec(path)?.[0]))) {
    const manifest = join(root, folder ?? '', 'package.json');
    if (existsSync(manifest)) own.add(nameIn(await readFile(manifest, 'utf8')));
  }
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
  };
  const cache = ts.createModuleResolutionCache(root, (name) => name, options);
  return dependentsAmong(files, (name, importer) => {
    const owner = name.startsWith('@') ? name.split('/', 2).join('/') : name.split('/', 1).join();
    if (!own.has(owner) && !name.startsWith('#')) return undefined;
    const at = join(root, importer);
    const found = ts.resolveModuleName(name, at, options, ts.sys, cache, undefined, ts.ModuleKind.ESNext);
    const path = found.resolvedModule?.resolvedFileName;
    return (
      path &&
      relative(ts.sys.realpath?.(root) ?? root, path)
        .split(sep)
        .join('/')
    );
  });
}

function nameIn(manifest: string): string {
  const parsed: unknown = JSON.parse(manifest);
  return typeof parsed === 'object' && parsed && 'name' in parsed ? String(parsed.name) : '';
}
