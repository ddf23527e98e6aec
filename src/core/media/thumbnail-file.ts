import { writeFile } from 'node:fs/promises';
import { FilmReader, type YuvPicture } from '@reelay/media';
import sharp from 'sharp';

export interface ThumbnailJob {
  path: string;
  outPath: string;
  /** px */
  maxSide: number;
  maxBytes: number;
}

interface Candidate {
  picture: YuvPicture;
  score: number;
}

/** Seconds from the start of the frames that are considered; videos that fade in are bright by one of them. */
const CANDIDATES_S = [0, 0.5, 1, 2, 3.5];
/** Mean luma, of 255. Video black is 16, and a dark scene is still a picture. */
const BLACK_BELOW = 28;
const QUALITIES = [85, 70, 50, 30];

/**
 * Writes a JPEG of one of a video's first frames: of those that are not black the most detailed, since a fade or a blurred
 * transition says little. For child processes only.
 * @throws Error when there is none, or none of the qualities fits
 */
export async function writeThumbnail({ path, outPath, maxSide, maxBytes }: ThumbnailJob): Promise<void> {
  const reader = await FilmReader.open(path);
  try {
    const { width: fullWidth, height: fullHeight } = reader.track;
    const scale = Math.min(1, maxSide / Math.max(fullWidth, fullHeight));
    const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
    const width = even(fullWidth);
    const height = even(fullHeight);
    const { picture } = await bestFrame(reader, width, height);
    const rgb = rgbOf(picture, width, height);
    for (const quality of QUALITIES) {
      const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality })
        .toBuffer();
      if (jpeg.length <= maxBytes) return await writeFile(outPath, jpeg, { mode: 0o600 });
    }
  } finally {
    await reader.close();
  }
  throw new Error(`no quality fits ${maxBytes} bytes`);
}

async function bestFrame(reader: FilmReader, width: number, height: number): Promise<Candidate> {
  let best: Candidate | undefined;
  let next = 0;
  for (let time = await reader.next(); time !== undefined; time = await reader.next()) {
    const wanted = CANDIDATES_S[next];
    if (wanted === undefined) break;
    if (time + 0.0005 < wanted) continue;
    while ((CANDIDATES_S[next] ?? Number.POSITIVE_INFINITY) <= time + 0.0005) next++;
    const picture = await reader.picture(width, height);
    const score = scoreOf(picture.y, width);
    if (!best || score > best.score) best = { picture, score };
  }
  if (!best) throw new Error('no frame could be decoded');
  return best;
}

/** Detail, as the mean difference of neighbours; black frames come after all others, by their luma. */
function scoreOf(luma: Uint8Array, width: number): number {
  let sum = 0;
  let detail = 0;
  for (let at = 0; at < luma.length; at++) {
    const value = luma[at] ?? 0;
    sum += value;
    if (at % width !== 0) detail += Math.abs(value - (luma[at - 1] ?? 0));
  }
  const mean = sum / luma.length;
  return mean < BLACK_BELOW ? mean - 1000 : detail / luma.length;
}

/** BT.709, limited range, to RGB. */
function rgbOf({ y, u, v }: YuvPicture, width: number, height: number): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const chroma = (row >> 1) * (width >> 1) + (column >> 1);
      const luma = 1.1644 * ((y[row * width + column] ?? 0) - 16);
      const blue = (u[chroma] ?? 128) - 128;
      const red = (v[chroma] ?? 128) - 128;
      const at = (row * width + column) * 3;
      rgb[at] = luma + 1.7927 * red;
      rgb[at + 1] = luma - 0.2132 * blue - 0.5329 * red;
      rgb[at + 2] = luma + 2.1124 * blue;
    }
  }
  return rgb;
}
