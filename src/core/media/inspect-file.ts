import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaLimitError, MediaReadError, UndecodableError } from '@reelay/media';
import { BrokenFormatError, bytesOfFile } from './bytes.ts';
import {
  ConvertedTooLargeError,
  DamagedImageError,
  type ImageLimits,
  prepareImage,
  TooComplexError,
  TooManyPixelsError,
} from './image.ts';
import { MediaError, type SpooledFile } from './media.ts';
import { safeName } from './names.ts';
import { prepareRecording } from './recording-file.ts';
import { contentTypeOf, type Format, kindOf, SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';
import { isDiskFull } from './write-stream.ts';

const RECORDING_LIMITS = { pixels: 'too-complex', gap: 'too-complex', output: 'too-large' } as const;

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
  const { format, detected } = sniffed;
  // What only the first bytes of a recording could say is left to its tracks.
  if (!format && !sniffed.mayBeRecording) throw new MediaError('unsupported', fileName, { detected });
  try {
    return format && kindOf(format) === 'image'
      ? await checkPicture({ path, fileName }, folder, format, limits)
      : await checkRecording({ path, fileName }, folder, sniffed, limits.maxBytes);
  } catch (error) {
    if (error instanceof MediaError) throw error;
    if (error instanceof TooManyPixelsError) throw new MediaError('too-many-pixels', fileName, { cause: error });
    if (error instanceof TooComplexError) throw new MediaError('too-complex', fileName, { cause: error });
    if (error instanceof ConvertedTooLargeError) {
      throw new MediaError('too-large', fileName, { limitBytes: limits.maxBytes, cause: error });
    }
    if (error instanceof MediaLimitError) {
      const code = RECORDING_LIMITS[error.limit];
      throw new MediaError(code, fileName, { limitBytes: limits.maxBytes, cause: error });
    }
    if (isDiskFull(error)) throw new MediaError('spool-full', fileName, { cause: error });
    const isDamage =
      error instanceof DamagedImageError || error instanceof MediaReadError || error instanceof BrokenFormatError;
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

async function checkRecording(
  received: ReceivedFile,
  folder: string,
  sniffed: Sniffed,
  maxBytes: number,
): Promise<SpooledFile> {
  const { fileName } = received;
  try {
    const { path, format, kind, converted } = await prepareRecording(received.path, folder, sniffed.format, maxBytes);
    const file = await moveToFinalName(path, folder, fileName, format);
    const contentType = kind === 'audio' ? file.contentType.replace('video/', 'audio/') : file.contentType;
    return { ...file, contentType, kind, converted };
  } catch (error) {
    if (error instanceof UndecodableError) {
      throw new MediaError('unsupported', fileName, {
        detected: `a recording in the codec ${error.codec}`,
        cause: error,
      });
    }
    // Its first bytes were those of another kind of file, and its tracks say nothing else.
    if (sniffed.detected && error instanceof MediaReadError) {
      throw new MediaError('unsupported', fileName, { detected: sniffed.detected, cause: error });
    }
    throw error;
  }
}

/** Gives the file its final name; its folder is its own, so names cannot meet. */
async function moveToFinalName(path: string, folder: string, fileName: string, format: Format) {
  const name = safeName(fileName, format);
  const final = join(folder, name);
  await rename(path, final);
  const { size } = await stat(final);
  return { path: final, name, contentType: contentTypeOf(format), bytes: size };
}
