import { ALL_FORMATS, type AudioSample, AudioSampleSink, FilePathSource, Input } from 'mediabunny';
import { SAMPLE_RATE, type Stereo, silence } from './dsp.ts';

/** A file's sound as 48 kHz stereo, from its beginning. */
export interface Recording {
  /** The next `count` samples; silence after the end, unless it loops. */
  read(count: number): Promise<Stereo>;
  close(): Promise<void>;
}

/**
 * Opens the sound of an audio or video file; undefined when it has none that can be decoded.
 * Rejects when the file is no media at all.
 */
export async function openRecording(file: string, loop: boolean): Promise<Recording | undefined> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track && (await track.canDecode())) return new DecodedSound(input, new AudioSampleSink(track), loop);
    input.dispose();
    return undefined;
  } catch (error) {
    input.dispose();
    throw error;
  }
}

class DecodedSound implements Recording {
  readonly #input: Input;
  readonly #sink: AudioSampleSink;
  readonly #loop: boolean;
  #samples: AsyncGenerator<AudioSample, void, unknown>;
  #resampler: Resampler | undefined;
  #ready: Stereo = silence(0);
  #used = 0;
  #heard = false;
  #over = false;

  constructor(input: Input, sink: AudioSampleSink, loop: boolean) {
    this.#input = input;
    this.#sink = sink;
    this.#loop = loop;
    this.#samples = sink.samples();
  }

  async read(count: number): Promise<Stereo> {
    const out = silence(count);
    let filled = 0;
    while (filled < count && !this.#over) {
      const free = this.#ready.left.length - this.#used;
      if (free === 0) {
        await this.#decode();
        continue;
      }
      const take = Math.min(free, count - filled);
      out.left.set(this.#ready.left.subarray(this.#used, this.#used + take), filled);
      out.right.set(this.#ready.right.subarray(this.#used, this.#used + take), filled);
      this.#used += take;
      filled += take;
    }
    return out;
  }

  async close(): Promise<void> {
    await this.#samples.return();
    this.#input.dispose();
  }

  async #decode(): Promise<void> {
    const { value: sample, done } = await this.#samples.next();
    if (done || !sample) {
      // A file without a single sample would go round for ever.
      if (this.#loop && this.#heard) this.#samples = this.#sink.samples();
      else this.#over = true;
      this.#heard = false;
      return;
    }
    try {
      if (sample.timestamp + sample.duration <= 0) return;
      this.#heard = true;
      if (this.#resampler?.from !== sample.sampleRate) this.#resampler = new Resampler(sample.sampleRate);
      this.#ready = this.#resampler.convert(stereoOf(sample));
      this.#used = 0;
    } finally {
      sample.close();
    }
  }
}

function stereoOf(sample: AudioSample): Stereo {
  const channel = (index: number) => {
    const data = new Float32Array(sample.numberOfFrames);
    sample.copyTo(data, { planeIndex: index, format: 'f32-planar' });
    return data;
  };
  const left = channel(0);
  // Of more than two channels the front pair is kept.
  return { left, right: sample.numberOfChannels > 1 ? channel(1) : left };
}

/** Brings blocks of any rate to 48 kHz, with cubic interpolation, across the blocks' borders. */
export class Resampler {
  readonly from: number;
  #tail: Stereo = silence(3);
  #position = 2;

  /** @param from samples per second of what comes in */
  constructor(from: number) {
    this.from = from;
  }

  convert(block: Stereo): Stereo {
    if (this.from === SAMPLE_RATE) return block;
    const step = this.from / SAMPLE_RATE;
    const left = joined(this.#tail.left, block.left);
    const right = joined(this.#tail.right, block.right);
    const count = Math.max(0, Math.ceil((left.length - 2 - this.#position) / step));
    const out = silence(count);
    for (let i = 0; i < count; i++) {
      const at = this.#position + i * step;
      out.left[i] = cubic(left, at);
      out.right[i] = cubic(right, at);
    }
    const kept = left.length - 3;
    this.#position += count * step - kept;
    this.#tail = { left: left.slice(kept), right: right.slice(kept) };
    return out;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Catmull-Rom between the samples around `at`. */
function cubic(samples: Float32Array, at: number): number {
  const i = Math.floor(at);
  const t = at - i;
  const a = samples[i - 1] ?? 0;
  const b = samples[i] ?? 0;
  const c = samples[i + 1] ?? 0;
  const d = samples[i + 2] ?? 0;
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
