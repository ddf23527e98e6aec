import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Bundles the page: one script, one style sheet, and what is taken as it is.
 * @param folder the page's source
 */
export async function bundlePage(folder: string): Promise<Record<string, Buffer>> {
  // Only here: a built page needs no bundler, which would take 14 MB of memory.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: { app: join(folder, 'main.tsx') },
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const bundled = outputFiles.map(
    ({ path, contents }) => [path.replace(/^.*[/\\]/, ''), Buffer.from(contents)] as const,
  );
  const plain = ['index.html', 'icon.svg'].map(async (name) => [name, await readFile(join(folder, name))] as const);
  return Object.fromEntries([...bundled, ...(await Promise.all(plain))]);
}
