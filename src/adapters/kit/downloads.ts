import { Readable } from 'node:stream';
import { type Clock, TimeLimitError, untilAborted, withTimeLimit } from '@reelay/async';
import { type Piece, resumable } from '../../core/media/resume.ts';

/** A download that brings more bytes than the platform gives for a file. */
export class DownloadTooLargeError extends Error {
  override readonly name = 'DownloadTooLargeError';
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`the file has more than ${limitBytes} bytes`);
    this.limitBytes = limitBytes;
  }
}

export interface DownloadOptions {
  /**
   * Asks the platform's server for the file from this byte on; undefined when there is no such file any more. What
   * rejects is tried again, unless it is a {@link PermanentDownloadError}.
   */
  connect: (offset: number, signal: AbortSignal) => Promise<Piece | undefined>;
  /** Most bytes that are read; the stream then fails with a {@link DownloadTooLargeError}. */
  maxBytes: number;
  /** Waits before the next attempt; gets how many in a row failed before (from 0). */
  backOff: (earlier: number, signal: AbortSignal) => Promise<void>;
  clock: Clock;
  signal: AbortSignal;
}

/** The server will not give the file, whatever is tried. */
export class PermanentDownloadError extends Error {
  override readonly name = 'PermanentDownloadError';
}

/** How often in a row a download may fail without a byte coming. */
const FRUITLESS_ATTEMPTS = 6;
/** A connection that brings nothing for this long is broken, in ms. */
const STALL_LIMIT_MS = 60_000;

/**
 * Opens a file on a platform's server. A connection that breaks or stalls is resumed at the byte where it broke.
 * @returns undefined when there is no such file
 * @throws PermanentDownloadError · what the last attempt failed with · the signal's reason
 */
export async function openDownload(options: DownloadOptions): Promise<Readable | undefined> {
  const { signal, maxBytes } = options;
  const first = await connected(options, 0);
  if (!first) return undefined;
  const connect = async (offset: number) => {
    const rest = await connected(options, offset);
    if (!rest) throw new PermanentDownloadError('the file was removed while it was read');
    return rest;
  };
  const pause = (fruitless: number) => options.backOff(Math.max(0, fruitless - 1), signal);
  const bytes = resumable(first, { connect, pause, tries: FRUITLESS_ATTEMPTS, signal });
  return Readable.from(capped(bytes, maxBytes), { objectMode: false });
}

async function connected(options: DownloadOptions, offset: number): Promise<Piece | undefined> {
  const { backOff, signal } = options;
  for (let failures = 0; ; ) {
    try {
      return await attempt(options, offset);
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (error instanceof PermanentDownloadError || failures >= FRUITLESS_ATTEMPTS) throw error;
      await backOff(failures - 1, signal);
    }
  }
}

/** One connection, which is given up when it brings nothing for too long. */
async function attempt({ connect, clock, signal }: DownloadOptions, offset: number): Promise<Piece | undefined> {
  const stalled = new AbortController();
  const own = AbortSignal.any([signal, stalled.signal]);
  const within = <T>(what: string, work: Promise<T>) =>
    withTimeLimit(clock, STALL_LIMIT_MS, what, undefined, (limited) => untilAborted(work, limited)).catch(
      (error: unknown) => {
        if (error instanceof TimeLimitError) stalled.abort(error);
        throw error;
      },
    );
  const piece = await within('the file server', connect(offset, own));
  return piece && { ...piece, body: watched(piece.body, (next) => within('the next bytes', next), stalled.signal) };
}

/** The same bytes, each chunk awaited within a limit. */
async function* watched(
  body: AsyncIterable<Uint8Array>,
  within: <T>(next: Promise<T>) => Promise<T>,
  stalled: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await within(reader.next());
      if (done) return;
      yield value;
    }
  } finally {
    const ended = reader.return?.();
    // A source that stalls does not answer its end either, so that is not waited for.
    if (stalled.aborted) ended?.catch(() => {});
    else await ended;
  }
}

async function* capped(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.length;
    if (count > maxBytes) throw new DownloadTooLargeError(maxBytes);
    yield chunk;
  }
}
