import { AV_NOPTS_VALUE, AVERROR_EAGAIN } from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet } from 'node-av/lib';
import { MediaReadError } from './errors.ts';
import { check, MAX_PIXELS, type MediaFile, type Track } from './media-file.ts';

/** A track with this many packets in a row that cannot be decoded is given up. */
const MAX_BAD_PACKETS = 200;

/**
 * Decodes one track of a file from its beginning. The frame that {@link next} gives is valid until the next call; calls
 * must not overlap.
 */
export class TrackDecoder {
  readonly #file: MediaFile;
  readonly #track: Track;
  readonly #context: CodecContext;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  #isDrained = false;
  #bad = 0;

  private constructor(file: MediaFile, track: Track, context: CodecContext) {
    this.#file = file;
    this.#track = track;
    this.#context = context;
    this.#packet.alloc();
    this.#frame.alloc();
  }

  /** @throws MediaReadError when there is no decoder, or the track's headers are broken */
  static async open(file: MediaFile, track: Track, threads = 2): Promise<TrackDecoder> {
    const stream = file.streams[track.index];
    const codec = stream && Codec.findDecoder(stream.codecpar.codecId);
    if (!stream || !codec) throw new MediaReadError(`no decoder for ${track.codec}`);
    const context = new CodecContext();
    context.allocContext3(codec);
    try {
      check(context.parametersToContext(stream.codecpar), 'read a track of');
      context.pktTimebase = stream.timeBase;
      context.threadCount = threads;
      // The container may name a smaller picture than the frames have.
      context.setOption('max_pixels', String(MAX_PIXELS));
      check(await context.open2(codec), 'open the decoder of');
    } catch (error) {
      context.freeContext();
      throw error;
    }
    return new TrackDecoder(file, track, context);
  }

  /**
   * The next frame, with its time base set and its timestamp relative to the film's beginning; undefined at the end.
   * Packets that cannot be decoded are skipped.
   */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      this.#frame.unref();
      const received = await this.#context.receiveFrame(this.#frame);
      if (received >= 0) return this.#stamped();
      if (this.#isDrained) return undefined;
      // Anything else is an error of one frame; the next packet may be fine.
      if (received !== AVERROR_EAGAIN && ++this.#bad > MAX_BAD_PACKETS) return undefined;
      await this.#feed();
    }
  }

  close(): void {
    this.#frame.free();
    this.#packet.free();
    this.#context.freeContext();
  }

  async #feed(): Promise<void> {
    while (await this.#file.read(this.#packet)) {
      const isMine = this.#packet.streamIndex === this.#track.index;
      const sent = isMine ? await this.#context.sendPacket(this.#packet) : 0;
      this.#packet.unref();
      if (!isMine) continue;
      if (sent >= 0) this.#bad = 0;
      else if (sent !== AVERROR_EAGAIN && ++this.#bad > MAX_BAD_PACKETS) break;
      return;
    }
    this.#isDrained = true;
    await this.#context.sendPacket(null);
  }

  #stamped(): Frame {
    const frame = this.#frame;
    const stream = this.#file.streams[this.#track.index];
    if (!stream) return frame;
    const { timeBase } = stream;
    frame.timeBase = timeBase;
    const best = frame.bestEffortTimestamp;
    const begin = BigInt(Math.round((this.#file.start * timeBase.den) / timeBase.num));
    frame.pts = best === AV_NOPTS_VALUE ? best : best - begin;
    return frame;
  }
}
