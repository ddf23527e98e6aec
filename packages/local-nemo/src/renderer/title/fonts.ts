import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { z } from 'zod';

/** How to draw a text with bundled fonts alone. */
export interface TitleFonts {
  /** The families, as CSS writes them. */
  stack: string;
  /** Characters that none of them can draw. */
  missing: Set<string>;
}

const require = createRequire(import.meta.url);
// One file per range of characters; `unicode.json` of each package says which file has which.
const unicodeRanges = z.record(z.string(), z.string());

interface Subset {
  file: string;
  ranges: [number, number][];
}

class FontPackage {
  readonly #folder: string;
  readonly #name: string;
  readonly #registered = new Set<string>();
  #subsets: Subset[] | undefined;

  /** @param name of the package, which its files begin with */
  constructor(name: string) {
    this.#folder = dirname(require.resolve(`@fontsource-variable/${name}/package.json`));
    this.#name = name;
  }

  /** Registers the files that have characters of `text`; gives their families, and the characters that no file has. */
  need(text: Iterable<string>): { families: Set<string>; missing: string[] } {
    const missing: string[] = [];
    const families = new Set<string>();
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      const subset = this.#all().find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
      if (!subset) missing.push(character);
      else families.add(this.#register(`${this.#name}-${subset.file}-wght-normal`));
    }
    return { families, missing };
  }

  /**
   * A family for each file: of several files in one family, the canvas takes one, and looks for the other characters
   * in the fonts of the system, if it has any.
   */
  #register(file: string): string {
    const family = `Reelay ${file}`;
    if (!this.#registered.has(file)) {
      const key = GlobalFonts.registerFromPath(join(this.#folder, 'files', `${file}.woff2`), family);
      if (!key) throw new Error(`the font file ${file}.woff2 can't be read`);
      this.#registered.add(file);
    }
    return family;
  }

  #all(): Subset[] {
    if (!this.#subsets) {
      const raw: unknown = JSON.parse(readFileSync(join(this.#folder, 'unicode.json'), 'utf8'));
      this.#subsets = Object.entries(unicodeRanges.parse(raw)).map(([name, ranges]) => ({
        // The numbered subsets are written `[4]`.
        file: name.replace(/[[\]]/g, ''),
        ranges: ranges.split(',').map(parseRange),
      }));
    }
    return this.#subsets;
  }
}

function parseRange(range: string): [number, number] {
  const [from = '0', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

let packages: { latin: FontPackage; chinese: FontPackage } | undefined;

/**
 * Finds and registers the font files that a text needs, and only those: Noto Sans SC comes in about a hundred. They are
 * variable fonts: the canvas draws a weight only where `fontVariationSettings` names it.
 */
export function fontsFor(text: string): TitleFonts {
  packages ??= { latin: new FontPackage('noto-sans'), chinese: new FontPackage('noto-sans-sc') };
  const latin = packages.latin.need(new Set(text));
  const chinese = packages.chinese.need(latin.missing);
  const families = [...latin.families, ...chinese.families].map((family) => `"${family}"`);
  return { stack: families.join(', ') || 'sans-serif', missing: new Set(chinese.missing) };
}
