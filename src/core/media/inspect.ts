import { ChildCrashedError, JobLimitError } from '@reelay/media/pool';
import type { ImageLimits } from './image.ts';
import type { ReceivedFile } from './inspect-file.ts';
import { MediaError, type SpooledFile } from './media.ts';
import { inspectResult, type MediaJob } from './media-jobs.ts';
import { receptionPool } from './media-pool.ts';

/** Decoding one file may take this long, from when its turn has come, in ms. */
const INSPECT_LIMIT_MS = 180_000;

/**
 * Checks a file that was received into `folder`, which is its own, and makes it ready to be sent on: its true type, that
 * it decodes, upright, and without the position where it was taken. Decoding happens in a child process with limits on
 * memory and time. What is left in the folder after a failure is the caller's to remove.
 * @throws MediaError `unsupported` · `damaged` · `too-many-pixels` · `too-complex` · `too-large` · `spool-full`; the
 *   signal's reason
 */
export async function inspectReceived(
  { path, fileName }: ReceivedFile,
  folder: string,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<SpooledFile> {
  const job: MediaJob = { type: 'inspect', path, fileName, folder, limits };
  const result = await receptionPool.run(job, { signal, limitMs: INSPECT_LIMIT_MS }).catch((cause: unknown) => {
    if (cause instanceof JobLimitError) throw new MediaError('too-complex', fileName, { cause });
    // Native decoders end their process on some broken files.
    if (cause instanceof ChildCrashedError) throw new MediaError('damaged', fileName, { cause });
    throw cause;
  });
  const inspected = inspectResult.parse(result);
  if ('file' in inspected) return inspected.file;
  const { code, detected, limitBytes, reason } = inspected.refusal;
  throw new MediaError(code, fileName, { detected, limitBytes, cause: new Error(reason) });
}
