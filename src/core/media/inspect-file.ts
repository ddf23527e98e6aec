import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokenFormatError, bytesOfFile } from './bytes.ts';
import { blankOut, findLocations } from './formats/location.ts';
import {
  ConvertedTooLargeError,
  DamagedImageError,
  type ImageLimits,
  prepareImage,
  TooComplexError,
  TooManyPixelsError,
} from './image.ts';
import { MediaError, type SpooledFile, UnreadableMediaError } from './media.ts';
import { safeName } from './names.ts';
import { probeTracks } from './probe-file.ts';
import { contentTypeOf, type Format, kindOf, SNIFF_BYTES, sniff } from './sniff.ts';
import { convertOgg } from './sound-file.ts';
import { isDiskFull } from './write-stream.ts';

/** A file as it was received. */
export interface ReceivedFile {
  path: string;
  /** The name the user's file had. */
  fileName: string;
}

/**
 * Checks a file that was received into a folder of its own, and makes it ready to be sent on: its true type, that it is
 * whole, upright, and without the position where it was taken. For child processes only.
 * @throws MediaError `unsupported` · `damaged` · `too-many-pixels` · `too-large` · `too-complex` · `spool-full`.
 */
export async function inspectFile(
  { path, fileName }: ReceivedFile,
  folder: string,
  limits: ImageLimits,
): Promise<SpooledFile> {
  const sniffed = await sniffFile(path);
  if ('detected' in sniffed) throw new MediaError('unsupported', fileName, { detected: sniffed.detected });
  try {
    return kindOf(sniffed.format) === 'image'
      ? await checkPicture({ path, fileName }, folder, sniffed.format, limits)
      : await checkRecording({ path, fileName }, folder, sniffed.format);
  } catch (error) {
    if (error instanceof MediaError) throw error;
    if (error instanceof TooManyPixelsError) throw new MediaError('too-many-pixels', fileName, { cause: error });
    if (error instanceof TooComplexError) throw new MediaError('too-complex', fileName, { cause: error });
    if (error instanceof ConvertedTooLargeError) {
      throw new MediaError('too-large', fileName, { limitBytes: limits.maxBytes, cause: error });
    }
    if (isDiskFull(error)) throw new MediaError('spool-full', fileName, { cause: error });
    const isDamage =
      error instanceof DamagedImageError || error instanceof UnreadableMediaError || error instanceof BrokenFormatError;
    if (isDamage) throw new MediaError('damaged', fileName, { cause: error });
    throw error;
  }
}

async function sniffFile(path: string) {
  await using file = await open(path, 'r');
  return await sniff(await (await bytesOfFile(file)).at(0, SNIFF_BYTES));
}

async function checkPicture(
  { path, fileName }: ReceivedFile,
  folder: string,
  format: Format,
  limits: ImageLimits,
): Promise<SpooledFile> {
  const rewrittenPath = join(folder, 'rewritten');
  const image = await prepareImage(path, rewrittenPath, format, limits);
  const file = await moveToFinalName(image.rewritten ? rewrittenPath : path, folder, fileName, image.format);
  return { ...file, kind: 'image', width: image.width, height: image.height, converted: image.rewritten };
}

async function checkRecording(received: ReceivedFile, folder: string, sniffed: Format): Promise<SpooledFile> {
  const { fileName } = received;
  let { path } = received;
  let converted = false;
  let format = sniffed;
  let kind = kindOf(format);
  if (format === 'ogg') {
    path = join(folder, 'rewritten');
    await convertOgg(received.path, path);
    await rm(received.path);
    converted = true;
    format = 'm4a';
  }
  if (format === 'avi') {
    await checkAvi(path);
  } else {
    if (format === 'mp4' || format === 'mov' || format === 'm4a') converted = (await removeLocation(path)) || converted;
    const tracks = await probeTracks(path);
    kind = tracks.video ? 'video' : 'audio';
    if (format === 'mp4' && kind === 'audio') format = 'm4a';
    if (format === 'm4a' && kind === 'video') format = 'mp4';
  }
  const file = await moveToFinalName(path, folder, fileName, format);
  const contentType = kind === 'audio' ? file.contentType.replace('video/', 'audio/') : file.contentType;
  return { ...file, contentType, kind, converted };
}

async function removeLocation(path: string): Promise<boolean> {
  await using file = await open(path, 'r+');
  const blanks = await findLocations(await bytesOfFile(file));
  await blankOut(file, blanks);
  return blanks.length > 0;
}

/** An AVI's first list is its header, and the file is as long as it says; nothing here reads more of that format. */
async function checkAvi(path: string): Promise<void> {
  await using file = await open(path, 'r');
  const bytes = await bytesOfFile(file);
  const head = await bytes.at(0, 24);
  if (head.toString('latin1', 12, 16) !== 'LIST' || head.toString('latin1', 20, 24) !== 'hdrl') {
    throw new BrokenFormatError('an AVI without a header');
  }
  if (head.readUInt32LE(4) + 8 > bytes.size) throw new BrokenFormatError('an AVI that ends before its declared end');
}

/** Gives the file its final name; its folder is its own, so names cannot meet. */
async function moveToFinalName(path: string, folder: string, fileName: string, format: Format) {
  const name = safeName(fileName, format);
  const final = join(folder, name);
  await rename(path, final);
  const { size } = await stat(final);
  return { path: final, name, contentType: contentTypeOf(format), bytes: size };
}
