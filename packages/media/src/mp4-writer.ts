import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_PROFILE_H264_HIGH,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import {
  avChannelLayoutDefault,
  Codec,
  CodecContext,
  Dictionary,
  FormatContext,
  type Frame,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib';
import { MediaLimitError, MediaReadError } from './errors.ts';
import { check } from './media-file.ts';
import { SOUND_RATE } from './sound-reader.ts';

export interface PictureSettings {
  /** px, even. */
  width: number;
  height: number;
  frameRate: { num: number; den: number };
  /** Bits a second on average; without it the quality is constant and the size is what it comes to. */
  bitRate?: number;
}

export interface SoundSettings {
  /** Bits a second. */
  bitRate: number;
}

/** x264's constant quality (crf) where no bit rate is asked for: visually the same as the source. */
const QUALITY = 20;
/** A buffer of three seconds at one and a half times the average keeps single-pass files within 0.3 % of their size. */
const PEAK = 1.5;
const BUFFER_S = 3;

/** Samples of one AAC frame. */
export const AAC_FRAME = 1024;

interface Output {
  context: CodecContext;
  stream: Stream;
}

/**
 * Writes an MP4 with H.264 (High profile, 4:2:0, BT.709) and AAC, its index first so that players can start before they
 * have it all. Calls must not overlap.
 */
export class Mp4Writer {
  readonly #format: FormatContext;
  readonly #packet = new Packet();
  readonly #picture: Output | undefined;
  readonly #sound: Output | undefined;
  readonly #maxBytes: number;
  #bytes = 0;

  private constructor(format: FormatContext, picture: Output | undefined, sound: Output | undefined, maxBytes: number) {
    this.#format = format;
    this.#picture = picture;
    this.#sound = sound;
    this.#maxBytes = maxBytes;
    this.#packet.alloc();
  }

  /**
   * @param path must end in `.mp4` or `.m4a`
   * @param maxBytes of picture and sound together; the index comes on top of them
   */
  static async open(
    path: string,
    picture?: PictureSettings,
    sound?: SoundSettings,
    maxBytes = Number.POSITIVE_INFINITY,
  ): Promise<Mp4Writer> {
    const format = new FormatContext();
    check(format.allocOutputContext2(null, 'mp4', path), 'begin');
    const opened: CodecContext[] = [];
    const add = async (context: CodecContext, codec: Codec) => {
      opened.push(context);
      check(await context.open2(codec), 'open the encoder of');
      const stream = format.newStream(null);
      check(stream.codecpar.fromContext(context), 'describe a track of');
      stream.timeBase = context.timeBase;
      return { context, stream };
    };
    try {
      const pictureOutput = picture && (await add(...pictureEncoder(picture)));
      // Otherwise the last frame would have no length.
      if (pictureOutput && picture)
        pictureOutput.stream.avgFrameRate = new Rational(picture.frameRate.num, picture.frameRate.den);
      const soundOutput = sound && (await add(...soundEncoder(sound)));
      check(await format.openOutput(), 'create');
      const options = Dictionary.fromObject({ movflags: '+faststart' });
      check(await format.writeHeader(options), 'write');
      options.free();
      return new Mp4Writer(format, pictureOutput, soundOutput, maxBytes);
    } catch (error) {
      for (const context of opened) context.freeContext();
      await format.closeOutput().catch(() => {});
      format.freeContext();
      throw error;
    }
  }

  /** @param frame 4:2:0; its time in frames since the beginning */
  async writePicture(frame: Frame, pts: bigint): Promise<void> {
    frame.pts = pts;
    // The decoder's choice of key frames is not the encoder's.
    frame.pictType = AV_PICTURE_TYPE_NONE;
    await this.#encode(this.#picture, frame);
  }

  /** @param frame planar float, stereo, 48 kHz, at most 1024 samples; its time in samples since the beginning */
  async writeSound(frame: Frame, pts: bigint): Promise<void> {
    frame.pts = pts;
    await this.#encode(this.#sound, frame);
  }

  /** Writes what the encoders still hold, and the index. */
  async finish(): Promise<void> {
    await this.#encode(this.#picture, null);
    await this.#encode(this.#sound, null);
    check(await this.#format.writeTrailer(), 'finish');
  }

  async close(): Promise<void> {
    this.#packet.free();
    this.#picture?.context.freeContext();
    this.#sound?.context.freeContext();
    await this.#format.closeOutput();
    this.#format.freeContext();
  }

  async #encode(output: Output | undefined, frame: Frame | null): Promise<void> {
    if (!output) return;
    const { context, stream } = output;
    check(await context.sendFrame(frame), 'encode');
    while ((await context.receivePacket(this.#packet)) >= 0) {
      this.#bytes += this.#packet.size;
      if (this.#bytes > this.#maxBytes) {
        throw new MediaLimitError('output', `more than ${this.#maxBytes} bytes come out`);
      }
      this.#packet.streamIndex = stream.index;
      this.#packet.rescaleTs(context.timeBase, stream.timeBase);
      check(await this.#format.interleavedWriteFrame(this.#packet), 'write');
      this.#packet.unref();
    }
  }
}

function pictureEncoder({ width, height, frameRate, bitRate }: PictureSettings): [CodecContext, Codec] {
  const [context, codec] = encoder(FF_ENCODER_LIBX264);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(frameRate.den, frameRate.num);
  context.framerate = new Rational(frameRate.num, frameRate.den);
  context.gopSize = 250;
  context.profile = AV_PROFILE_H264_HIGH;
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorSpace = AVCOL_SPC_BT709;
  context.colorPrimaries = AVCOL_PRI_BT709;
  context.colorTrc = AVCOL_TRC_BT709;
  context.setOption('preset', 'veryfast');
  if (bitRate === undefined) {
    context.setOption('crf', String(QUALITY));
  } else {
    context.bitRate = BigInt(Math.round(bitRate));
    context.rcMaxRate = BigInt(Math.round(bitRate * PEAK));
    context.rcBufferSize = Math.round(bitRate * BUFFER_S);
  }
  return [context, codec];
}

function soundEncoder({ bitRate }: SoundSettings): [CodecContext, Codec] {
  const [context, codec] = encoder(FF_ENCODER_AAC);
  context.bitRate = BigInt(bitRate);
  context.sampleRate = SOUND_RATE;
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.channelLayout = avChannelLayoutDefault(2);
  context.timeBase = new Rational(1, SOUND_RATE);
  return [context, codec];
}

function encoder(name: typeof FF_ENCODER_LIBX264 | typeof FF_ENCODER_AAC): [CodecContext, Codec] {
  const codec = Codec.findEncoderByName(name);
  if (!codec) throw new MediaReadError(`no encoder ${name}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  // MP4 keeps the codecs' headers in its index.
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  return [context, codec];
}
