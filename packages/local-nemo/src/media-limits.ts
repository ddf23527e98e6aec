import { open } from 'node:fs/promises';
import type { MediaKind } from './records.ts';
import type { ProbedFile } from './renderer/probe.ts';

/** Frames of an animated image; each of them is decoded on the way to the next. */
const MAX_FRAMES = 1500;
/** Pixels of all frames of an animated image together: what decoding it once costs. */
const MAX_ANIMATED_PIXELS = 1_500_000_000;
/** Pixels of one picture or video frame: phone photos have up to 200 million. */
const MAX_PIXELS = 220_000_000;
/** Pixels of a video's frame: 8K. */
const MAX_VIDEO_PIXELS = 7680 * 4320;
/** Length of a video or a sound, in ms. */
const MAX_DURATION_MS = 6 * 3600_000;

const CHUNK = 256 * 1024;

/** Thrown for a file that would take too much time or memory to decode. */
export class MediaLimitError extends Error {
  override readonly name = 'MediaLimitError';
}

/** Refuses what is too large or too long by its own account. @throws MediaLimitError */
export function checkProbed(kind: MediaKind, { width = 0, height = 0, durationMs = 0 }: ProbedFile): void {
  if (width * height > (kind === 'video' ? MAX_VIDEO_PIXELS : MAX_PIXELS))
    throw new MediaLimitError('the picture has too many pixels');
  if (durationMs > MAX_DURATION_MS) throw new MediaLimitError('the recording is too long');
}

/**
 * Refuses an animated GIF or WebP with too many frames or pixels. Reads the file's block structure alone, in pieces, and
 * stops at the limit: the decoder, which would first list all frames in memory, never sees such a file.
 * @throws MediaLimitError
 */
export async function checkAnimation(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const reader = new ByteReader((buffer, at) => file.read(buffer, 0, buffer.length, at));
    const head = await reader.bytes(12);
    const kind = head.toString('latin1');
    if (kind.startsWith('GIF8')) await checkGif(reader);
    else if (kind.startsWith('RIFF') && kind.endsWith('WEBP')) await checkWebp(reader);
  } finally {
    await file.close();
  }
}

// https://www.w3.org/Graphics/GIF/spec-gif89a.txt
async function checkGif(reader: ByteReader): Promise<void> {
  reader.at = 6;
  const screen = await reader.bytes(7);
  if (screen.length < 7) return;
  const pixels = screen.readUInt16LE(0) * screen.readUInt16LE(2);
  reader.at += paletteBytes(screen[4] ?? 0);
  for (let frames = 0; ; ) {
    const [introducer] = await reader.bytes(1);
    if (introducer === 0x2c) {
      frames++;
      checkFrames(frames, pixels);
      const descriptor = await reader.bytes(9);
      reader.at += paletteBytes(descriptor[8] ?? 0) + 1;
    } else if (introducer === 0x21) {
      reader.at += 1;
    } else {
      return;
    }
    await skipSubBlocks(reader);
  }
}

const paletteBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

async function skipSubBlocks(reader: ByteReader): Promise<void> {
  for (;;) {
    const [length] = await reader.bytes(1);
    if (!length) return;
    reader.at += length;
  }
}

// https://developers.google.com/speed/webp/docs/riff_container
async function checkWebp(reader: ByteReader): Promise<void> {
  let pixels = 0;
  for (let frames = 0, chunks = 0; chunks < 4 * MAX_FRAMES; chunks++) {
    const head = await reader.bytes(8);
    if (head.length < 8) return;
    const start = reader.at;
    const kind = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    if (kind === 'VP8X') {
      const canvas = await reader.bytes(10);
      if (canvas.length === 10) pixels = (canvas.readUIntLE(4, 3) + 1) * (canvas.readUIntLE(7, 3) + 1);
    } else if (kind === 'ANMF') {
      frames++;
      checkFrames(frames, pixels);
    }
    reader.at = start + length + (length % 2);
  }
  throw new MediaLimitError('the picture consists of too many parts');
}

function checkFrames(frames: number, pixels: number): void {
  if (frames > MAX_FRAMES) throw new MediaLimitError(`the animation has more than ${MAX_FRAMES} frames`);
  if (frames > 1 && frames * pixels > MAX_ANIMATED_PIXELS)
    throw new MediaLimitError('the animation has too many pixels');
}

/** Reads a file from any place on, a large piece at a time. */
class ByteReader {
  at = 0;
  readonly #read: (buffer: Buffer, at: number) => Promise<{ bytesRead: number }>;
  #piece = Buffer.alloc(0);
  #start = 0;

  constructor(read: (buffer: Buffer, at: number) => Promise<{ bytesRead: number }>) {
    this.#read = read;
  }

  /** The next `count` bytes, fewer at the end of the file. */
  async bytes(count: number): Promise<Buffer> {
    const offset = this.at - this.#start;
    if (offset < 0 || offset + count > this.#piece.length) {
      const piece = Buffer.alloc(CHUNK);
      const { bytesRead } = await this.#read(piece, this.at);
      this.#piece = piece.subarray(0, bytesRead);
      this.#start = this.at;
    }
    const from = this.at - this.#start;
    const found = this.#piece.subarray(from, from + count);
    this.at += found.length;
    return found;
  }
}
