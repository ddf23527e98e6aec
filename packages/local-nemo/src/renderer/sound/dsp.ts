/** Samples per second of everything in here. */
export const SAMPLE_RATE = 48_000;

/** Two channels of the same length, samples from -1 to 1. */
export interface Stereo {
  left: Float32Array;
  right: Float32Array;
}

export function silence(samples: number): Stereo {
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}

/** The frequency of a MIDI pitch. */
export function hertz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}

/** The factor per sample with which a level falls by 60 dB within `seconds`. */
export function decayOver(seconds: number): number {
  return 0.001 ** (1 / (seconds * SAMPLE_RATE));
}

const SINE_SIZE = 8192;
const SINE = Float32Array.from({ length: SINE_SIZE + 1 }, (_, i) => Math.sin((2 * Math.PI * i) / SINE_SIZE));

/** The sine of a phase counted in turns. Interpolated from a table: three times faster than Math.sin. */
export function sine(turns: number): number {
  const at = (turns - Math.floor(turns)) * SINE_SIZE;
  const i = at | 0;
  const from = SINE[i] ?? 0;
  return from + ((SINE[i + 1] ?? 0) - from) * (at - i);
}

/** White noise from -1 to 1, the same for the same seed. */
export function noise(seed: number): () => number {
  let state = (seed ^ 0x5bd1e995) | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 0x80000000;
  };
}

const KNEE = 0.6;
/** -1.3 dBFS: what the AAC encoder adds stays below -1 dBFS. */
const CEILING = 0.86;

/** Bends what is louder than -4.4 dBFS softly towards a ceiling below -1 dBFS; leaves the rest as it is. */
export function limit(value: number): number {
  const size = Math.abs(value);
  if (size <= KNEE) return value;
  return Math.sign(value) * (KNEE + (CEILING - KNEE) * Math.tanh((size - KNEE) / (CEILING - KNEE)));
}

/** Raises or lowers what lies around a frequency: a peaking filter after Bristow-Johnson's cookbook, for both channels. */
export class Peak {
  readonly #c: readonly [number, number, number, number, number];
  readonly #state = [0, 0, 0, 0];

  /** @param width quality: 0.5 reaches about two octaves to either side */
  constructor(hertz: number, decibels: number, width: number) {
    const a = 10 ** (decibels / 40);
    const turn = (2 * Math.PI * hertz) / SAMPLE_RATE;
    const alpha = Math.sin(turn) / (2 * width);
    const a0 = 1 + alpha / a;
    const middle = (-2 * Math.cos(turn)) / a0;
    this.#c = [(1 + alpha * a) / a0, middle, (1 - alpha * a) / a0, middle, (1 - alpha / a) / a0];
  }

  /** Filters a block, in place. */
  apply({ left, right }: Stereo): void {
    this.#run(left, 0);
    this.#run(right, 2);
  }

  // Transposed direct form II: two values are kept for each channel.
  #run(samples: Float32Array, at: number): void {
    const [b0, b1, b2, a1, a2] = this.#c;
    let [z1, z2] = [this.#state[at] ?? 0, this.#state[at + 1] ?? 0];
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] ?? 0;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      samples[i] = y;
    }
    this.#state[at] = z1;
    this.#state[at + 1] = z2;
  }
}

class Comb {
  readonly #line: Float32Array;
  readonly #feedback: number;
  #at = 0;
  #low = 0;

  constructor(length: number, feedback: number) {
    this.#line = new Float32Array(length);
    this.#feedback = feedback;
  }

  /** Adds its echoes of a block to `sums`. */
  add(block: Float64Array, sums: Float64Array): void {
    const line = this.#line;
    const feedback = this.#feedback;
    let at = this.#at;
    let low = this.#low;
    for (let i = 0; i < block.length; i++) {
      const out = line[at] ?? 0;
      low += (out - low) * 0.65;
      line[at] = (block[i] ?? 0) + low * feedback;
      at = at + 1 === line.length ? 0 : at + 1;
      sums[i] = (sums[i] ?? 0) + out;
    }
    this.#at = at;
    this.#low = low;
  }
}

class Allpass {
  readonly #line: Float32Array;
  #at = 0;

  constructor(length: number) {
    this.#line = new Float32Array(length);
  }

  /** Blurs a block, in place. */
  apply(block: Float64Array): void {
    const line = this.#line;
    let at = this.#at;
    for (let i = 0; i < block.length; i++) {
      const held = line[at] ?? 0;
      const value = block[i] ?? 0;
      const out = held - 0.5 * value;
      line[at] = value + 0.5 * out;
      at = at + 1 === line.length ? 0 : at + 1;
      block[i] = out;
    }
    this.#at = at;
  }
}

/** A reverb after Schroeder: combs for the echoes, all-passes to blur them, the two sides a little apart. */
export class Reverb {
  readonly #wet: number;
  readonly #sides: { combs: Comb[]; blurs: Allpass[] }[];

  /** @param wet 0 to 1 @param feedback 0.7 (a chamber) to 0.9 (a hall) */
  constructor(wet: number, feedback: number) {
    this.#wet = wet;
    // Lengths without common factors, in samples at 48 kHz.
    this.#sides = [0, 29].map((spread) => ({
      combs: [1493, 1607, 1747, 1867].map((length) => new Comb(length + spread, feedback)),
      blurs: [241, 607].map((length) => new Allpass(length + spread)),
    }));
  }

  /** Adds the reverb to a block, in place. */
  apply({ left, right }: Stereo): void {
    const dry = new Float64Array(left.length);
    for (let i = 0; i < dry.length; i++) dry[i] = ((left[i] ?? 0) + (right[i] ?? 0)) * 0.5;
    const sums = new Float64Array(dry.length);
    const wet = 0.4 * this.#wet;
    for (const [side, channel] of [left, right].entries()) {
      const { combs, blurs } = this.#sides[side] ?? { combs: [], blurs: [] };
      sums.fill(0);
      for (const comb of combs) comb.add(dry, sums);
      for (const blur of blurs) blur.apply(sums);
      for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] ?? 0) + (sums[i] ?? 0) * wet;
    }
  }
}
