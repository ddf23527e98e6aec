import { writeFile } from 'node:fs/promises';
import { registerMediabunnyServer } from '@mediabunny/server';
import { FilePathSource, Input, type InputVideoTrack, MATROSKA, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import sharp from 'sharp';

export interface ThumbnailJob {
  path: string;
  outPath: string;
  /** px */
  maxSide: number;
  maxBytes: number;
}

interface Frame {
  data: Buffer;
  width: number;
  height: number;
}

/** Seconds from the start of the frames that are considered; videos that fade in are bright by one of them. */
const CANDIDATES_S = [0, 0.5, 1, 2, 3.5];
/** Mean luma, of 255. Video black is 16 in some decoders' ranges, and a dark scene is still a picture. */
const BLACK_BELOW = 24;
/** The standard's `format` is missing from the older typings in use, so that a known key goes with it. */
const AS_RGBA = { format: 'RGBA', layout: undefined };
const QUALITIES = [85, 70, 50, 30];

/**
 * Writes a JPEG of one of a video's first frames, the first that is not black. For child processes only.
 * @throws Error when there is none, or none of the qualities fits
 */
export async function writeThumbnail({ path, outPath, maxSide, maxBytes }: ThumbnailJob): Promise<void> {
  registerMediabunnyServer({ hardwareContext: null });
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, MATROSKA, WEBM] });
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new Error('no video in the file');
  const frame = await firstBrightFrame(video, maxSide);
  for (const quality of QUALITIES) {
    const jpeg = await sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality })
      .toBuffer();
    if (jpeg.length <= maxBytes) return await writeFile(outPath, jpeg, { mode: 0o600 });
  }
  throw new Error(`no quality fits ${maxBytes} bytes`);
}

/** The first frame that is not black, or else the brightest of those looked at. */
async function firstBrightFrame(video: InputVideoTrack, maxSide: number): Promise<Frame> {
  const scale = Math.min(1, maxSide / Math.max(await video.getDisplayWidth(), await video.getDisplayHeight()));
  const width = Math.max(1, Math.round((await video.getDisplayWidth()) * scale));
  const height = Math.max(1, Math.round((await video.getDisplayHeight()) * scale));
  const start = await video.getFirstTimestamp();
  let best: { frame: Frame; luma: number } | undefined;
  for await (const sample of new VideoSampleSink(video).samplesAtTimestamps(CANDIDATES_S.map((at) => start + at))) {
    if (!sample) continue;
    using decoded = sample;
    using small = await decoded.transform({ width, height, fit: 'fill' });
    const data = Buffer.alloc(small.allocationSize(AS_RGBA));
    await small.copyTo(data, AS_RGBA);
    const luma = meanLuma(data);
    if (!best || luma > best.luma) best = { frame: { data, width, height }, luma };
    if (luma >= BLACK_BELOW) break;
  }
  if (!best) throw new Error('no frame could be decoded');
  return best.frame;
}

function meanLuma(rgba: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    sum += 0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0);
  }
  return sum / (rgba.length / 4);
}
