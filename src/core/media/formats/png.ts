import { BrokenFormatError, type Bytes, keepRange, need, type Piece } from '../bytes.ts';
import { type Orientation, orientationOf } from './exif.ts';
import type { ImageStructure } from './image-structure.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const END = Buffer.from('0000000049454e44ae426082', 'hex');
const MAX_EXIF_BYTES = 1024 * 1024;

/** The ancillary chunks that change how the picture looks or moves (PNG third edition, chapter 11). */
const KEPT = new Set([
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs', 'cICP', 'mDCV', 'cLLI'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/**
 * Reads a PNG's chunks. Kept: the critical ones and those that matter to the picture. Left out: EXIF, texts (XMP among
 * them), times, private chunks and what follows the end.
 * @throws BrokenFormatError when a chunk is cut off or the first is not the header.
 */
export async function parsePng(bytes: Bytes): Promise<ImageStructure> {
  if (!(await need(bytes, 0, 8)).equals(SIGNATURE)) throw new BrokenFormatError('not a PNG');
  const header = await need(bytes, 8, 25);
  if (header.readUInt32BE(0) !== 13 || header.toString('latin1', 4, 8) !== 'IHDR') {
    throw new BrokenFormatError('a PNG without a header');
  }
  const width = header.readUInt32BE(8);
  const height = header.readUInt32BE(12);
  if (width === 0 || height === 0) throw new BrokenFormatError('a PNG without a size');
  let orientation: Orientation = 1;
  let frames = 1;
  const pieces: Piece[] = [];
  keepRange(pieces, 0, 33);
  let position = 33;
  let hasPixels = false;
  for (;;) {
    // Some writers leave the end chunk out, and every viewer shows the picture.
    if (hasPixels && position === bytes.size) {
      pieces.push(END);
      return { width, height, orientation, frames: Math.max(1, frames), pieces, endMissing: true };
    }
    const head = await need(bytes, position, 8);
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const end = position + 12 + length;
    if (end > bytes.size) throw new BrokenFormatError(`a PNG that ends inside its ${type} chunk`);
    if (type === 'eXIf') orientation = orientationOf(await bytes.at(position + 8, Math.min(length, MAX_EXIF_BYTES)));
    if (type === 'acTL' && length >= 4) frames = (await need(bytes, position + 8, 4)).readUInt32BE(0);
    hasPixels ||= type === 'IDAT';
    const isCritical = /^[A-Z]/.test(type);
    if (isCritical || KEPT.has(type)) keepRange(pieces, position, end);
    position = end;
    if (type === 'IEND') return { width, height, orientation, frames: Math.max(1, frames), pieces };
  }
}
