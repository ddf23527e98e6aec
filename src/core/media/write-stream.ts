import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { QuotaReservation } from './disk-quota.ts';
import { MediaError } from './media.ts';

/**
 * Streams a file to disk, chunk by chunk, no faster than the disk takes it. What was written before a failure stays: the
 * folder is the caller's to remove. The source is destroyed in every ending.
 * @returns the bytes written, at least 1.
 * @throws MediaError `too-large` as soon as the limit is passed · `spool-full` at the spool's own cap or a full disk ·
 *   `empty` · `unreachable` when the source fails; the signal's reason when aborted.
 */
export async function storeStream(
  source: Readable,
  path: string,
  { fileName, maxBytes, reservation }: { fileName: string; maxBytes: number; reservation: QuotaReservation },
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0;
  let sourceError: unknown;
  // Stays on: a source may fail once more after it was destroyed.
  source.on('error', (error) => {
    sourceError ??= error;
  });
  try {
    await pipeline(
      source,
      async function* count(chunks: AsyncIterable<Uint8Array | string>) {
        for await (const chunk of chunks) {
          const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
          bytes += part.length;
          if (bytes > maxBytes) throw new MediaError('too-large', fileName, { limitBytes: maxBytes });
          if (!reservation.take(part.length)) throw new MediaError('spool-full', fileName);
          yield part;
        }
      },
      createWriteStream(path, { mode: 0o600 }),
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof MediaError) throw error;
    if (isDiskFull(error)) throw new MediaError('spool-full', fileName, { cause: error });
    if (sourceError === error || isEarlyEnd(error)) throw new MediaError('unreachable', fileName, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  if (bytes === 0) throw new MediaError('empty', fileName);
  return bytes;
}

/** True for the errors of a full disk or a used-up quota. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function isEarlyEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
