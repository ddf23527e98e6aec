import { randomBytes } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { NemoFileError } from '../errors.ts';
import type { UploadSource } from '../nemo.ts';

const CHUNK_BYTES = 64 * 1024;
/**
 * Number of buffers that a body reads into in rotation. Fresh buffers would add up to some 50 MB before they are garbage
 * collected. A stream keeps two chunks and its socket one, so with eight no chunk in use is overwritten.
 */
const REUSED_CHUNKS = 8;

export interface Multipart {
  contentType: string;
  /** Exact length of the body in bytes. */
  contentLength: number;
  /**
   * A new stream of the body; each call reads the files again. Its buffers are reused: a consumer that keeps a chunk
   * beyond the next reads must copy it.
   */
  open(): Readable;
}

/**
 * A multipart/form-data body (RFC 7578) with one part `files` per file, read from disk as it is sent: memory use does
 * not depend on the files' size. Throws `NemoFileError` when a file is missing; its stream fails with one
 * when a file shrinks or cannot be read while being sent.
 */
export async function multipart(files: UploadSource[]): Promise<Multipart> {
  const boundary = `reelay-${randomBytes(18).toString('hex')}`;
  const parts: Part[] = [];
  for (const file of files) parts.push({ ...file, head: head(boundary, file), bytes: await sizeOf(file) });
  const tail = Buffer.from(`--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: parts.reduce((sum, part) => sum + part.head.length + part.bytes + 2, tail.length),
    open: () => Readable.from(body(parts, tail), { objectMode: false }),
  };
}

interface Part extends UploadSource {
  head: Buffer;
}

function head(boundary: string, { filename, contentType }: UploadSource): Buffer {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream';
  return Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${escapeName(filename)}"\r\n` +
      `Content-Type: ${type}\r\n\r\n`,
  );
}

/**
 * A file name for the header: UTF-8 as it is, quotes and line breaks percent-encoded as browsers do
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data), without folders.
 */
function escapeName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const clean = base.replace(/[\p{Cc}"]/gu, encodeURIComponent);
  return clean === '' ? 'file' : clean;
}

async function sizeOf(file: UploadSource): Promise<number> {
  try {
    const { size } = await stat(file.path);
    return size;
  } catch (cause) {
    throw unreadable(file, cause, 'no');
  }
}

async function* body(parts: Part[], tail: Buffer): AsyncGenerator<Buffer> {
  const reused = Array.from({ length: REUSED_CHUNKS }, () => Buffer.allocUnsafeSlow(CHUNK_BYTES));
  for (const part of parts) {
    yield part.head;
    yield* bytesOf(part, reused);
    yield Buffer.from('\r\n');
  }
  yield tail;
}

async function* bytesOf(part: Part, reused: Buffer[]): AsyncGenerator<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(part.path);
    // Not beyond the size that Content-Length was counted with, should the file grow meanwhile.
    for (let at = 0; at < part.bytes; ) {
      const wanted = Math.min(CHUNK_BYTES, part.bytes - at);
      const chunk = reused.shift() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
      reused.push(chunk);
      const { bytesRead } = await handle.read(chunk, 0, wanted, at);
      if (bytesRead === 0) throw new Error(`only ${at} of ${part.bytes} bytes`);
      at += bytesRead;
      // Only a full chunk fills the socket's buffer by itself, so that the next one is asked for when it is written.
      yield bytesRead === CHUNK_BYTES ? chunk : Buffer.from(chunk.subarray(0, bytesRead));
    }
  } catch (cause) {
    throw unreadable(part, cause, 'maybe');
  } finally {
    await handle?.close();
  }
}

function unreadable(file: UploadSource, cause: unknown, sent: 'no' | 'maybe'): NemoFileError {
  const why = cause instanceof Error ? ('code' in cause ? cause.code : cause.message) : cause;
  return new NemoFileError(`${file.filename} could not be read: ${why}`, { sent, cause });
}
