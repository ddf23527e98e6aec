import { BrokenFormatError, type Bytes, keepRange, need, type Piece } from '../bytes.ts';
import { type Orientation, orientationOf } from './exif.ts';
import type { ImageStructure } from './image-structure.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
const TEM = 0x01;
const SCAN_BYTES = 64 * 1024;
/** Far above what cameras write; a file made of nothing but tiny segments is not worth reading on. */
const MAX_SEGMENTS = 20_000;
/** Some writers leave a few stray bytes between segments, and every decoder steps over them. */
const MAX_STRAY_BYTES = 4096;
const MAX_FILL_BYTES = 4 * 1024 * 1024;
const FILL = 0xff;

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const isFrameHeader = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Reads a JPEG's segments (ITU-T T.81, annex B). Kept: everything the pixels need, the JFIF and Adobe headers and the
 * colour profile. Left out: EXIF, XMP, comments, every other application segment, and whatever follows the picture's
 * end (a motion photo's video, secondary pictures).
 * @throws BrokenFormatError when the picture has no size or ends before its end marker.
 */
export async function parseJpeg(bytes: Bytes): Promise<ImageStructure> {
  const pieces: Piece[] = [];
  let orientation: Orientation = 1;
  let width = 0;
  let height = 0;
  const start = await need(bytes, 0, 2);
  if (start[0] !== 0xff || start[1] !== SOI) throw new BrokenFormatError('not a JPEG');
  keepRange(pieces, 0, 2);
  let position = 2;
  for (let segments = 0; segments < MAX_SEGMENTS; segments++) {
    const { marker, at } = await nextMarker(bytes, position);
    if (marker === EOI) {
      if (width === 0 || height === 0) throw new BrokenFormatError('a JPEG without a size');
      keepRange(pieces, at, at + 2);
      return { width, height, orientation, frames: 1, pieces };
    }
    if (isRestart(marker) || marker === TEM) {
      position = at + 2;
      continue;
    }
    const length = (await need(bytes, at + 2, 2)).readUInt16BE(0);
    if (length < 2) throw new BrokenFormatError('a JPEG segment shorter than its own header');
    const end = at + 2 + length;
    const body = await need(bytes, at + 4, length - 2);
    if (isFrameHeader(marker)) {
      if (body.length < 6) throw new BrokenFormatError('a JPEG frame header that is too short');
      height = body.readUInt16BE(1);
      width = body.readUInt16BE(3);
    }
    // The first block counts: a second one is an edited copy's leftover.
    if (marker === APP1 && orientation === 1 && startsWith(body, 'Exif\0')) orientation = orientationOf(body);
    if (isKept(marker, body)) keepRange(pieces, at, end);
    position = end;
    if (marker !== SOS) continue;
    const scanEnd = await endOfScan(bytes, end);
    keepRange(pieces, end, scanEnd ?? bytes.size);
    // Some writers leave the end marker out, and every viewer shows the picture.
    if (scanEnd === undefined && width > 0 && height > 0) {
      pieces.push(Buffer.from([0xff, EOI]));
      return { width, height, orientation, frames: 1, pieces, endMissing: true };
    }
    position = scanEnd ?? bytes.size;
  }
  throw new BrokenFormatError(`a JPEG of more than ${MAX_SEGMENTS} segments`);
}

function isKept(marker: number, body: Buffer): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return startsWith(body, 'JFIF\0') && !hasThumbnail(body);
  if (marker === APP2) return startsWith(body, 'ICC_PROFILE\0');
  return marker === APP14 && startsWith(body, 'Adobe');
}

/** A JFIF header may carry a small copy of the picture: uncropped, unlike the picture itself, perhaps. */
function hasThumbnail(jfif: Buffer): boolean {
  return jfif.length > 14;
}

function startsWith(body: Buffer, text: string): boolean {
  return body.toString('latin1', 0, text.length) === text;
}

/** Markers may be preceded by any number of fill bytes (0xff); the place is that of the last one, the marker's own. */
async function nextMarker(bytes: Bytes, position: number): Promise<{ marker: number; at: number }> {
  let stray = 0;
  for (let at = position; stray < MAX_STRAY_BYTES && at < position + MAX_FILL_BYTES; at++) {
    const pair = await need(bytes, at, 2);
    const marker = pair[1] ?? 0;
    if (pair[0] === FILL && marker !== FILL && marker !== 0) return { marker, at };
    if (pair[0] !== FILL) stray++;
  }
  throw new BrokenFormatError(`no JPEG marker at ${position}`);
}

/**
 * The place of the first marker after entropy-coded data, where stuffed zeros and restart markers belong to the data;
 * undefined when the file ends before.
 */
async function endOfScan(bytes: Bytes, from: number): Promise<number | undefined> {
  let position = from;
  while (position + 1 < bytes.size) {
    const part = await need(bytes, position, Math.min(SCAN_BYTES, bytes.size - position));
    let at = part.indexOf(0xff);
    while (at !== -1 && at + 1 < part.length) {
      const next = part[at + 1] ?? 0;
      if (next !== 0 && next !== FILL && !isRestart(next)) return position + at;
      at = part.indexOf(0xff, at + 1);
    }
    position += at === -1 || part.length < 2 ? part.length : at;
  }
  return undefined;
}
