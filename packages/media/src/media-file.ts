import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_LOG_QUIET,
  AV_NOPTS_VALUE,
  AV_TIME_BASE,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import {
  avGetCodecName,
  Codec,
  Dictionary,
  FFmpegError,
  FormatContext,
  Log,
  type Packet,
  type Stream,
} from 'node-av/lib';
import { displayOf, type Orientation } from './display.ts';
import { MediaReadError } from './errors.ts';

// FFmpeg prints what it thinks of each file; what matters arrives as an error.
Log.setLevel(AV_LOG_QUIET);

/**
 * Containers of single files. Playlists and scripts (HLS, DASH, concat …) are left out: through them a user's file could
 * make this process read other files or addresses.
 */
const FORMATS = [
  ...['mov', 'matroska', 'webm', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'flv', 'asf', 'ogg', 'dv', 'gxf', 'mxf', 'nut'],
  ...[
    'wav',
    'w64',
    'aiff',
    'au',
    'caf',
    'flac',
    'mp3',
    'aac',
    'ac3',
    'eac3',
    'amr',
    'amrnb',
    'amrwb',
    'ape',
    'wv',
    'tta',
  ],
].join(',');
const PROBE_BYTES = 10_000_000;
const ANALYSE_US = 10_000_000;
const MAX_STREAMS = 64;
/** px of one frame: 8K, the largest picture that the levels of H.264 and HEVC have. */
export const MAX_PIXELS = 36_000_000;

/** A stream of a file, as its headers describe it. */
export interface Track {
  index: number;
  kind: 'video' | 'audio' | 'other';
  /** FFmpeg's short name of the codec, such as `h264`. */
  codec: string;
  /** The container's own name of the codec, such as `avc1` or `tmcd`. */
  tag: string;
  /** Whether this FFmpeg has a decoder for it. */
  isDecodable: boolean;
  /** A picture that belongs to the file, such as an album's cover, and not a film. */
  isCover: boolean;
  /** Seconds; the first timestamp of the track. */
  start: number;
  /** px, upright and with square pixels; 0 for sound. */
  width: number;
  height: number;
  orientation: Orientation;
  /** Frames a second, 0 when unknown. */
  frameRate: number;
  /** Of sound; 0 for pictures. */
  channels: number;
}

/** An open media file: its tracks, and its packets in the order in which they are stored. */
export class MediaFile implements AsyncDisposable {
  readonly #context: FormatContext;
  readonly streams: readonly Stream[];
  readonly tracks: readonly Track[];
  /** FFmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;

  private constructor(context: FormatContext) {
    this.#context = context;
    this.streams = context.streams;
    this.tracks = this.streams.map(trackOf);
    this.container = context.iformat?.name ?? '';
  }

  /** @throws MediaReadError when it is no media file, or its headers cannot be read */
  static async open(path: string): Promise<MediaFile> {
    // FFmpeg ends the process on an empty path.
    if (path === '') throw new MediaReadError('no file');
    const context = new FormatContext();
    context.allocContext();
    const options = Dictionary.fromObject({
      format_whitelist: FORMATS,
      protocol_whitelist: 'file',
      probesize: PROBE_BYTES,
      analyzeduration: ANALYSE_US,
      max_streams: MAX_STREAMS,
    });
    try {
      // Otherwise a colon in the path would be read as the end of a protocol's name.
      check(await context.openInput(`file:${path}`, null, options), 'open');
    } catch (error) {
      context.freeContext();
      throw error;
    } finally {
      options.free();
    }
    try {
      check(await context.findStreamInfo(null), 'read the headers of');
      return new MediaFile(context);
    } catch (error) {
      await context.closeInput();
      throw error;
    }
  }

  /** Seconds, undefined where the file does not say. */
  get duration(): number | undefined {
    const { duration } = this.#context;
    return duration === AV_NOPTS_VALUE || duration <= 0n ? undefined : Number(duration) / AV_TIME_BASE;
  }

  /** Names of what the file says about itself and its tracks, in lower case. */
  get metadataKeys(): string[] {
    const all = [this.#context.metadata, ...this.streams.map(({ metadata }) => metadata)];
    return all.flatMap((entries) => Object.keys(entries?.getAll() ?? {}).map((key) => key.toLowerCase()));
  }

  /** Bits a second of everything together; 0 when unknown. */
  get bitRate(): number {
    return Math.max(0, Number(this.#context.bitRate));
  }

  /** Seconds; where the film begins on the tracks' own time axis. */
  get start(): number {
    const { startTime } = this.#context;
    return startTime === AV_NOPTS_VALUE ? 0 : Number(startTime) / AV_TIME_BASE;
  }

  /** The film's picture: the largest one that can be decoded, else the largest. */
  get video(): Track | undefined {
    const films = this.tracks.filter(({ kind, isCover }) => kind === 'video' && !isCover);
    return films.toSorted(
      (a, b) => Number(b.isDecodable) - Number(a.isDecodable) || b.width * b.height - a.width * a.height,
    )[0];
  }

  /** The first sound that can be decoded, else the first. */
  get audio(): Track | undefined {
    const sounds = this.tracks.filter(({ kind }) => kind === 'audio');
    return sounds.find(({ isDecodable }) => isDecodable) ?? sounds[0];
  }

  /**
   * Reads the next packet into `packet`, which must be allocated; false at the end. What is read after damage counts as
   * the end: players show a file up to there.
   */
  async read(packet: Packet): Promise<boolean> {
    const result = await this.#context.readFrame(packet);
    return result >= 0 && result !== AVERROR_EOF;
  }

  async close(): Promise<void> {
    await this.#context.closeInput();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function trackOf(stream: Stream): Track {
  const { codecpar, index } = stream;
  const { codecType, codecId } = codecpar;
  const kind = codecType === AVMEDIA_TYPE_VIDEO ? 'video' : codecType === AVMEDIA_TYPE_AUDIO ? 'audio' : 'other';
  const { timeBase, startTime, avgFrameRate } = stream;
  return {
    index,
    kind,
    codec: avGetCodecName(codecId) ?? 'unknown',
    tag: codecpar.codecTagString ?? '',
    isDecodable: kind !== 'other' && Codec.findDecoder(codecId) !== null,
    isCover: stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC),
    start: startTime === AV_NOPTS_VALUE ? 0 : (Number(startTime) * timeBase.num) / timeBase.den,
    frameRate: avgFrameRate.den > 0 ? avgFrameRate.num / avgFrameRate.den : 0,
    channels: codecpar.channels,
    ...displayOf(stream),
  };
}

const ENOSPC = -28;

/** @throws MediaReadError; an error with the code `ENOSPC` when the disk is full */
export function check(result: number, doing: string): void {
  if (result >= 0) return;
  const message = `FFmpeg could not ${doing} the file: ${FFmpegError.strerror(result)}`;
  if (result === ENOSPC) throw Object.assign(new Error(message), { code: 'ENOSPC' });
  throw new MediaReadError(message);
}
