import { AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P } from 'node-av/constants';
import { MediaLimitError, MediaReadError } from './errors.ts';
import { MAX_PIXELS, MediaFile, type Track } from './media-file.ts';
import { TrackDecoder } from './track-decoder.ts';

/** What a media file holds, by its tracks and not by its name or first bytes. */
export interface ProbedMedia {
  container: string;
  /** Codec names; undefined where there is no such track. Covers and the like do not count. */
  video?: string;
  audio?: string;
  /** px, upright. */
  width: number;
  height: number;
  /** ms; undefined where the file does not say. */
  durationMs?: number;
  frameRate: number;
  /** Whether the file has tracks that are neither picture nor sound (subtitles, data), timecodes aside. */
  hasOtherTracks: boolean;
  /** Whether phones, browsers and chats play it in place: H.264 in 8-bit 4:2:0 with AAC or MP3, in MP4. */
  playsEverywhere: boolean;
  /** Names of the file's metadata, in lower case. */
  metadataKeys: string[];
}

/**
 * Reads a file's tracks and decodes the beginning of each that matters, so that what is accepted can be used.
 * @throws MediaReadError when there is neither picture nor sound · UndecodableError naming the codec · MediaLimitError for
 *   a picture that is too large
 */
export async function probeMedia(path: string): Promise<ProbedMedia> {
  await using file = await MediaFile.open(path);
  const { video, audio } = file;
  const main = video ?? audio;
  if (!main) throw new MediaReadError('neither picture nor sound in the file');
  if (main.width * main.height > MAX_PIXELS) {
    throw new MediaLimitError('pixels', `frames of ${main.width}×${main.height}`);
  }
  if (!(await decodes(path, main))) throw new UndecodableError(main);
  const { duration } = file;
  return {
    container: file.container,
    video: video?.codec,
    audio: audio?.codec,
    width: video?.width ?? 0,
    height: video?.height ?? 0,
    durationMs: duration === undefined ? undefined : Math.round(duration * 1000),
    frameRate: video?.frameRate ?? 0,
    hasOtherTracks: file.tracks.some(({ kind, tag }) => kind === 'other' && tag !== 'tmcd'),
    playsEverywhere: playsEverywhere(file),
    metadataKeys: file.metadataKeys,
  };
}

function playsEverywhere(file: MediaFile): boolean {
  const { video, audio, container } = file;
  const format = video && file.streams[video.index]?.codecpar.format;
  const isPlainPicture = video?.codec === 'h264' && (format === AV_PIX_FMT_YUV420P || format === AV_PIX_FMT_YUVJ420P);
  const isPlainSound = audio === undefined || audio.codec === 'aac' || audio.codec === 'mp3';
  return container.startsWith('mov,') && isPlainPicture && isPlainSound;
}

/** A file that is read, and whose main track cannot be decoded. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
  readonly codec: string;

  constructor({ codec }: Track) {
    super(`${codec} cannot be decoded`);
    this.codec = codec;
  }
}

async function decodes(path: string, track: Track): Promise<boolean> {
  if (!track.isDecodable) return false;
  await using file = await MediaFile.open(path);
  const same = file.tracks[track.index];
  if (!same) return false;
  try {
    const decoder = await TrackDecoder.open(file, same);
    try {
      return (await decoder.next()) !== undefined;
    } finally {
      decoder.close();
    }
  } catch (error) {
    if (error instanceof MediaReadError) return false;
    throw error;
  }
}
