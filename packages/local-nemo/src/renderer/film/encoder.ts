import { availableParallelism } from 'node:os';
import { EncodedPacket, EncodedVideoPacketSource } from 'mediabunny';
import {
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, FFmpegError, Frame, Packet, Rational } from 'node-av/lib';
import { RenderError } from '../errors.ts';
import type { I420 } from '../picture/i420.ts';
import type { FilmOutput } from './output.ts';

/** Constant quality, capped so that twelve seconds of 1080p30 fit the 10 MiB of a chat with small limits. */
const QUALITY = 21;
const MAX_BIT_RATE = 6_000_000;
/** Pixels a second of 1080p30, for which the cap is. */
const USUAL_PIXELS = 1920 * 1080 * 30;
/**
 * With B-frames and these two it takes 0.55 of the processor time of plain `veryfast`, at the same SSIM within 0.0003 and
 * the same size within 3 % (measured at 1080p on photos under slow camera motion).
 */
const PRESET = 'veryfast';
const MOTION_SEARCH = 'subme=1:me=dia';
/** A preview is looked at once. */
const QUICK = { preset: 'ultrafast', crf: 28 };
/** Each thread holds some more pictures; x264's own choice is half as many again as there are processors. */
const MOST_THREADS = 6;
const B_FRAMES = 3;
/** Frames between two key frames at most; a player seeks to the one before. */
const KEY_FRAME_EVERY = 250;

/**
 * An H.264 encoder (High profile, 8-bit 4:2:0) whose packets go to `source`.
 * x264 is driven directly because mediabunny's own wrapper knows only its slowest-but-two and its very fastest preset.
 */
export class FilmEncoder {
  readonly source = new EncodedVideoPacketSource('avc');
  readonly #context: CodecContext;
  readonly #frame: Frame;
  readonly #packet: Packet;
  readonly #output: FilmOutput;
  #count = 0;
  #first = true;

  private constructor(context: CodecContext, output: FilmOutput) {
    this.#context = context;
    this.#output = output;
    this.#packet = new Packet();
    this.#packet.alloc();
    this.#frame = new Frame();
    this.#frame.alloc();
    this.#frame.format = AV_PIX_FMT_YUV420P;
    this.#frame.width = output.width;
    this.#frame.height = output.height;
  }

  /** @param output width and height must be even */
  static async open(output: FilmOutput): Promise<FilmEncoder> {
    const { width, height, fps } = output;
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new RenderError('failed', 'no H.264 encoder on this machine');
    const context = new CodecContext();
    context.allocContext3(codec);
    context.width = width;
    context.height = height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, fps);
    context.framerate = new Rational(fps, 1);
    context.gopSize = KEY_FRAME_EVERY;
    context.maxBFrames = output.quick ? 0 : B_FRAMES;
    context.colorRange = AVCOL_RANGE_MPEG;
    context.colorSpace = AVCOL_SPC_BT709;
    context.colorPrimaries = AVCOL_PRI_BT709;
    context.colorTrc = AVCOL_TRC_BT709;
    const most = mostBitRate(output);
    context.rcMaxRate = BigInt(most);
    context.rcBufferSize = most * 2;
    const threads = Math.min(availableParallelism(), MOST_THREADS);
    context.setOption('preset', output.quick ? QUICK.preset : PRESET);
    context.setOption('x264-params', `${output.quick ? '' : `${MOTION_SEARCH}:`}threads=${threads}`);
    context.setOption('crf', String(output.quick ? QUICK.crf : QUALITY));
    FFmpegError.throwIfError(await context.open2(codec), 'opening the H.264 encoder');
    return new FilmEncoder(context, output);
  }

  /** Encodes the next frame. The picture's memory is read until the promise resolves: don't change it before. */
  encode(picture: I420): Promise<void> {
    FFmpegError.throwIfError(this.#frame.fromBuffer(Buffer.from(picture.data.buffer)), 'filling a frame');
    this.#frame.pts = BigInt(this.#count++);
    this.#frame.duration = 1n;
    this.#frame.timeBase = new Rational(1, this.#output.fps);
    this.#frame.pictType = AV_PICTURE_TYPE_NONE;
    return this.#send(this.#frame);
  }

  /** Encodes what is left and closes the source. */
  async finish(): Promise<void> {
    await this.#send(null);
    this.source.close();
  }

  close(): void {
    this.#frame.free();
    this.#packet.free();
    this.#context.freeContext();
  }

  async #send(frame: Frame | null): Promise<void> {
    FFmpegError.throwIfError(await this.#context.sendFrame(frame), 'encoding a frame');
    for (;;) {
      const got = await this.#context.receivePacket(this.#packet);
      if (got === AVERROR_EAGAIN || got === AVERROR_EOF) return;
      FFmpegError.throwIfError(got, 'encoding a frame');
      await this.#deliver();
      this.#packet.unref();
    }
  }

  async #deliver(): Promise<void> {
    const bytes = this.#packet.data;
    if (!bytes) return;
    const packet = new EncodedPacket(
      new Uint8Array(bytes),
      this.#packet.isKeyframe ? 'key' : 'delta',
      Number(this.#packet.pts) / this.#output.fps,
      1 / this.#output.fps,
    );
    if (!this.#first) return this.source.add(packet);
    this.#first = false;
    // Annex B with the parameter sets in the stream: the muxer makes its own `avcC` of them.
    await this.source.add(packet, {
      decoderConfig: {
        codec: `avc1.6400${levelOf(this.#output)}`,
        codedWidth: this.#output.width,
        codedHeight: this.#output.height,
        colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
      },
    });
  }
}

/** Twice as many frames a second, which differ less, take half as many bits again. */
function mostBitRate({ width, height, fps }: FilmOutput): number {
  const share = (width * height * 30) / USUAL_PIXELS;
  return Math.round(MAX_BIT_RATE * Math.max(1, share) * Math.max(1, fps / 30) ** 0.585);
}

/** The H.264 level (table A-1 of ITU-T H.264) in hexadecimal, as the codec's name in a file has it. */
function levelOf({ width, height, fps }: FilmOutput): string {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16) * fps;
  if (blocks <= 245_760) return '28';
  if (blocks <= 522_240) return '2a';
  return blocks <= 983_040 ? '33' : '34';
}
