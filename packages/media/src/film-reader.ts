import { AV_FRAME_FLAG_INTERLACED, AV_NOPTS_VALUE } from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { toSdr } from './colour.ts';
import { MediaReadError } from './errors.ts';
import { FilterChain } from './filter.ts';
import { MediaFile, type Track } from './media-file.ts';
import { TrackDecoder } from './track-decoder.ts';

/** Planes of an 8-bit 4:2:0 picture in BT.709, limited range; rows without padding. */
export interface YuvPicture {
  y: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

/**
 * Reads the picture of a film in order: upright, deinterlaced, in standard dynamic range. Frames are only converted when
 * they are asked for. Calls must not overlap.
 */
export class FilmReader {
  readonly track: Track;
  readonly #file: MediaFile;
  readonly #decoder: TrackDecoder;
  /** The frame to show, and the one after it. */
  readonly #current = new Frame();
  readonly #next = new Frame();
  #time: number | undefined;
  #nextTime: number | undefined;
  #deinterlacer: FilterChain | undefined;
  readonly #ready: Frame[] = [];
  #converter: { chain: FilterChain; key: string } | undefined;
  #isFirst = true;
  #ended = false;

  private constructor(file: MediaFile, track: Track, decoder: TrackDecoder) {
    this.#file = file;
    this.track = track;
    this.#decoder = decoder;
    this.#current.alloc();
    this.#next.alloc();
  }

  /** @throws MediaReadError when the file has no picture that can be decoded */
  static async open(path: string): Promise<FilmReader> {
    const file = await MediaFile.open(path);
    try {
      const track = file.video;
      if (!track) throw new MediaReadError('no picture in the file');
      return new FilmReader(file, track, await TrackDecoder.open(file, track));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Whether there is a frame to show: false for a film that has none. */
  get hasFrame(): boolean {
    return this.#time !== undefined;
  }

  /** Steps to the next frame; gives its time in seconds from the film's beginning, undefined after the last. */
  async next(): Promise<number | undefined> {
    const time = this.#nextTime ?? (await this.#lookAhead());
    if (time === undefined) return undefined;
    this.#current.unref();
    this.#current.ref(this.#next);
    this.#current.timeBase = this.#next.timeBase;
    this.#next.unref();
    this.#nextTime = undefined;
    this.#time = time;
    return time;
  }

  /** Steps to the frame that is seen at `seconds`, which must not go back; true when it is another one than before. */
  async showAt(seconds: number): Promise<boolean> {
    let changed = false;
    for (;;) {
      const following = this.#nextTime ?? (await this.#lookAhead());
      if (following === undefined || (this.#time !== undefined && following > seconds)) return changed;
      await this.next();
      changed = true;
    }
  }

  /** The frame to show. @param width px, even @param height px, even */
  async picture(width: number, height: number): Promise<YuvPicture> {
    const frame = this.#current;
    const key = `${width} ${height} ${frame.colorTrc}`;
    if (this.#converter?.key !== key) {
      this.#converter?.chain.close();
      const filters = [...this.track.orientation, toSdr(frame, width, height)].join(',');
      this.#converter = { chain: new FilterChain(filters), key };
    }
    const [converted, ...more] = await this.#converter.chain.process(frame);
    for (const extra of more) extra.free();
    if (!converted) throw new MediaReadError('a frame cannot be converted');
    try {
      return planesOf(converted, width, height);
    } finally {
      converted.free();
    }
  }

  async close(): Promise<void> {
    for (const frame of this.#ready.splice(0)) frame.free();
    this.#converter?.chain.close();
    this.#deinterlacer?.close();
    this.#current.free();
    this.#next.free();
    this.#decoder.close();
    await this.#file.close();
  }

  async #lookAhead(): Promise<number | undefined> {
    const frame = await this.#pull();
    if (!frame) return undefined;
    this.#next.ref(frame);
    const { pts, timeBase } = frame;
    this.#next.timeBase = timeBase;
    if (this.#deinterlacer) frame.free();
    this.#nextTime = pts === AV_NOPTS_VALUE ? (this.#time ?? 0) : (Number(pts) * timeBase.num) / timeBase.den;
    return this.#nextTime;
  }

  async #pull(): Promise<Frame | undefined> {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready || this.#ended) return ready;
      const frame = await this.#decoder.next();
      if (this.#isFirst && frame?.hasFlags(AV_FRAME_FLAG_INTERLACED))
        this.#deinterlacer = new FilterChain('bwdif=send_frame');
      this.#isFirst = false;
      if (!frame) this.#ended = true;
      if (!this.#deinterlacer) return frame;
      this.#ready.push(...(await this.#deinterlacer.process(frame ?? null)));
    }
  }
}

function planesOf(frame: Frame, width: number, height: number): YuvPicture {
  const [y, u, v] = [0, 1, 2].map((index) => {
    const data = frame.data?.[index];
    const stride = frame.linesize[index];
    if (!data || !stride) throw new MediaReadError('a converted frame lacks a plane');
    const columns = index === 0 ? width : width >> 1;
    const rows = index === 0 ? height : height >> 1;
    const plane = new Uint8Array(columns * rows);
    for (let row = 0; row < rows; row++) plane.set(data.subarray(row * stride, row * stride + columns), row * columns);
    return plane;
  });
  if (!y || !u || !v) throw new MediaReadError('a converted frame lacks a plane');
  return { y, u, v };
}
