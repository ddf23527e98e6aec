import { ChildCrashedError, JobLimitError } from '@reelay/media/pool';
import { type ProbedVideo, UnreadableMediaError } from './media.ts';
import { type MediaJob, probeResult } from './media-jobs.ts';
import { resultPool } from './media-pool.ts';

export { UnreadableMediaError } from './media.ts';

const PROBE_LIMIT_MS = 30_000;

/**
 * The size, length and sound of a video file, read in a child process.
 * @throws UnreadableMediaError when there is no readable video in it; the signal's reason when aborted
 */
export async function probeVideo(path: string, signal: AbortSignal): Promise<ProbedVideo> {
  const job: MediaJob = { type: 'probe', path };
  const result = await resultPool.run(job, { signal, limitMs: PROBE_LIMIT_MS }).catch((cause: unknown) => {
    const isUnreadable = cause instanceof JobLimitError || cause instanceof ChildCrashedError;
    if (isUnreadable) throw new UnreadableMediaError(cause.message, { cause });
    throw cause;
  });
  const probed = probeResult.parse(result);
  if ('video' in probed) return probed.video;
  throw new UnreadableMediaError(probed.unreadable);
}
