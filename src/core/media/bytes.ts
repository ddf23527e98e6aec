import { type FileHandle, open } from 'node:fs/promises';

/** Random access to a file's bytes, a window at a time, so that no file is ever held whole. */
export interface Bytes {
  /** Bytes in all. */
  readonly size: number;
  /** Up to `length` bytes from `position`; fewer at the end. Valid until the next call. */
  at(position: number, length: number): Promise<Buffer>;
}

/** A part of a cleaned file: a range `[start, end)` of the original, or bytes put in its place. */
export type Piece = { start: number; end: number } | Uint8Array;

/** Thrown by the format parsers when a file breaks its own format's rules or ends too early. */
export class BrokenFormatError extends Error {
  override readonly name = 'BrokenFormatError';
}

const WINDOW_BYTES = 256 * 1024;

/** {@link Bytes} over an open file, with one window of 256 KB behind it. */
export async function bytesOfFile(file: FileHandle): Promise<Bytes> {
  const { size } = await file.stat();
  let window = Buffer.alloc(0);
  let windowStart = 0;
  return {
    size,
    async at(position, length) {
      const wanted = Math.max(0, Math.min(length, size - position));
      const inside = position >= windowStart && position + wanted <= windowStart + window.length;
      if (!inside) {
        const buffer = Buffer.allocUnsafe(Math.max(wanted, Math.min(WINDOW_BYTES, size - position)));
        let filled = 0;
        while (filled < buffer.length) {
          const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        window = buffer.subarray(0, filled);
        windowStart = position;
      }
      return window.subarray(position - windowStart, position - windowStart + wanted);
    },
  };
}

/** Exactly `length` bytes from `position`, or a {@link BrokenFormatError} where the file ends before. */
export async function need(bytes: Bytes, position: number, length: number): Promise<Buffer> {
  const found = await bytes.at(position, length);
  if (found.length < length) throw new BrokenFormatError(`the file ends at ${bytes.size}, inside something longer`);
  return found;
}

/** Adds `[start, end)` to a list of pieces, joining it to the piece before where they touch. */
export function keepRange(pieces: Piece[], start: number, end: number): void {
  const last = pieces.at(-1);
  if (last && !(last instanceof Uint8Array) && last.end === start) last.end = end;
  else if (end > start) pieces.push({ start, end });
}

/** True when the pieces are the whole file as it was. */
export function isWhole(pieces: readonly Piece[], size: number): boolean {
  const [only] = pieces;
  return (
    pieces.length === 1 && only !== undefined && !(only instanceof Uint8Array) && only.start === 0 && only.end === size
  );
}

/** Writes the pieces of the file at `from` into a new file at `to` (mode 0600); gives its bytes. */
export async function writePieces(from: string, to: string, pieces: readonly Piece[]): Promise<number> {
  await using source = await open(from, 'r');
  await using target = await open(to, 'wx', 0o600);
  const bytes = await bytesOfFile(source);
  let written = 0;
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      await target.writeFile(piece);
      written += piece.length;
      continue;
    }
    for (let position = piece.start; position < piece.end; ) {
      const part = await need(bytes, position, Math.min(WINDOW_BYTES, piece.end - position));
      await target.writeFile(part);
      position += part.length;
      written += part.length;
    }
  }
  return written;
}
