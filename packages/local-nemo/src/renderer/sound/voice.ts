import { decayOver, SAMPLE_RATE } from './dsp.ts';

/** A sounding note. It adds itself to a stereo block and says whether there is more of it. */
export interface Voice {
  /** Adds samples to `left` and `right` in [from, to); false when it has died away. */
  add(left: Float32Array, right: Float32Array, from: number, to: number): boolean;
}

export interface Tone {
  /** MIDI number; 69 is 440 Hz. Drums take no notice. */
  pitch: number;
  /** 0 to 1. */
  velocity: number;
  /** How long it is held, in samples. */
  length: number;
  /** -1 left, 1 right. */
  pan: number;
}

/** Below this a voice cannot be heard any more (-80 dB). */
export const SILENCE = 1e-4;

export function gains(pan: number): [number, number] {
  const angle = ((Math.min(Math.max(pan, -1), 1) + 1) * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)];
}

/** A voice of one channel, placed by its pan; `next` gives its samples one after the other, NaN at the end. */
export function mono(pan: number, next: () => number): Voice {
  const [toLeft, toRight] = gains(pan);
  return {
    add(left, right, from, to) {
      for (let i = from; i < to; i++) {
        const value = next();
        if (Number.isNaN(value)) return false;
        left[i] = (left[i] ?? 0) + value * toLeft;
        right[i] = (right[i] ?? 0) + value * toRight;
      }
      return true;
    },
  };
}

/** Rises over `attack` seconds, holds for the tone's length, then falls within `release` seconds; NaN at the end. */
export function envelope(length: number, attack: number, release: number): () => number {
  const rise = attack * SAMPLE_RATE;
  const fall = decayOver(release);
  const now = { n: 0, level: 0 };
  return () => {
    now.n++;
    if (now.n <= rise) now.level = Math.sin((Math.min(now.n / rise, 1) * Math.PI) / 2) ** 2;
    if (now.n > length) {
      now.level *= fall;
      if (now.level < SILENCE) return Number.NaN;
    }
    return now.level;
  };
}

/** Samples that are worked on at a time, so that what is the same for all of them stays in registers. */
export const CHUNK = 256;
