import { once } from 'node:events';
import type { HeicJob, HeicPixels, HeicReport } from './heic-worker.ts';
import { startThread } from './scripts.ts';

/** Thrown when the decoder could make no picture of the file. */
export class UndecodableHeicError extends Error {
  override readonly name = 'UndecodableHeicError';
}

/**
 * Decodes a HEIC's primary picture on a thread of its own: upright (the file's own `irot` and `imir` are applied; its
 * EXIF orientation repeats them and must not be), 8 bits a channel. The whole file and its pixels are in memory while
 * it lasts: the decoder has no other way. Aborting ends the thread at once.
 * @throws UndecodableHeicError · Error when the thread itself fails · the signal's reason when aborted.
 */
export async function decodeHeic(job: HeicJob, signal: AbortSignal): Promise<HeicPixels> {
  signal.throwIfAborted();
  // Its own output is kept from the log: the decoder prints what it dislikes.
  const worker = startThread('heic-worker', { workerData: job, env: {}, stdout: true, stderr: true });
  try {
    const [report]: HeicReport[] = await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(() => [{ error: 'the decoder ended without a picture' }]),
    ]);
    if (!report || 'error' in report) throw new UndecodableHeicError(report?.error);
    return report;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await worker.terminate();
  }
}
