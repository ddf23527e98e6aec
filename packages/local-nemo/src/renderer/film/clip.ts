import { toAvFrame } from '@mediabunny/server';
import { ALL_FORMATS, FilePathSource, Input, type VideoSample, VideoSampleSink } from 'mediabunny';
import { AV_PIX_FMT_YUV420P, SWS_BICUBIC } from 'node-av/constants';
import { FFmpegError, Frame, SoftwareScaleContext } from 'node-av/lib';
import { RenderError } from '../errors.ts';
import { rotated } from '../picture/copy.ts';
import { createI420, type I420 } from '../picture/i420.ts';
import type { Reel } from './reel.ts';

/** Opens a video file. Times must be asked for in order; after its end, its last frame stays. */
export async function openClip(file: string): Promise<Reel> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track || !(await track.canDecode())) throw new RenderError('bad-media', 'no picture that can be decoded');
    return new Clip(
      input,
      new VideoSampleSink(track),
      await track.getFirstTimestamp(),
      await track.getDisplayWidth(),
      await track.getDisplayHeight(),
    );
  } catch (error) {
    input.dispose();
    throw error;
  }
}

class Clip implements Reel {
  readonly width: number;
  readonly height: number;
  readonly #input: Input;
  readonly #samples: AsyncGenerator<VideoSample, void, unknown>;
  readonly #start: number;
  readonly #converter = new Converter();
  #target = { width: 8, height: 8 };
  /** The frame to show, the one after it, and the picture made of the former. */
  #current: VideoSample | undefined;
  #next: VideoSample | undefined;
  #picture: I420 | undefined;
  #ended = false;

  constructor(input: Input, sink: VideoSampleSink, start: number, width: number, height: number) {
    this.#input = input;
    this.#samples = sink.samples(start);
    this.#start = start;
    this.width = width;
    this.height = height;
  }

  size(width: number, height: number): void {
    this.#target = { width, height };
    this.#picture = undefined;
  }

  async at(time: number): Promise<I420> {
    // Half a millisecond forgives timestamps rounded down in the file.
    const wanted = this.#start + time / 1000 + 0.0005;
    for (;;) {
      if (!this.#next && !this.#ended) {
        const { value, done } = await this.#samples.next();
        if (done || !value) this.#ended = true;
        else this.#next = value;
      }
      if (!this.#next || (this.#current && this.#next.timestamp > wanted)) break;
      this.#current?.close();
      this.#current = this.#next;
      this.#next = undefined;
      this.#picture = undefined;
    }
    if (!this.#current) throw new RenderError('bad-media', 'the clip has no frames');
    this.#picture ??= await this.#converter.convert(this.#current, this.#target);
    return this.#picture;
  }

  async close(): Promise<void> {
    await this.#samples.return();
    this.#current?.close();
    this.#next?.close();
    this.#current = undefined;
    this.#next = undefined;
    this.#converter.close();
    this.#input.dispose();
  }
}

/** Scales decoded frames of any pixel format to I420 of a given size. */
class Converter {
  readonly #from = new Frame();
  readonly #to = new Frame();
  #scaler: SoftwareScaleContext | undefined;
  #key = '';

  constructor() {
    this.#from.alloc();
    this.#to.alloc();
  }

  async convert(sample: VideoSample, size: { width: number; height: number }): Promise<I420> {
    const upright = sample.rotation % 180 === 0;
    const width = upright ? size.width : size.height;
    const height = upright ? size.height : size.width;
    await toAvFrame(sample, this.#from);
    const lines = await this.#prepare(width, height).scaleFrame(this.#to, this.#from);
    FFmpegError.throwIfError(lines, 'scaling a frame');
    const picture = createI420(width, height);
    this.#unpack(picture);
    this.#from.unref();
    return rotated(picture, sample.rotation);
  }

  close(): void {
    this.#scaler?.freeContext();
    this.#scaler = undefined;
    this.#from.free();
    this.#to.free();
  }

  #prepare(width: number, height: number): SoftwareScaleContext {
    const { width: fromWidth, height: fromHeight, format } = this.#from;
    const key = [fromWidth, fromHeight, format, width, height].join(' ');
    if (key === this.#key && this.#scaler) return this.#scaler;
    this.#scaler?.freeContext();
    const scaler = new SoftwareScaleContext();
    this.#scaler = scaler;
    // The frame of a video sample carries a video pixel format; the typing also allows sample formats.
    const pixels = format as Parameters<SoftwareScaleContext['getContext']>[2];
    scaler.getContext(fromWidth, fromHeight, pixels, width, height, AV_PIX_FMT_YUV420P, SWS_BICUBIC);
    FFmpegError.throwIfError(scaler.initContext(), 'preparing a scaler');
    this.#to.unref();
    this.#to.format = AV_PIX_FMT_YUV420P;
    this.#to.width = width;
    this.#to.height = height;
    FFmpegError.throwIfError(this.#to.allocBuffer(), 'allocating a frame');
    this.#key = key;
    return scaler;
  }

  #unpack(picture: I420): void {
    const planes = this.#to.data ?? [];
    [picture.y, picture.u, picture.v].forEach((plane, i) => {
      const bytes = planes[i];
      const stride = this.#to.linesize[i];
      if (!bytes || !stride) throw new Error('a scaled frame lacks a plane');
      for (let row = 0; row < plane.height; row++) {
        plane.bytes.set(bytes.subarray(row * stride, row * stride + plane.width), row * plane.width);
      }
    });
  }
}
