// The child process of `probe.ts`: reads the headers of uploaded files.
import { MediaReadError, probeMedia, UndecodableError } from '@reelay/media';
import { serveJobs } from '@reelay/media/pool';
import sharp from 'sharp';
import type { ProbeAnswer, ProbeJob } from './probe.ts';

// It would keep removed files open, and their space taken.
sharp.cache(false);

async function probe({ path, kind }: ProbeJob): Promise<ProbeAnswer> {
  if (kind === 'image') {
    const { autoOrient } = await sharp(path).metadata();
    return { kind, width: autoOrient.width, height: autoOrient.height };
  }
  try {
    const { video, width, height, durationMs, frameRate } = await probeMedia(path);
    if (!video) return { kind: 'audio', durationMs };
    return { kind: 'video', durationMs, width, height, fps: Math.round(frameRate * 100) / 100 };
  } catch (error) {
    if (error instanceof UndecodableError) return { undecodable: error.codec };
    if (error instanceof MediaReadError) return { unreadable: error.message };
    throw error;
  }
}

serveJobs((job) => probe(job as ProbeJob));
