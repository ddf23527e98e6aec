import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The program as JavaScript in a folder of its own: a process starts from it in half the time that the sources take. */
export interface Program {
  main: string;
  /** To be given to `--import`; see `kill-at-write.ts`. */
  killAtWrite: string;
  remove(): Promise<void>;
}

/** Compiles the sources as they are now, without checking types; `src` is the folder they lie in. */
export async function compileProgram(src = join(ROOT, 'src')): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-program-'));
  await compileFolder(src, join(folder, 'dist'));
  for (const name of await readdir(join(ROOT, 'packages'))) await compilePackage(join(ROOT, 'packages', name), folder);
  const killAtWrite = join(folder, 'kill-at-write.js');
  await compile(fileURLToPath(new URL('./kill-at-write.ts', import.meta.url)), killAtWrite);
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'skills', 'samples']) await symlink(join(ROOT, name), join(folder, name));
  return {
    main: join(folder, 'dist', 'main.js'),
    killAtWrite: pathToFileURL(killAtWrite).href,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const script = (name: string) => name.replace(/\.ts$/, '.js');

async function compileFolder(from: string, to: string): Promise<void> {
  const sources = (await readdir(from, { recursive: true })).filter((name) => name.endsWith('.ts'));
  await Promise.all(sources.map((name) => compile(join(from, name), join(to, script(name)))));
}

/** A workspace package, where the program finds it before the link to its sources; as `scripts/build.mjs` lays it out. */
async function compilePackage(home: string, folder: string): Promise<void> {
  const { name, version, type, exports } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const to = join(folder, 'dist', 'node_modules', name);
  await compileFolder(join(home, 'src'), join(to, 'src'));
  const built = JSON.stringify(exports).replaceAll('.ts"', '.js"');
  await writeFile(join(to, 'package.json'), JSON.stringify({ name, version, type, exports: JSON.parse(built) }));
}

async function compile(from: string, to: string): Promise<void> {
  const { outputText } = ts.transpileModule(await readFile(from, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, outputText);
}
