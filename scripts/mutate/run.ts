import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Compiler } from './compiles.ts';
import { copyProject } from './copy.ts';
import { readDependents } from './import-graph.ts';
import { Judge, type Judged, type Verdict } from './judge.ts';
import { type Mutant, tell } from './mutant.ts';
import { mutantsOf } from './mutators.ts';
import type { Options } from './options.ts';
import { report, result } from './report.ts';
import { Runner } from './runner.ts';
import { shuffled } from './sample.ts';
import { trySwitched } from './switching.ts';
import { testsFor } from './tests-for.ts';

/** What a run needs from outside. */
export interface Surroundings {
  /** The project's folder; nothing in it is changed. */
  root: string;
  print(text: string): void;
  /** Aborted when the user wants an end: processes are ended, copies removed, and the run rejects. */
  signal: AbortSignal;
}

/** Tries the mutants that the options name and prints what became of them. Rejects when a file or option is no good. */
export async function run(options: Options, { root, print, signal }: Surroundings): Promise<void> {
  const sources = new Map<string, string>();
  for (const file of await sourceFiles(root, options.paths))
    sources.set(file, await readFile(join(root, file), 'utf8'));
  const all = [...sources].flatMap(([file, source]) => mutantsOf(file, source));
  const order = options.sample === undefined ? all : shuffled(all, options.seed);
  if (options.list) {
    const chosen = new Set(order.slice(0, options.sample));
    for (const mutant of all.filter((each) => chosen.has(each))) print(`${tell(mutant)}\n`);
    return print(`${chosen.size} of ${all.length} mutants\n`);
  }
  const { compiling, refused } = await compile(root, order, options.sample, signal);
  print(`${compiling.size} of ${all.length} mutants to try; ${refused.size} do not compile\n`);
  const results = await judgeAll(
    options,
    sources,
    all.filter((mutant) => compiling.has(mutant)),
    { root, print, signal },
  );
  for (const mutant of all.filter((each) => refused.has(each))) {
    judgedIn(results, mutant.file).verdicts.push({ mutant, status: 'no compile', ms: 0 } satisfies Verdict);
  }
  print(`\n${report(results)}`);
  if (options.json === undefined) return;
  await writeFile(options.json, `${JSON.stringify(result(results, options.seed, options.sample), null, 2)}\n`);
}

/** Goes through the mutants until there are `enough` that compile. */
async function compile(root: string, mutants: readonly Mutant[], enough = mutants.length, signal: AbortSignal) {
  const compiler = new Compiler(root);
  const compiling = new Set<Mutant>();
  const refused = new Set<Mutant>();
  for (const mutant of mutants) {
    if (compiling.size === enough) break;
    // So that a signal can come through.
    await setImmediate();
    signal.throwIfAborted();
    (compiler.accepts(mutant) ? compiling : refused).add(mutant);
  }
  return { compiling, refused };
}

async function judgeAll(
  options: Options,
  sources: ReadonlyMap<string, string>,
  mutants: readonly Mutant[],
  { root, print, signal }: Surroundings,
): Promise<Map<string, Judged>> {
  const results = new Map<string, Judged>();
  if (mutants.length === 0) return results;
  const dependents = await readDependents(root, await projectFiles(root));
  const runners: Runner[] = [];
  let closing: Promise<unknown> | undefined;
  const close = () => {
    closing = Promise.all(runners.map((runner) => runner.close()));
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    const copy = await copyProject(root);
    const [switching, first] = [new Runner(copy, true), new Runner(copy)];
    runners.push(switching, first);
    const { verdicts, left } = await trySwitched(
      switching,
      sources,
      mutants,
      (file) => testsFor(file, dependents),
      options,
      print,
    );
    for (const verdict of verdicts) judgedIn(results, verdict.mutant.file).verdicts.push(verdict);
    if (options.switched) {
      for (const { mutant, reached } of left) {
        if (reached === false) judgedIn(results, mutant.file).verdicts.push({ mutant, status: 'not reached', ms: 0 });
      }
      print(`${left.filter(({ reached }) => reached !== false).length} cannot be switched and are left out\n`);
      return results;
    }
    while (runners.length <= Math.min(options.jobs, left.length)) runners.push(new Runner(await copyProject(root)));
    signal.throwIfAborted();
    const judge = new Judge([first, ...runners.slice(2)], options, print);
    for (const [file, source] of sources) {
      const own = left.filter(({ mutant }) => mutant.file === file);
      if (own.length === 0) continue;
      const tests = [...new Set(own.flatMap((each) => each.tests))];
      const one = await judge.judge(
        file,
        source,
        own.map(({ mutant }) => mutant),
        tests,
      );
      const judged = judgedIn(results, file);
      judged.verdicts.push(...one.verdicts);
      judged.leftOut.push(...one.leftOut);
    }
    return results;
  } finally {
    signal.removeEventListener('abort', close);
    close();
    await closing;
  }
}

function judgedIn(results: Map<string, Judged>, file: string): Judged {
  const judged = results.get(file) ?? { verdicts: [], leftOut: [] };
  results.set(file, judged);
  return judged;
}

/** The source files among the paths, from the root, those of a folder in order. */
async function sourceFiles(root: string, paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const full = resolve(root, path);
    if (!existsSync(full)) throw new Error(`${path} is not there`);
    const found = statSync(full).isDirectory() ? await filesIn(full) : [full];
    for (const each of found) files.add(relative(root, each).split(sep).join('/'));
  }
  const outside = [...files].find((file) => !/^(packages\/[^/]+\/)?src\/.*\.ts$/.test(file) || file.endsWith('.d.ts'));
  if (outside !== undefined) throw new Error(`${outside} is not one of the source files`);
  return [...files];
}

/** Sources and tests of the project and of its packages, from the root. */
async function projectFiles(root: string): Promise<string[]> {
  const packages = join(root, 'packages');
  const names = existsSync(packages) ? await readdir(packages) : [];
  const homes = [root, ...names.map((name) => join(packages, name))];
  const folders = homes
    .flatMap((home) => [join(home, 'src'), join(home, 'test')])
    .filter((folder) => existsSync(folder));
  const files = (await Promise.all(folders.map(filesIn))).flat();
  return files.map((file) => relative(root, file).split(sep).join('/'));
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}
