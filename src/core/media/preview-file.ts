import { open, rm } from 'node:fs/promises';
import sharp from 'sharp';
import { bytesOfFile } from './bytes.ts';
import { prepareImage } from './image.ts';
import { type Format, kindOf, SNIFF_BYTES, sniff } from './sniff.ts';
import { writeThumbnail } from './thumbnail-file.ts';

export interface PreviewJob {
  path: string;
  outPath: string;
  /** px */
  maxSide: number;
}

/** Larger pictures get no preview; they are refused as uploads, too. */
const LIMITS = {
  maxPixels: 100_000_000,
  maxJpegPixels: 260_000_000,
  maxAnimationPixels: 500_000_000,
  maxFrames: 3_000,
  maxBytes: 200 * 1024 ** 2,
};
const QUALITY = 80;
const MAX_BYTES = 2_000_000;

/** Writes a small JPEG of a picture or a video. For child processes only. */
export async function writePreview({ path, outPath, maxSide }: PreviewJob): Promise<{ made: boolean }> {
  const { format, mayBeRecording } = await sniffFile(path);
  if (format && kindOf(format) === 'image') {
    await writePicture(path, outPath, format, maxSide);
    return { made: true };
  }
  if (format ? kindOf(format) !== 'video' : !mayBeRecording) return { made: false };
  await writeThumbnail({ path, outPath, maxSide, maxBytes: MAX_BYTES });
  return { made: true };
}

async function sniffFile(path: string) {
  await using file = await open(path, 'r');
  return await sniff(await (await bytesOfFile(file)).at(0, SNIFF_BYTES));
}

async function writePicture(path: string, outPath: string, format: Format, maxSide: number): Promise<void> {
  const prepared = `${outPath}.whole`;
  try {
    const { rewritten } = await prepareImage(path, prepared, format, LIMITS);
    await sharp(rewritten ? prepared : path, { limitInputPixels: LIMITS.maxJpegPixels })
      .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toFile(outPath);
  } finally {
    await rm(prepared, { force: true });
  }
}
