import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { z } from 'zod';

const require = createRequire(import.meta.url);
/** One file per range of characters; `unicode.json` of each package says which file has which. */
const unicodeRanges = z.record(z.string(), z.string());
const PACKAGES = ['noto-sans', 'noto-sans-sc'] as const;

interface FontFile {
  path: string;
  family: string;
  ranges: [from: number, to: number][];
}

let files: FontFile[] | undefined;
const registered = new Set<string>();

/**
 * Registers the bundled font files that a text needs, and only those: Chinese comes in about a hundred.
 * @returns the families, as CSS writes them; characters that none of them has are drawn as boxes
 */
export function fontStack(text: string): string {
  files ??= PACKAGES.flatMap(filesOf);
  const families = new Set<string>();
  for (const character of new Set(text)) {
    const code = character.codePointAt(0) ?? 0;
    const file = files.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
    if (!file) continue;
    if (!registered.has(file.path)) GlobalFonts.registerFromPath(file.path, file.family);
    registered.add(file.path);
    families.add(`"${file.family}"`);
  }
  return [...families].join(', ') || 'sans-serif';
}

function filesOf(name: string): FontFile[] {
  const folder = dirname(require.resolve(`@fontsource-variable/${name}/package.json`));
  const ranges = unicodeRanges.parse(JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')));
  return Object.entries(ranges).map(([subset, text]) => {
    // The numbered subsets are written `[4]`.
    const file = `${name}-${subset.replace(/[[\]]/g, '')}-wght-normal`;
    const path = join(folder, 'files', `${file}.woff2`);
    return { path, family: `Chart ${file}`, ranges: text.split(',').map(parseRange) };
  });
}

function parseRange(range: string): [number, number] {
  const [from = '0', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
