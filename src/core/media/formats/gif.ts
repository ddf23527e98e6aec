import { BrokenFormatError, type Bytes, keepRange, need, type Piece } from '../bytes.ts';
import { type ImageStructure, TooManyFramesError } from './image-structure.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const PADDING = 0x00;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const PART_BYTES = 64 * 1024;

const paletteBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/**
 * Reads a GIF's blocks (GIF89a). Kept: frames, their timing and the loop count. Left out: comments, texts, XMP and other
 * application data, and what follows the end.
 * @throws BrokenFormatError when it ends early or holds no frame · TooManyFramesError
 */
export async function parseGif(bytes: Bytes, maxFrames: number): Promise<ImageStructure> {
  const header = await need(bytes, 0, 13);
  if (!/^GIF8[79]a$/.test(header.toString('latin1', 0, 6))) throw new BrokenFormatError('not a GIF');
  const canvas = { width: header.readUInt16LE(6), height: header.readUInt16LE(8) };
  let position = 13 + paletteBytes(header[10] ?? 0);
  const pieces: Piece[] = [];
  keepRange(pieces, 0, position);
  let frames = 0;
  let { width, height } = canvas;
  for (;;) {
    const kind = frames > 0 && position === bytes.size ? undefined : (await need(bytes, position, 1))[0];
    // Some writers leave the trailer out, and every viewer shows the picture.
    if (kind === undefined && width > 0 && height > 0) {
      pieces.push(Buffer.from([TRAILER]));
      return { width, height, orientation: 1, frames, pieces, endMissing: true };
    }
    if (kind === PADDING) {
      position++;
    } else if (kind === TRAILER) {
      if (frames === 0 || width === 0 || height === 0) throw new BrokenFormatError('a GIF without a frame');
      keepRange(pieces, position, position + 1);
      return { width, height, orientation: 1, frames, pieces };
    } else if (kind === IMAGE) {
      const descriptor = await need(bytes, position, 10);
      // Frames may lie partly outside the canvas, and decoders make room for them.
      width = Math.max(width, descriptor.readUInt16LE(1) + descriptor.readUInt16LE(5));
      height = Math.max(height, descriptor.readUInt16LE(3) + descriptor.readUInt16LE(7));
      const end = await endOfSubBlocks(bytes, position + 10 + paletteBytes(descriptor[9] ?? 0) + 1);
      keepRange(pieces, position, end);
      if (++frames > maxFrames) throw new TooManyFramesError(`more than ${maxFrames} frames`);
      position = end;
    } else if (kind === EXTENSION) {
      const label = (await need(bytes, position, 2))[1];
      const end = await endOfSubBlocks(bytes, position + 2);
      if (label === GRAPHIC_CONTROL || (label === APPLICATION && (await isLoop(bytes, position)))) {
        keepRange(pieces, position, end);
      }
      position = end;
    } else {
      throw new BrokenFormatError(`no GIF block at ${position}`);
    }
  }
}

async function isLoop(bytes: Bytes, position: number): Promise<boolean> {
  const name = (await bytes.at(position + 3, 11)).toString('latin1');
  return name === 'NETSCAPE2.0' || name === 'ANIMEXTS1.0';
}

async function endOfSubBlocks(bytes: Bytes, from: number): Promise<number> {
  let position = from;
  for (;;) {
    const part = await need(bytes, position, Math.max(1, Math.min(PART_BYTES, bytes.size - position)));
    let at = 0;
    while (at < part.length) {
      const length = part[at] ?? 0;
      at += 1 + length;
      if (length === 0) return position + at;
    }
    position += at;
  }
}
