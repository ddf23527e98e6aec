import { AV_NOPTS_VALUE } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { toSdr } from './colour.ts';
import { MediaLimitError, MediaReadError } from './errors.ts';
import { FilterChain } from './filter.ts';
import { MediaFile, type Track } from './media-file.ts';
import { AAC_FRAME, Mp4Writer, type PictureSettings } from './mp4-writer.ts';
import { soundFilter } from './sound-reader.ts';
import { TrackDecoder } from './track-decoder.ts';

export interface ConvertOptions {
  /** px; larger pictures are made smaller, smaller ones stay. The longer side of the two counts whichever way it lies. */
  maxLongSide: number;
  maxShortSide: number;
  /** Frames a second; faster films lose frames, slower ones stay. */
  maxFrameRate: number;
  /** Bits a second of the picture; constant quality without it. */
  pictureBitRate?: number;
  /** Bits a second of the sound. */
  soundBitRate: number;
  /** Most that may come out, in bytes. */
  maxBytes?: number;
  /** Writes the sound alone. */
  withoutPicture?: boolean;
  /** Of 1. */
  onProgress?: (share: number) => void;
}

export interface ConvertedFilm {
  /** px */
  width: number;
  height: number;
  frameRate: number;
}

/**
 * Writes the film at `path` as an MP4 that plays everywhere (H.264, AAC): upright, in standard dynamic range, with one
 * frame rate, and without any metadata, subtitles or data tracks. Sound alone becomes an M4A.
 * @throws MediaReadError when nothing of it can be decoded · MediaLimitError when more would come out than may
 */
export async function convertMedia(
  path: string,
  outPath: string,
  options: ConvertOptions,
): Promise<ConvertedFilm | undefined> {
  await using pictureFile = await MediaFile.open(path);
  await using soundFile = await MediaFile.open(path);
  const { video } = pictureFile;
  const { audio } = soundFile;
  const picture = video && !options.withoutPicture ? settingsFor(video, options) : undefined;
  const sound = audio?.isDecodable ? { bitRate: options.soundBitRate } : undefined;
  if (!picture && !sound) throw new MediaReadError('nothing in the file can be decoded');
  const pictureSource = video && picture ? await PictureSource.open(pictureFile, video, picture) : undefined;
  let soundSource: SoundSource | undefined;
  let writer: Mp4Writer | undefined;
  try {
    soundSource = audio && sound ? await SoundSource.open(soundFile, audio) : undefined;
    writer = await Mp4Writer.open(outPath, picture, sound, options.maxBytes);
    await pump(writer, pictureSource, soundSource, pictureFile.duration, options.onProgress);
    await writer.finish();
  } finally {
    await writer?.close();
    pictureSource?.close();
    soundSource?.close();
  }
  return picture && { ...picture, frameRate: picture.frameRate.num / picture.frameRate.den };
}

/** Writes picture and sound in step, since the muxer keeps what is ahead in memory. */
async function pump(
  writer: Mp4Writer,
  picture: PictureSource | undefined,
  sound: SoundSource | undefined,
  duration: number | undefined,
  onProgress: ((share: number) => void) | undefined,
): Promise<void> {
  let pictureTime = picture ? 0 : Number.POSITIVE_INFINITY;
  let soundTime = sound ? 0 : Number.POSITIVE_INFINITY;
  let pictures = 0;
  while (pictureTime !== Number.POSITIVE_INFINITY || soundTime !== Number.POSITIVE_INFINITY) {
    if (picture && pictureTime <= soundTime) {
      pictureTime = await picture.writeNext(writer);
      if (++pictures % 15 === 0 && duration && pictureTime < duration) onProgress?.(pictureTime / duration);
    } else if (sound) {
      soundTime = await sound.writeNext(writer);
      if (!picture && duration && soundTime < duration) onProgress?.(soundTime / duration);
    }
  }
  if (picture?.isEmpty && (!sound || sound.isEmpty)) throw new MediaReadError('nothing in the file could be decoded');
}

function settingsFor(track: Track, options: ConvertOptions): PictureSettings {
  const { width, height } = track;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const scale = Math.min(1, options.maxLongSide / long, options.maxShortSide / short);
  const even = (side: number) => Math.max(16, Math.round((side * scale) / 2) * 2);
  return {
    width: even(width),
    height: even(height),
    frameRate: frameRateOf(track, options.maxFrameRate),
    bitRate: options.pictureBitRate,
  };
}

/** Common rates exactly (23.976 as 24000/1001), others as thousandths. */
function frameRateOf({ frameRate }: Track, max: number): { num: number; den: number } {
  // A file that does not say, or says what no film has, gets the rate that most have.
  const known = frameRate >= 1 && frameRate <= 240 ? frameRate : 30;
  const halved = known > max && Math.abs(known / 2 - max) <= 1 ? known / 2 : Math.min(known, max);
  const ntsc = Math.round(halved * 1.001);
  if (Math.abs(halved - Math.round(halved)) < 0.005) return { num: Math.round(halved), den: 1 };
  if (Math.abs(halved - ntsc / 1.001) < 0.005) return { num: ntsc * 1000, den: 1001 };
  return { num: Math.round(halved * 1000), den: 1000 };
}

/**
 * What lies between two frames is filled, with the frame before or with silence. Screen recordings stand still for
 * minutes; a file that says days would make millions of frames out of two, in s.
 */
const MAX_GAP_S = 600;

/** Decoded frames that wait to be written, and how many were. */
abstract class Source {
  readonly #decoder: TrackDecoder;
  #filter: FilterChain | undefined;
  readonly #ready: Frame[] = [];
  #ended = false;
  /** Up to where frames have come, in s. */
  #reached = 0;
  protected written = 0n;

  constructor(decoder: TrackDecoder) {
    this.#decoder = decoder;
  }

  get isEmpty(): boolean {
    return this.written === 0n;
  }

  protected abstract filtersFor(first: Frame): string;
  protected abstract write(writer: Mp4Writer, frame: Frame): Promise<number>;

  /** Writes the next frame; gives the time up to which is written, in seconds, infinite at the end. */
  async writeNext(writer: Mp4Writer): Promise<number> {
    for (;;) {
      const frame = this.#ready.shift();
      if (frame) {
        try {
          return await this.write(writer, frame);
        } finally {
          frame.free();
        }
      }
      if (this.#ended) return Number.POSITIVE_INFINITY;
      const decoded = await this.#decoder.next();
      if (!decoded) this.#ended = true;
      if (decoded) this.#checkGap(decoded);
      if (decoded) this.#filter ??= new FilterChain(this.filtersFor(decoded));
      if (this.#filter) this.#ready.push(...(await this.#filter.process(decoded ?? null)));
    }
  }

  #checkGap({ pts, timeBase: { num, den } }: Frame): void {
    if (pts === AV_NOPTS_VALUE || den <= 0) return;
    const at = (Number(pts) * num) / den;
    if (at - this.#reached > MAX_GAP_S) {
      throw new MediaLimitError('gap', `nothing from ${this.#reached} s to ${at} s`);
    }
    this.#reached = Math.max(this.#reached, at);
  }

  close(): void {
    for (const frame of this.#ready.splice(0)) frame.free();
    this.#filter?.close();
    this.#decoder.close();
  }
}

class PictureSource extends Source {
  readonly #track: Track;
  readonly #settings: PictureSettings;

  private constructor(decoder: TrackDecoder, track: Track, settings: PictureSettings) {
    super(decoder);
    this.#track = track;
    this.#settings = settings;
  }

  static async open(file: MediaFile, track: Track, settings: PictureSettings): Promise<PictureSource> {
    return new PictureSource(await TrackDecoder.open(file, track), track, settings);
  }

  protected override filtersFor(first: Frame): string {
    const { width, height, frameRate } = this.#settings;
    return [
      'bwdif=send_frame:deint=interlaced',
      `fps=${frameRate.num}/${frameRate.den}:start_time=0`,
      ...this.#track.orientation,
      toSdr(first, width, height),
      'setsar=1',
    ].join(',');
  }

  protected override async write(writer: Mp4Writer, frame: Frame): Promise<number> {
    await writer.writePicture(frame, this.written++);
    return (Number(this.written) * this.#settings.frameRate.den) / this.#settings.frameRate.num;
  }
}

class SoundSource extends Source {
  readonly #channels: number;

  private constructor(decoder: TrackDecoder, channels: number) {
    super(decoder);
    this.#channels = channels;
  }

  static async open(file: MediaFile, track: Track): Promise<SoundSource> {
    return new SoundSource(await TrackDecoder.open(file, track, 1), track.channels);
  }

  protected override filtersFor(): string {
    return `${soundFilter(this.#channels)},asetnsamples=n=${AAC_FRAME}:p=0`;
  }

  protected override async write(writer: Mp4Writer, frame: Frame): Promise<number> {
    await writer.writeSound(frame, this.written);
    this.written += BigInt(frame.nbSamples);
    return Number(this.written) / 48_000;
  }
}
