import type { Frame } from 'node-av/lib';
import { MediaReadError } from './errors.ts';
import { FilterChain } from './filter.ts';
import { MediaFile, type Track } from './media-file.ts';
import { TrackDecoder } from './track-decoder.ts';

export const SOUND_RATE = 48_000;

/**
 * Stereo at 48 kHz, on the film's time axis: sound that begins later begins with silence, gaps are filled with it and
 * what lies before the film's beginning is cut off.
 */
export function soundFilter(channels: number): string {
  // FFmpeg's own way from one channel to two makes it 3 dB quieter.
  const both = channels === 1 ? 'pan=stereo|c0=c0|c1=c0,' : '';
  return `${both}aresample=${SOUND_RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo`;
}

/** A file's sound from `from` (seconds) on, so many times as fast, in tune. */
export interface SoundStretch {
  from: number;
  /** 0.25 to 4. */
  speed: number;
}

/** FFmpeg's filters that begin at a place and change the speed but not the pitch; '' for the sound as it is. */
function stretchFilter({ from, speed }: SoundStretch): string {
  const cut = from > 0 ? `,atrim=start=${from.toFixed(3)},asetpts=PTS-STARTPTS` : '';
  // One filter takes 0.5 to 100, and skips samples above 2.
  const steps = speed < 0.5 || speed > 2 ? [Math.sqrt(speed), Math.sqrt(speed)] : speed === 1 ? [] : [speed];
  return cut + steps.map((step) => `,atempo=${step.toFixed(6)}`).join('');
}

/** Reads the sound of a file in order, from the film's beginning. Calls must not overlap. */
export class SoundReader {
  readonly #file: MediaFile;
  readonly #decoder: TrackDecoder;
  readonly #filter: FilterChain;
  readonly #ready: Frame[] = [];
  #ended = false;

  private constructor(file: MediaFile, track: Track, decoder: TrackDecoder, stretch: SoundStretch) {
    const extra = stretchFilter(stretch);
    const format = extra === '' ? '' : ',aformat=sample_fmts=fltp:channel_layouts=stereo';
    this.#filter = new FilterChain(`${soundFilter(track.channels)}${extra}${format}`);
    this.#file = file;
    this.#decoder = decoder;
  }

  /**
   * Undefined when the file has no sound that can be decoded.
   * @throws MediaReadError when it is no media file
   */
  static async open(path: string, stretch: SoundStretch = { from: 0, speed: 1 }): Promise<SoundReader | undefined> {
    const file = await MediaFile.open(path);
    try {
      const track = file.audio;
      if (track?.isDecodable) return new SoundReader(file, track, await TrackDecoder.open(file, track, 1), stretch);
    } catch (error) {
      if (!(error instanceof MediaReadError)) throw error;
    }
    await file.close();
    return undefined;
  }

  /** The next samples, between -1 and 1, as many as come at once; undefined at the end. */
  async next(): Promise<{ left: Float32Array; right: Float32Array } | undefined> {
    for (;;) {
      const frame = this.#ready.shift();
      if (frame) return samplesOf(frame);
      if (this.#ended) return undefined;
      const decoded = await this.#decoder.next();
      if (!decoded) this.#ended = true;
      this.#ready.push(...(await this.#filter.process(decoded ?? null)));
    }
  }

  async close(): Promise<void> {
    for (const frame of this.#ready.splice(0)) frame.free();
    this.#filter.close();
    this.#decoder.close();
    await this.#file.close();
  }
}

function samplesOf(frame: Frame): { left: Float32Array; right: Float32Array } {
  const count = frame.nbSamples;
  const channel = (index: number) => {
    const plane = frame.data?.[index];
    if (!plane) throw new MediaReadError('a frame of sound lacks a channel');
    // A copy, since FFmpeg's memory is freed below and may not be aligned.
    return new Float32Array(new Uint8Array(plane.subarray(0, count * 4)).buffer);
  };
  const samples = { left: channel(0), right: channel(1) };
  frame.free();
  return samples;
}
