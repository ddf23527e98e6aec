import { BrokenFormatError, type Bytes, keepRange, need, type Piece } from '../bytes.ts';
import { type Orientation, orientationOf } from './exif.ts';
import { type ImageStructure, TooManyFramesError } from './image-structure.ts';

const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const MAX_EXIF_BYTES = 1024 * 1024;

/** A WebP says whether its pixels are stored without loss, so that a rewrite can keep it that way. */
export interface WebpStructure extends ImageStructure {
  lossless: boolean;
}

/**
 * Reads a WebP's chunks (WebP container specification). Left out: EXIF, XMP, unknown chunks and what follows the end;
 * the header's flags and sizes are put right.
 * @throws BrokenFormatError when it ends early or holds no picture · TooManyFramesError
 */
export async function parseWebp(bytes: Bytes, maxFrames: number): Promise<WebpStructure> {
  const riff = await need(bytes, 0, 12);
  if (riff.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8, 12) !== 'WEBP') {
    throw new BrokenFormatError('not a WebP');
  }
  const end = 8 + riff.readUInt32LE(4);
  // Some writers count one byte too many or too few.
  if (end > bytes.size + 1) throw new BrokenFormatError('a WebP that ends before its declared end');
  const body: Piece[] = [];
  let size: { width: number; height: number } | undefined;
  let orientation: Orientation = 1;
  let frames = 0;
  let lossless = false;
  let changed = end !== bytes.size;
  for (let position = 12; position + 8 <= end; ) {
    const head = await need(bytes, position, 8);
    const type = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    const next = position + 8 + length + (length % 2);
    if (position + 8 + length > bytes.size) throw new BrokenFormatError(`a WebP that ends inside its ${type} chunk`);
    const start = Buffer.from(await bytes.at(position + 8, Math.min(length, 16)));
    if (type === 'VP8X') {
      size = extendedSize(start);
      const chunk = Buffer.from(await need(bytes, position, 8 + length + (length % 2)));
      const flags = chunk[8] ?? 0;
      chunk[8] = flags & ~(EXIF_FLAG | XMP_FLAG);
      if (chunk[8] === flags) keepRange(body, position, next);
      else body.push(chunk);
      changed ||= chunk[8] !== flags;
    } else if (KEPT.has(type)) {
      if (type === 'VP8 ') size ??= lossySize(start);
      if (type === 'VP8L') {
        lossless = true;
        size ??= losslessSize(start);
      }
      if (type === 'ANMF' && ++frames > maxFrames) throw new TooManyFramesError(`more than ${maxFrames} frames`);
      keepRange(body, position, Math.min(next, bytes.size));
      if (next > bytes.size) body.push(Buffer.alloc(1));
    } else {
      changed = true;
      if (type === 'EXIF') orientation = orientationOf(await bytes.at(position + 8, Math.min(length, MAX_EXIF_BYTES)));
    }
    position = next;
  }
  if (!size) throw new BrokenFormatError('a WebP without a picture');
  const pieces: Piece[] = changed ? [riffHeader(body), ...body] : [{ start: 0, end: bytes.size }];
  return { ...size, orientation, frames: Math.max(1, frames), pieces, lossless };
}

function riffHeader(body: readonly Piece[]): Buffer {
  const length = body.reduce(
    (sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : piece.end - piece.start),
    4,
  );
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(length, 4);
  return header;
}

function extendedSize(data: Buffer): { width: number; height: number } {
  if (data.length < 10) throw new BrokenFormatError('a WebP header that is too short');
  return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
}

function lossySize(data: Buffer): { width: number; height: number } {
  if (data.length < 10) throw new BrokenFormatError('a WebP frame that is too short');
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
}

function losslessSize(data: Buffer): { width: number; height: number } {
  if (data.length < 5) throw new BrokenFormatError('a WebP frame that is too short');
  const bits = data.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
