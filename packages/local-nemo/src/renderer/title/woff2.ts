import { brotliDecompressSync } from 'node:zlib';

/** https://www.w3.org/TR/WOFF2/#woff20Header and #table_dir_format */
const HEADER_BYTES = 48;
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const ANY_TAG = 63;
const NO_TRANSFORM_OF_OUTLINES = 3;

/**
 * The code points that a font in WOFF2 has glyphs for, as its table of segmented coverage (`cmap`, format 12) says.
 * @throws Error when there is no such table
 */
export function codePointsOf(font: Buffer): Set<number> {
  const tables = font.readUInt16BE(12);
  const compressed = font.readUInt32BE(20);
  let at = HEADER_BYTES;
  const variable = (): number => {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = font.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) break;
    }
    return value;
  };
  let offset = 0;
  let cmap: [from: number, to: number] | undefined;
  for (let i = 0; i < tables; i++) {
    const flags = font.readUInt8(at++);
    const tag = flags & 0x3f;
    if (tag === ANY_TAG) at += 4;
    const outlines = tag === GLYF || tag === LOCA;
    const isTransformed = outlines ? flags >> 6 !== NO_TRANSFORM_OF_OUTLINES : flags >> 6 !== 0;
    const original = variable();
    const length = isTransformed ? variable() : original;
    if (tag === CMAP) cmap = [offset, offset + length];
    offset += length;
  }
  if (!cmap) throw new Error('the font has no table of characters');
  const content = brotliDecompressSync(font.subarray(at, at + compressed));
  return segmentedCoverage(content.subarray(...cmap));
}

/** https://learn.microsoft.com/typography/opentype/spec/cmap#format-12-segmented-coverage */
function segmentedCoverage(cmap: Buffer): Set<number> {
  const points = new Set<number>();
  let isFound = false;
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.readUInt32BE(4 + i * 8 + 4);
    if (cmap.readUInt16BE(table) !== 12) continue;
    isFound = true;
    for (let group = 0; group < cmap.readUInt32BE(table + 12); group++) {
      const entry = table + 16 + group * 12;
      for (let code = cmap.readUInt32BE(entry); code <= cmap.readUInt32BE(entry + 4); code++) points.add(code);
    }
  }
  if (!isFound) throw new Error("the font's table of characters has no format 12");
  return points;
}
