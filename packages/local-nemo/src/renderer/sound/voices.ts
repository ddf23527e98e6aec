import { decayOver, hertz, noise, SAMPLE_RATE, sine } from './dsp.ts';

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
const SILENCE = 1e-4;

function gains(pan: number): [number, number] {
  const angle = ((Math.min(Math.max(pan, -1), 1) + 1) * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)];
}

/** A voice of one channel, placed by its pan; `next` gives its samples one after the other, NaN at the end. */
function mono(pan: number, next: () => number): Voice {
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
function envelope(length: number, attack: number, release: number): () => number {
  const rise = attack * SAMPLE_RATE;
  const fall = decayOver(release);
  let n = 0;
  let level = 0;
  return () => {
    n++;
    if (n <= rise) level = Math.sin((Math.min(n / rise, 1) * Math.PI) / 2) ** 2;
    if (n > length) {
      level *= fall;
      if (level < SILENCE) return Number.NaN;
    }
    return level;
  };
}

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
  let n = 0;
  return {
    add(left, right, from, to) {
      for (let i = from; i < to; i++) {
        const value = level();
        if (Number.isNaN(value)) return false;
        // A slow breath keeps long chords alive.
        const breath = value * loudness * (0.88 + 0.12 * sine((drift * n++) / SAMPLE_RATE));
        for (const strand of strands) {
          strand.phase += strand.step;
          if (strand.phase >= 1) strand.phase -= 1;
          const at = strand.phase * CYCLE;
          const sum = cycle[at | 0] ?? 0;
          left[i] = (left[i] ?? 0) + sum * breath * strand.gains[0];
          right[i] = (right[i] ?? 0) + sum * breath * strand.gains[1];
        }
      }
      return true;
    },
  };
}

/** A struck string: partials slightly sharp of the harmonics, the high ones gone sooner. */
export function piano(tone: Tone): Voice {
  const frequency = hertz(tone.pitch);
  const bright = 0.35 + 0.5 * tone.velocity;
  const ring = 3.2 * 2 ** ((60 - tone.pitch) / 30);
  const partials = Array.from({ length: 8 }, (_, k) => {
    const h = k + 1;
    return {
      step: (frequency * h * Math.sqrt(1 + 0.0004 * h * h)) / SAMPLE_RATE,
      phase: 0,
      level: bright ** k / h ** 0.4,
      decay: decayOver(ring / (1 + 0.5 * k)),
    };
  }).filter(({ step }) => step < 0.45);
  const release = decayOver(0.5);
  let damper = 1;
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    if (n > tone.length) damper *= release;
    let sum = 0;
    let left = 0;
    for (const partial of partials) {
      partial.phase += partial.step;
      if (partial.phase >= 1) partial.phase -= 1;
      sum += sine(partial.phase) * partial.level;
      partial.level *= partial.decay;
      left += partial.level;
    }
    // High partials die first and cost as much as low ones.
    if ((partials.at(-1)?.level ?? 0) < SILENCE) partials.pop();
    if (left * damper < SILENCE) return Number.NaN;
    // The hammer needs 4 ms to give the string its speed.
    return sum * damper * tone.velocity * 0.22 * Math.min(1, n / 190);
  });
}

/** An electric piano: a sine bent by another one, with a short bright tine. */
export function keys(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const decay = decayOver(3.2);
  const tineDecay = decayOver(0.35);
  const release = decayOver(0.25);
  let level = 1;
  let tine = 1;
  let phase = 0;
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    phase += step;
    if (phase >= 1) phase -= 1;
    level *= n > tone.length ? release : decay;
    tine *= tineDecay;
    if (level < SILENCE) return Number.NaN;
    const bend = (0.1 + 0.22 * tone.velocity * level) * sine(phase);
    const value = sine(phase + bend) + 0.12 * tine * sine(phase * 14);
    const tremolo = 0.9 + 0.1 * sine((4.6 * n) / SAMPLE_RATE);
    return value * level * tremolo * tone.velocity * 0.22 * Math.min(1, n / 150);
  });
}

/** A plucked string after Karplus and Strong: a burst of noise running round a loop that softens it. */
export function pluck(tone: Tone, softness: number, ring: number): Voice {
  const period = SAMPLE_RATE / hertz(tone.pitch) - 0.5;
  const size = Math.floor(period);
  const fraction = period - size;
  const loop = new Float32Array(size + 1);
  const random = noise(tone.pitch * 7919 + 13);
  let smooth = 0;
  for (let i = 0; i < loop.length; i++) {
    smooth += (random() - smooth) * (1 - softness);
    loop[i] = smooth;
  }
  const mean = loop.reduce((sum, value) => sum + value, 0) / loop.length;
  const loudest = loop.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 1e-6);
  for (let i = 0; i < loop.length; i++) loop[i] = ((loop[i] ?? 0) - mean) / loudest;
  const loss = decayOver(ring) ** period;
  const release = decayOver(0.12);
  const most = SAMPLE_RATE * ring * 1.2;
  let at = 0;
  let damper = 1;
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    if (n > tone.length) damper *= release;
    if (damper < SILENCE || n > most) return Number.NaN;
    const a = loop[at] ?? 0;
    const b = loop[(at + 1) % loop.length] ?? 0;
    const value = a + (b - a) * (1 - fraction);
    loop[at] = ((a + b) / 2) * loss;
    at = (at + 1) % loop.length;
    return value * damper * tone.velocity * 0.3 * Math.min(1, n / 60);
  });
}

/** A round bass: a sine with a little of its octave. */
export function bass(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const decay = decayOver(4);
  const level = envelope(tone.length, 0.008, 0.18);
  let ring = 1;
  let phase = 0;
  return mono(tone.pan, () => {
    phase += step;
    if (phase >= 1) phase -= 1;
    ring *= decay;
    const value = sine(phase) + 0.35 * sine(phase * 2) * ring + 0.12 * sine(phase * 3) * ring * ring;
    return value * ring * level() * tone.velocity * 0.34;
  });
}

/** A glockenspiel: a bar's partials lie far apart and ring long. */
export function bell(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const partials = [
    { ratio: 1, level: 1, decay: decayOver(1.8) },
    { ratio: 2.76, level: 0.35, decay: decayOver(0.5) },
    { ratio: 5.4, level: 0.12, decay: decayOver(0.16) },
  ].filter(({ ratio }) => ratio * step < 0.45);
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    let sum = 0;
    for (const partial of partials) {
      sum += sine(partial.ratio * step * n) * partial.level;
      partial.level *= partial.decay;
    }
    if ((partials[0]?.level ?? 0) < SILENCE) return Number.NaN;
    return sum * tone.velocity * 0.16 * Math.min(1, n / 60);
  });
}

/** A drum with a skin: a sine that falls from one pitch (Hz) to another, and a short click. */
export function drum(tone: Tone, from: number, to: number, ring: number): Voice {
  const decay = decayOver(ring);
  const fall = decayOver(ring * 0.35);
  const random = noise(97);
  let level = 1;
  let bend = 1;
  let phase = 0;
  let click = 1;
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    bend *= fall;
    level *= decay;
    click *= 0.992;
    phase += (to + (from - to) * bend) / SAMPLE_RATE;
    if (phase >= 1) phase -= 1;
    if (level < SILENCE) return Number.NaN;
    return (sine(phase) * level + 0.06 * random() * click) * tone.velocity * 0.6 * Math.min(1, n / 40);
  });
}

/** Hats, shakers, snares and claps: noise above a corner (0 to 1 of the band), and a body at `body` Hz. */
export function hiss(tone: Tone, ring: number, corner: number, body = 0, attack = 0.001): Voice {
  const decay = decayOver(ring);
  const random = noise(Math.round(ring * 1e5) + 7);
  const rise = Math.max(40, attack * SAMPLE_RATE);
  let level = 1;
  let low = 0;
  let n = 0;
  return mono(tone.pan, () => {
    n++;
    if (n > rise) level *= decay;
    if (level < SILENCE) return Number.NaN;
    const raw = random();
    low += (raw - low) * corner;
    const skin = body > 0 ? 0.7 * sine((body * n) / SAMPLE_RATE) * level : 0;
    return ((raw - low) * 0.5 + skin) * level * tone.velocity * 0.34 * Math.min(1, n / rise);
  });
}
