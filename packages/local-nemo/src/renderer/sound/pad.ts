import { hertz, SAMPLE_RATE, sine } from './dsp.ts';
import { CHUNK, envelope, gains, type Tone, type Voice } from './voice.ts';

/** Long enough that the nearest sample will do: the error lies 70 dB below the tone. */
const CYCLE = 16_384;
const cycles = new Map<string, Float32Array>();

/** One turn of a wave with the given harmonics, ready made. */
function cycleOf(harmonics: number[]): Float32Array {
  const key = harmonics.join();
  const known = cycles.get(key);
  if (known) return known;
  const cycle = Float32Array.from({ length: CYCLE }, (_, i) =>
    harmonics.reduce((sum, level, h) => sum + level * Math.sin((2 * Math.PI * (h + 1) * i) / CYCLE), 0),
  );
  cycles.set(key, cycle);
  return cycle;
}

/** Warm strings or pad: three oscillators a few cents apart, spread over the stereo field. */
export function pad(tone: Tone, harmonics: number[], attack: number, release: number): Voice {
  const level = envelope(tone.length, attack, release);
  const frequency = hertz(tone.pitch);
  const cycle = cycleOf(harmonics);
  const loudness = (tone.velocity * 0.16) / Math.sqrt(harmonics.reduce((sum, h) => sum + h * h, 0));
  const strands = [-7, 0, 6].map((cents, i) => ({
    step: (frequency * 2 ** (cents / 1200)) / SAMPLE_RATE,
    // Fixed, scattered phases: together they would begin with a peak.
    phase: (i * 0.37 + tone.pitch * 0.13) % 1,
    gains: gains((i - 1) * 0.7),
  }));
  const drift = 0.23 + (tone.pitch % 5) * 0.05;
  // A slow breath keeps long chords alive; within a chunk it is a straight line.
  const breathAt = (sample: number) => loudness * (0.88 + 0.12 * sine((drift * sample) / SAMPLE_RATE));
  let n = 0;
  return {
    add(left, right, from, to) {
      for (let start = from, count = 0; start < to; start += count) {
        // Chunks lie at the same samples however the music is cut into blocks.
        const within = n % CHUNK;
        count = Math.min(CHUNK - within, to - start);
        const breath = breathAt(n - within);
        const rise = (breathAt(n - within + CHUNK) - breath) / CHUNK;
        n += count;
        let sounding = 0;
        for (; sounding < count; sounding++) {
          const value = level();
          if (Number.isNaN(value)) break;
          loudnesses[sounding] = value * (breath + rise * (within + sounding));
        }
        for (const strand of strands) addStrand(strand, cycle, left, right, start, sounding);
        if (sounding < count) return false;
      }
      return true;
    },
  };
}

const loudnesses = new Float64Array(CHUNK);

interface Strand {
  step: number;
  /** 0 to 1. */
  phase: number;
  gains: [number, number];
}

/** Adds `count` samples of a strand, as loud as `loudnesses` says. */
function addStrand(
  strand: Strand,
  cycle: Float32Array,
  left: Float32Array,
  right: Float32Array,
  start: number,
  count: number,
): void {
  const {
    step,
    gains: [toLeft, toRight],
  } = strand;
  let { phase } = strand;
  for (let k = 0; k < count; k++) {
    phase += step;
    if (phase >= 1) phase -= 1;
    const value = (cycle[(phase * CYCLE) | 0] ?? 0) * (loudnesses[k] ?? 0);
    left[start + k] = (left[start + k] ?? 0) + value * toLeft;
    right[start + k] = (right[start + k] ?? 0) + value * toRight;
  }
  strand.phase = phase;
}
