import { AV_PIX_FMT_PAL8, FF_ENCODER_GIF } from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, type Frame, Packet, Rational, type Stream } from 'node-av/lib';
import { toSdr } from './colour.ts';
import { MediaReadError } from './errors.ts';
import { FilterChain } from './filter.ts';
import { check, MediaFile, type Track } from './media-file.ts';
import { TrackDecoder } from './track-decoder.ts';

export interface GifOptions {
  /** px; a larger picture is made smaller. */
  maxSide: number;
  /** Frames a second. */
  frameRate: number;
  /** What comes later is left out, in seconds: all frames are in memory until the colours are chosen. */
  maxSeconds: number;
  /** Of 1. */
  onProgress?: (share: number) => void;
}

export interface MadeGif {
  width: number;
  height: number;
  durationMs: number;
}

/**
 * Writes the beginning of the film at `path` as an animated GIF that repeats for ever, in the 256 colours that suit it best.
 * @throws MediaReadError when it has no picture that can be decoded
 */
export async function makeGif(path: string, outPath: string, options: GifOptions): Promise<MadeGif> {
  await using file = await MediaFile.open(path);
  const { video } = file;
  if (!video?.isDecodable) throw new MediaReadError('no picture in the file');
  const size = sizeFor(video, options.maxSide);
  const decoder = await TrackDecoder.open(file, video);
  let chain: FilterChain | undefined;
  let writer: GifWriter | undefined;
  const write = async (frames: Frame[]) => {
    for (const frame of frames) {
      try {
        writer ??= await GifWriter.open(outPath, size, options.frameRate);
        await writer.write(frame);
      } finally {
        frame.free();
      }
    }
  };
  try {
    for (let frame = await decoder.next(); frame; frame = await decoder.next()) {
      const seconds = (Number(frame.pts) * frame.timeBase.num) / frame.timeBase.den;
      if (seconds >= options.maxSeconds) break;
      chain ??= new FilterChain(filtersFor(frame, video, size, options));
      await write(await chain.process(frame));
      options.onProgress?.(Math.min(1, seconds / Math.min(options.maxSeconds, file.duration ?? options.maxSeconds)));
    }
    if (chain) await write(await chain.process(null));
    if (!writer) throw new MediaReadError('nothing in the file could be decoded');
    const frames = await (writer as GifWriter).finish();
    return { ...size, durationMs: Math.round((frames * 1000) / options.frameRate) };
  } finally {
    await writer?.close();
    chain?.close();
    decoder.close();
  }
}

function sizeFor({ width, height }: Track, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const even = (side: number) => Math.max(16, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

function filtersFor(
  first: Frame,
  { orientation }: Track,
  { width, height }: { width: number; height: number },
  { frameRate, maxSeconds }: GifOptions,
): string {
  const picture = [
    'bwdif=send_frame:deint=interlaced',
    `fps=${frameRate}:start_time=0`,
    `trim=end=${maxSeconds}`,
    ...orientation,
    toSdr(first, width, height),
    'setsar=1',
  ].join(',');
  // Ordered dithering stays the same from frame to frame, which keeps the file small and the picture still.
  return `${picture},split[a][b];[a]palettegen=stats_mode=diff[colours];[b][colours]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle`;
}

class GifWriter {
  readonly #format: FormatContext;
  readonly #context: CodecContext;
  readonly #stream: Stream;
  readonly #packet = new Packet();
  #frames = 0;

  private constructor(format: FormatContext, context: CodecContext, stream: Stream) {
    this.#format = format;
    this.#context = context;
    this.#stream = stream;
    this.#packet.alloc();
  }

  static async open(path: string, size: { width: number; height: number }, frameRate: number): Promise<GifWriter> {
    const codec = Codec.findEncoderByName(FF_ENCODER_GIF);
    if (!codec) throw new MediaReadError('no encoder for GIF');
    const context = new CodecContext();
    context.allocContext3(codec);
    context.width = size.width;
    context.height = size.height;
    context.pixelFormat = AV_PIX_FMT_PAL8;
    context.timeBase = new Rational(1, frameRate);
    context.framerate = new Rational(frameRate, 1);
    const format = new FormatContext();
    try {
      check(format.allocOutputContext2(null, 'gif', path), 'begin');
      check(await context.open2(codec), 'open the encoder of');
      const stream = format.newStream(null);
      check(stream.codecpar.fromContext(context), 'describe a track of');
      stream.timeBase = context.timeBase;
      stream.avgFrameRate = context.framerate;
      check(await format.openOutput(), 'create');
      const options = Dictionary.fromObject({ loop: '0' });
      check(await format.writeHeader(options), 'write');
      options.free();
      return new GifWriter(format, context, stream);
    } catch (error) {
      context.freeContext();
      await format.closeOutput().catch(() => {});
      format.freeContext();
      throw error;
    }
  }

  async write(frame: Frame): Promise<void> {
    frame.pts = BigInt(this.#frames++);
    await this.#encode(frame);
  }

  /** Writes the end; gives the number of frames. */
  async finish(): Promise<number> {
    await this.#encode(null);
    check(await this.#format.writeTrailer(), 'finish');
    return this.#frames;
  }

  async close(): Promise<void> {
    this.#packet.free();
    this.#context.freeContext();
    await this.#format.closeOutput();
    this.#format.freeContext();
  }

  async #encode(frame: Frame | null): Promise<void> {
    check(await this.#context.sendFrame(frame), 'encode');
    while ((await this.#context.receivePacket(this.#packet)) >= 0) {
      this.#packet.streamIndex = this.#stream.index;
      this.#packet.rescaleTs(this.#context.timeBase, this.#stream.timeBase);
      check(await this.#format.interleavedWriteFrame(this.#packet), 'write');
      this.#packet.unref();
    }
  }
}
