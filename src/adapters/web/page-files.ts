import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** How a file may be sent, the smallest first; `identity` is as it is. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** A file of the page, ready to be sent. */
export interface PageFileServed {
  contentType: string;
  /** Each with a tag of its own: what a cache has is compared byte by byte. */
  encoded: Readonly<Record<Encoding, { body: Buffer; etag: string }>>;
}

/**
 * The smallest form that a browser takes.
 * @param accepted `Accept-Encoding` (RFC 9110, 12.5.3); without it a file is sent as it is
 */
export function encodingFor(accepted: string | undefined): Encoding {
  const taken = new Map<string, boolean>();
  for (const each of (accepted ?? '').slice(0, 500).toLowerCase().split(',')) {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim());
    const weight = parameters.find((part) => part.startsWith('q='))?.slice(2);
    taken.set(name, weight === undefined || Number(weight) > 0);
  }
  return ENCODINGS.find((each) => taken.get(each) ?? taken.get('*') === true) ?? 'identity';
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
  const served = Object.entries(files).map(async ([name, body]) => {
    const tag = createHash('sha256').update(body).digest('base64url').slice(0, 20);
    const [br, gzip] = await Promise.all([smallest(body), gzipped(body, { level: 9 })]);
    const encoded = {
      br: { body: br, etag: `"${tag}-br"` },
      gzip: { body: gzip, etag: `"${tag}-gzip"` },
      identity: { body, etag: `"${tag}"` },
    };
    return [name, { contentType: TYPES[name] ?? 'application/octet-stream', encoded }] as const;
  });
  return new Map(await Promise.all(served));
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Off the event loop, and once: it takes a tenth of a second. */
function smallest(body: Buffer): Promise<Buffer> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotlied(body, { params: { ...params, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
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
