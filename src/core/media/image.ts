import { open, rm, stat } from 'node:fs/promises';
import { convertStill, MediaReadError, needsConversion, type StillColours, type StillPixels } from '@reelay/media';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { BrokenFormatError, bytesOfFile, isWhole, writePieces } from './bytes.ts';
import { parseGif } from './formats/gif.ts';
import { parseHeif } from './formats/heif.ts';
import { type ImageStructure, TooManyFramesError } from './formats/image-structure.ts';
import { parseJpeg } from './formats/jpeg.ts';
import { parsePng } from './formats/png.ts';
import { parseWebp, type WebpStructure } from './formats/webp.ts';
import { decodeHeic, UndecodableHeicError } from './heic.ts';
import type { Format } from './sniff.ts';
import { tiffOf } from './tiff.ts';

// It would keep removed files open, and their space taken.
sharp.cache(false);
// Several children decode at once; more threads in each would only add memory.
sharp.concurrency(1);

export interface ImageLimits {
  /** Pixels of one picture. */
  maxPixels: number;
  /** Pixels of a JPEG, which can be shrunk while it is decoded; above `maxPixels` it is made smaller. */
  maxJpegPixels: number;
  /** Pixels of all frames of an animation together. */
  maxAnimationPixels: number;
  maxFrames: number;
  /** Bytes of what a conversion may make. */
  maxBytes: number;
}

export interface CheckedImage {
  format: Format;
  /** px, upright. */
  width: number;
  height: number;
  /** True when the result is a new file at `outPath`, false when the file at `path` is fine as it is. */
  rewritten: boolean;
}

/** Thrown for an animation of more frames than may be decoded. */
export class TooComplexError extends Error {
  override readonly name = 'TooComplexError';
}

/** Thrown for a picture whose header claims more pixels than may be decoded. */
export class TooManyPixelsError extends Error {
  override readonly name = 'TooManyPixelsError';
}

/** Thrown for a picture that does not decode to its end. */
export class DamagedImageError extends Error {
  override readonly name = 'DamagedImageError';
}

/** Thrown when no size of a converted picture fits the limit. */
export class ConvertedTooLargeError extends Error {
  override readonly name = 'ConvertedTooLargeError';
}

/**
 * Longest side and JPEG quality of a picture that has to be written anew, tried in order until the bytes fit. Videos come
 * out at 1920 px at most, so 6000 px leaves room to zoom in by three and bounds the file (a 36 MP JPEG of pure noise at
 * this quality is about 60 MB). Pictures that need no rewriting keep every pixel.
 */
const STEPS = [
  { side: 6000, quality: 92 },
  { side: 4096, quality: 88 },
  { side: 2560, quality: 85 },
] as const;

/** What sharp calls the formats that it is asked to check. */
const SHARP_NAMES: Partial<Record<Format, string>> = { jpg: 'jpeg', png: 'png', gif: 'gif', webp: 'webp' };

/**
 * Checks that a picture decodes to its end, and makes it fit to be sent on: upright, without metadata, in a format that
 * the backend takes. Where only metadata has to go, the pixels' bytes stay as they are. HEIC and AVIF become JPEG (PNG
 * when they are transparent).
 * @param outPath where a rewritten picture goes; must not exist.
 * For child processes only: native decoders can end their process.
 * @throws TooManyPixelsError and TooComplexError, before anything is decoded · DamagedImageError · ConvertedTooLargeError
 */
export async function prepareImage(
  path: string,
  outPath: string,
  format: Format,
  limits: ImageLimits,
): Promise<CheckedImage> {
  try {
    if (format === 'tif') return await convertTiff(path, outPath, limits);
    if (format === 'heic' || format === 'avif') return await convertHeif(path, outPath, format, limits);
    return await checkImage(path, outPath, format, limits);
  } catch (error) {
    if (error instanceof TooManyFramesError) throw new TooComplexError(error.message, { cause: error });
    if (error instanceof BrokenFormatError || error instanceof UndecodableHeicError)
      throw new DamagedImageError(error.message, { cause: error });
    throw error;
  }
}

async function checkImage(path: string, outPath: string, format: Format, limits: ImageLimits): Promise<CheckedImage> {
  const { structure, size } = await parseFile(path, format, limits.maxFrames);
  const pixels = structure.width * structure.height;
  const maxPixels = format === 'jpg' ? limits.maxJpegPixels : limits.maxPixels;
  if (pixels > maxPixels || pixels * structure.frames > limits.maxAnimationPixels) throw new TooManyPixelsError();
  const options = readOptions(structure.frames > 1 ? limits.maxAnimationPixels : maxPixels, structure.frames > 1);
  const cleaned = !isWhole(structure.pieces, size);
  if (cleaned) await writePieces(path, outPath, structure.pieces);
  const isClean = await decodeToTheEnd(cleaned ? outPath : path, options, format, !structure.endMissing);
  // Animations are never rotated: no viewer does it either.
  const isTurned = structure.orientation !== 1 && structure.frames === 1;
  // Other decoders may be stricter about what this one had to warn of.
  const isLightlyDamaged = !isClean && structure.frames === 1;
  if (isTurned || isLightlyDamaged || pixels > limits.maxPixels) {
    if (cleaned) await rm(outPath);
    const open = () => sharp(path, options).autoOrient();
    const lossless = format === 'png' || ('lossless' in structure && structure.lossless === true);
    const size = await writeAnew(open, outPath, format, lossless, limits);
    return { format, ...size, rewritten: true };
  }
  return { format, width: structure.width, height: structure.height, rewritten: cleaned };
}

async function parseFile(
  path: string,
  format: Format,
  maxFrames: number,
): Promise<{ structure: ImageStructure | WebpStructure; size: number }> {
  await using file = await open(path, 'r');
  const bytes = await bytesOfFile(file);
  const size = bytes.size;
  if (format === 'jpg') return { structure: await parseJpeg(bytes), size };
  if (format === 'png') return { structure: await parsePng(bytes), size };
  if (format === 'gif') return { structure: await parseGif(bytes, maxFrames), size };
  return { structure: await parseWebp(bytes, maxFrames), size };
}

async function convertHeif(
  path: string,
  outPath: string,
  format: 'heic' | 'avif',
  limits: ImageLimits,
): Promise<CheckedImage> {
  await using file = await open(path, 'r');
  const { pixels, profile, colours } = await parseHeif(await bytesOfFile(file));
  if (pixels > limits.maxPixels) throw new TooManyPixelsError();
  const options = readOptions(limits.maxPixels, false);
  // A profile says more than the numbers, and sharp converts by it.
  const odd = !profile && colours && needsConversion(colours) ? colours : undefined;
  let read: () => Sharp;
  if (format === 'avif' && !odd) {
    // libvips applies the file's own rotation itself, as its decoder does for HEIC.
    read = () => sharp(path, options);
  } else {
    const picture =
      format === 'avif' ? await decoding(() => pixelsOf(path, options)) : await decodeHeic(path, limits.maxPixels);
    if (odd) await convertColours(picture, odd);
    const { width, height, channels } = picture;
    const tiff = profile && tiffOf(picture, profile);
    read = () => (tiff ? sharp(tiff, options) : sharp(picture.data, { ...options, raw: { width, height, channels } }));
  }
  const target: Format = (await hasTransparency(read)) ? 'png' : 'jpg';
  const size = await writeAnew(read, outPath, target, false, limits);
  return { format: target, ...size, rewritten: true };
}

async function pixelsOf(path: string, options: SharpOptions): Promise<StillPixels> {
  const { data, info } = await sharp(path, options).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`${channels} channels`);
  return { width, height, channels, data };
}

async function convertColours(pixels: StillPixels, colours: StillColours): Promise<void> {
  try {
    await convertStill(pixels, colours);
  } catch (error) {
    if (error instanceof MediaReadError) throw new DamagedImageError(error.message, { cause: error });
    throw error;
  }
}

/** Its first page; libvips refuses what its header declares to be too large. */
async function convertTiff(path: string, outPath: string, limits: ImageLimits): Promise<CheckedImage> {
  const read = () => sharp(path, readOptions(limits.maxPixels, false)).autoOrient();
  const { width, height } = await decoding(() => sharp(path, readOptions(limits.maxPixels, false)).metadata());
  if (width * height > limits.maxPixels) throw new TooManyPixelsError();
  const target: Format = (await hasTransparency(read)) ? 'png' : 'jpg';
  const size = await writeAnew(read, outPath, target, false, limits);
  return { format: target, ...size, rewritten: true };
}

async function hasTransparency(read: () => Sharp): Promise<boolean> {
  return await decoding(async () => {
    const { hasAlpha } = await read().metadata();
    return hasAlpha === true && !(await read().stats()).isOpaque;
  });
}

function readOptions(limitInputPixels: number, animated: boolean): SharpOptions {
  return { failOn: 'error', limitInputPixels, sequentialRead: true, animated };
}

/**
 * Shrinks the picture to nothing, which reads every row of it and keeps none. True when its decoder had nothing to warn
 * of.
 * @param lenient whether warnings are allowed: light damage of the scan, odd parameters
 */
async function decodeToTheEnd(path: string, options: SharpOptions, format: Format, lenient: boolean): Promise<boolean> {
  const decode = (failOn: 'warning' | 'error') =>
    decoding(async () => {
      const metadata = await sharp(path, { ...options, failOn }).metadata();
      if (metadata.format !== SHARP_NAMES[format]) throw new Error(`decodes as ${metadata.format}`);
      // At an eighth of its size libvips does not notice that the last rows of a JPEG are missing.
      if (!lenient) await sharp(path, { ...options, failOn }).stats();
      await sharp(path, { ...options, failOn })
        .resize(16, 16, { fit: 'fill' })
        .raw()
        .toBuffer();
    });
  try {
    await decode('warning');
    return true;
  } catch (error) {
    if (!lenient || !(error instanceof DamagedImageError)) throw error;
    await decode('error');
    return false;
  }
}

/** Without any metadata, in sRGB. */
async function writeAnew(
  read: () => Sharp,
  outPath: string,
  format: Format,
  lossless: boolean,
  limits: ImageLimits,
): Promise<{ width: number; height: number }> {
  for (const { side, quality } of STEPS) {
    const resized = read().resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    const encoded =
      format === 'png'
        ? resized.png()
        : format === 'webp'
          ? resized.webp({ quality, lossless })
          : resized.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' });
    const { width, height } = await decoding(() => encoded.toFile(outPath));
    if ((await stat(outPath)).size <= limits.maxBytes) return { width, height };
  }
  throw new ConvertedTooLargeError();
}

/** Runs sharp; a full disk stays what it is, everything else is the picture's fault. */
async function decoding<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const text = String(error);
    if (/no space left|ENOSPC|write failed|unable to write/i.test(text)) {
      throw Object.assign(new Error(text, { cause: error }), { code: 'ENOSPC' });
    }
    throw new DamagedImageError(text, { cause: error });
  }
}
