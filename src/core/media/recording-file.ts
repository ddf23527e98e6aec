import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  convertMedia,
  MediaReadError,
  type ProbedMedia,
  probeMedia,
  type RemuxContainer,
  remuxMedia,
} from '@reelay/media';
import { BrokenFormatError, bytesOfFile } from './bytes.ts';
import { blankOut, findLocations } from './formats/location.ts';
import type { MediaKind } from './media.ts';
import type { Format } from './sniff.ts';

/** A recording that can be sent on. */
export interface PreparedRecording {
  path: string;
  format: Format;
  kind: MediaKind;
  /** True when the bytes are not those that were received. */
  converted: boolean;
}

/** Codecs that every backend decodes; others become H.264. */
const COMMON_CODECS = new Set(['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mjpeg', 'prores', 'mpeg2video']);
const REMUX: Partial<Record<Format, RemuxContainer>> = { mp4: 'mp4', mov: 'mov', mkv: 'matroska', webm: 'webm' };
/** What Matroska writers say of a file without saying anything of its author. */
const HARMLESS_TAGS =
  /^(encoder|duration|language|title|handler_name|vendor_id|major_brand|minor_version|compatible_brands|stereo_mode|alpha_mode|bps|number_of_(frames|bytes)|_statistics_.*)(-[a-z]{2,3})?$/;
const FILM = { maxLongSide: 1920, maxShortSide: 1080, maxFrameRate: 30, soundBitRate: 160_000 };

/**
 * Makes a film or a sound ready to be sent on: its tracks say what it is, what cannot be sent on as it is gets
 * converted (to H.264 in MP4, to AAC in M4A), and positions, subtitles and data tracks are removed.
 * @param folder where a converted file may be written
 * @param sniffed what the first bytes say; undefined when they say that it is something else
 * @param maxBytes of what a conversion makes
 * @throws MediaReadError · MediaLimitError · UndecodableError · BrokenFormatError
 */
export async function prepareRecording(
  path: string,
  folder: string,
  sniffed: Format | undefined,
  maxBytes: number,
): Promise<PreparedRecording> {
  const outPath = join(folder, 'converted');
  let blanked = false;
  if (sniffed === 'avi') await checkAvi(path);
  if (sniffed === 'mp4' || sniffed === 'mov' || sniffed === 'm4a') blanked = await removeLocation(path);
  const probed = await probeMedia(path);
  const kind = probed.video ? 'video' : 'audio';
  const kept = keptFormat(probed, sniffed);
  if (!kept) {
    await convertMedia(path, outPath, { ...FILM, maxBytes });
    await rm(path);
    return { path: outPath, format: kind === 'video' ? 'mp4' : 'm4a', kind, converted: true };
  }
  if (!hasPrivateData(probed, kept)) return { path, format: kept, kind, converted: blanked };
  const container = REMUX[kept];
  try {
    if (!container) throw new MediaReadError(`no way to rewrite ${kept}`);
    await remuxMedia(path, outPath, container);
  } catch (error) {
    if (!(error instanceof MediaReadError)) throw error;
    await rm(outPath, { force: true });
    await convertMedia(path, outPath, { ...FILM, maxBytes });
    await rm(path);
    return { path: outPath, format: 'mp4', kind, converted: true };
  }
  await rm(path);
  return { path: outPath, format: kept, kind, converted: true };
}

/** The format under which a file can be sent on as it is; undefined when it has to be converted. */
function keptFormat({ video, audio, container }: ProbedMedia, sniffed: Format | undefined): Format | undefined {
  if (video) {
    if (!COMMON_CODECS.has(video)) return undefined;
    if (sniffed === 'm4a') return 'mp4';
    return sniffed === 'mp4' || sniffed === 'mov' || sniffed === 'avi' || sniffed === 'webm' || sniffed === 'mkv'
      ? sniffed
      : undefined;
  }
  if (audio === 'aac' && (sniffed === 'm4a' || sniffed === 'mp4')) return 'm4a';
  if (audio === 'aac' && container === 'aac') return 'aac';
  if (audio === 'mp3' && container === 'mp3') return 'mp3';
  return audio?.startsWith('pcm_') && container === 'wav' && sniffed === 'wav' ? 'wav' : undefined;
}

/** Whether a film has tracks or tags that may say where it was taken and that are not blanked in place. */
function hasPrivateData({ video, hasOtherTracks, metadataKeys }: ProbedMedia, format: Format): boolean {
  if (!video) return false;
  if (format === 'mkv' || format === 'webm')
    return hasOtherTracks || metadataKeys.some((key) => !HARMLESS_TAGS.test(key));
  return hasOtherTracks && format !== 'avi';
}

async function removeLocation(path: string): Promise<boolean> {
  await using file = await open(path, 'r+');
  const blanks = await findLocations(await bytesOfFile(file));
  await blankOut(file, blanks);
  return blanks.length > 0;
}

/** An AVI's first list is its header, and the file is as long as it says. */
async function checkAvi(path: string): Promise<void> {
  await using file = await open(path, 'r');
  const bytes = await bytesOfFile(file);
  const head = await bytes.at(0, 24);
  if (head.toString('latin1', 12, 16) !== 'LIST' || head.toString('latin1', 20, 24) !== 'hdrl') {
    throw new BrokenFormatError('an AVI without a header');
  }
  if (head.readUInt32LE(4) + 8 > bytes.size) throw new BrokenFormatError('an AVI that ends before its declared end');
}
