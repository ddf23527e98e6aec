import { GlobalFonts } from '@napi-rs/canvas';
import { coverageOf, type FontFile } from './coverage.ts';

/** How to draw a text with bundled fonts alone. */
export interface TitleFonts {
  /** The families, as CSS writes them. */
  stack: string;
  /** The text without what none of them can draw. */
  drawable: string;
}

const registered = new Set<string>();

/**
 * A family for each file: of several files in one family, the canvas takes one, and looks for the other characters in the
 * fonts of the system, if it has any.
 */
function familyOf({ name, path }: FontFile): string {
  const family = `Reelay ${name}`;
  if (!registered.has(name)) {
    if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`the font file ${name} cannot be read`);
    registered.add(name);
  }
  return `"${family}"`;
}

/**
 * Finds and registers the font files that a text needs, and only those: Noto Sans SC comes in about a hundred. They are
 * variable fonts: the canvas draws a weight only where `fontVariationSettings` names it.
 */
export function fontsFor(text: string): TitleFonts {
  const { files, drawable } = coverageOf(text);
  return { stack: files.map(familyOf).join(', ') || 'sans-serif', drawable };
}
