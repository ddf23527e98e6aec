// A child process of `media-pool.ts`: decodes users' files and finished videos.

import { convertMedia, MediaReadError, makeGif, probeMedia, UndecodableError } from '@reelay/media';
import { serveJobs } from '@reelay/media/pool';
import { inspectFile } from './inspect-file.ts';
import { MediaError } from './media.ts';
import type { InspectResult, MediaJob, ProbeResult } from './media-jobs.ts';
import { writePreview } from './preview-file.ts';
import { writeThumbnail } from './thumbnail-file.ts';

type InspectJob = MediaJob & { type: 'inspect' };

async function inspect({ path, fileName, folder, limits }: InspectJob): Promise<InspectResult> {
  try {
    return { file: await inspectFile({ path, fileName }, folder, limits) };
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    const { code, detected, limitBytes, cause, message } = error;
    return { refusal: { code, detected, limitBytes, reason: cause instanceof Error ? cause.message : message } };
  }
}

async function probe(path: string): Promise<ProbeResult> {
  try {
    const { video, audio, width, height, durationMs, playsEverywhere } = await probeMedia(path);
    if (!video) return { unreadable: 'no picture in the file' };
    return { video: { width, height, durationMs: durationMs ?? 0, hasAudio: audio !== undefined, playsEverywhere } };
  } catch (error) {
    if (!(error instanceof MediaReadError || error instanceof UndecodableError)) throw error;
    return { unreadable: error.message };
  }
}

serveJobs(async (message, onProgress) => {
  const job = message as MediaJob;
  if (job.type === 'inspect') return await inspect(job);
  if (job.type === 'probe') return await probe(job.path);
  if (job.type === 'convert') return await convertMedia(job.path, job.outPath, { ...job.options, onProgress });
  if (job.type === 'gif') return await makeGif(job.path, job.outPath, { ...job.options, onProgress });
  if (job.type === 'preview') return await writePreview(job);
  return await writeThumbnail(job);
});
