import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import type { MediaKind } from '../records.ts';

/** What a file tells of itself; px upright, ms. What it does not tell is left out. */
export interface ProbedFile {
  width?: number;
  height?: number;
  durationMs?: number;
  fps?: number;
}

/** Reads a media file's headers. Rejects when the file is damaged. */
export type Probe = (path: string, kind: MediaKind) => Promise<ProbedFile>;

/** A {@link Probe} that knows every format which uploads may have; never decodes a picture. */
export const probeFile: Probe = async (path, kind) => {
  if (kind === 'image') {
    const { autoOrient } = await sharp(path).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  }
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const durationMs = Math.round((await input.computeDuration()) * 1000);
    const video = kind === 'video' ? await input.getPrimaryVideoTrack() : null;
    if (!video) return { durationMs };
    const { averagePacketRate } = await video.computePacketStats(60);
    return {
      durationMs,
      width: video.displayWidth,
      height: video.displayHeight,
      fps: Math.round(averagePacketRate * 100) / 100,
    };
  } finally {
    input.dispose();
  }
};
