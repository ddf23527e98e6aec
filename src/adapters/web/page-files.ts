import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file of the page, ready to be sent. */
export interface PageFileServed {
  body: Buffer;
  contentType: string;
  etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'app.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Where the build puts the page, seen from the built file: `dist/web`. */
const BUILT = fileURLToPath(new URL('../../web/', import.meta.url));
const SOURCE = fileURLToPath(new URL('./page/', import.meta.url));

/**
 * The files of the page, by their names: as the build left them where the program was built, else bundled from the source
 * in memory.
 */
export async function loadPage(): Promise<ReadonlyMap<string, PageFileServed>> {
  const isBuilt = import.meta.url.endsWith('.js');
  const files = isBuilt ? await readBuilt() : await bundle();
  return new Map(
    Object.entries(files).map(([name, body]) => {
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
      return [name, { body, contentType: TYPES[name] ?? 'application/octet-stream', etag }];
    }),
  );
}

async function readBuilt(): Promise<Record<string, Buffer>> {
  const names = Object.keys(TYPES);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(`${BUILT}${name}`)])));
}

async function bundle(): Promise<Record<string, Buffer>> {
  // Loaded only here: what was built needs no bundler.
  const { bundlePage } = await import('./page-bundle.ts');
  return bundlePage(SOURCE);
}
