import { decayOver, hertz, noise, SAMPLE_RATE, sine } from './dsp.ts';
import { envelope, mono, SILENCE, type Tone, type Voice } from './voice.ts';

/** An electric piano: a sine bent by another one, with a short bright tine. */
export function keys(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const decay = decayOver(3.2);
  const tineDecay = decayOver(0.35);
  const release = decayOver(0.25);
  const now = { level: 1, tine: 1, phase: 0, n: 0 };
  return mono(tone.pan, () => {
    now.n++;
    now.phase += step;
    if (now.phase >= 1) now.phase -= 1;
    now.level *= now.n > tone.length ? release : decay;
    now.tine *= tineDecay;
    if (now.level < SILENCE) return Number.NaN;
    const bend = (0.1 + 0.22 * tone.velocity * now.level) * sine(now.phase);
    const value = sine(now.phase + bend) + 0.12 * now.tine * sine(now.phase * 14);
    const tremolo = 0.9 + 0.1 * sine((4.6 * now.n) / SAMPLE_RATE);
    return value * now.level * tremolo * tone.velocity * 0.22 * Math.min(1, now.n / 150);
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
  const now = { at: 0, damper: 1, n: 0 };
  return mono(tone.pan, () => {
    now.n++;
    if (now.n > tone.length) now.damper *= release;
    if (now.damper < SILENCE || now.n > most) return Number.NaN;
    const a = loop[now.at] ?? 0;
    const b = loop[(now.at + 1) % loop.length] ?? 0;
    const value = a + (b - a) * (1 - fraction);
    loop[now.at] = ((a + b) / 2) * loss;
    now.at = (now.at + 1) % loop.length;
    return value * now.damper * tone.velocity * 0.3 * Math.min(1, now.n / 60);
  });
}

/** A round bass: a sine with a little of its octave. */
export function bass(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const decay = decayOver(4);
  const level = envelope(tone.length, 0.008, 0.18);
  const now = { ring: 1, phase: 0 };
  return mono(tone.pan, () => {
    now.phase += step;
    if (now.phase >= 1) now.phase -= 1;
    now.ring *= decay;
    const value =
      sine(now.phase) + 0.35 * sine(now.phase * 2) * now.ring + 0.12 * sine(now.phase * 3) * now.ring * now.ring;
    return value * now.ring * level() * tone.velocity * 0.34;
  });
}

/** A drum with a skin: a sine that falls from one pitch (Hz) to another, and a short click. */
export function drum(tone: Tone, from: number, to: number, ring: number): Voice {
  const decay = decayOver(ring);
  const fall = decayOver(ring * 0.35);
  const random = noise(97);
  const now = { level: 1, bend: 1, phase: 0, click: 1, n: 0 };
  return mono(tone.pan, () => {
    now.n++;
    now.bend *= fall;
    now.level *= decay;
    now.click *= 0.992;
    now.phase += (to + (from - to) * now.bend) / SAMPLE_RATE;
    if (now.phase >= 1) now.phase -= 1;
    if (now.level < SILENCE) return Number.NaN;
    return (sine(now.phase) * now.level + 0.06 * random() * now.click) * tone.velocity * 0.6 * Math.min(1, now.n / 40);
  });
}

/** Hats, shakers, snares and claps: noise above a corner (0 to 1 of the band), and a body at `body` Hz. */
export function hiss(tone: Tone, ring: number, corner: number, body = 0, attack = 0.001): Voice {
  const decay = decayOver(ring);
  const random = noise(Math.round(ring * 1e5) + 7);
  const rise = Math.max(40, attack * SAMPLE_RATE);
  const now = { level: 1, low: 0, n: 0 };
  return mono(tone.pan, () => {
    now.n++;
    if (now.n > rise) now.level *= decay;
    if (now.level < SILENCE) return Number.NaN;
    const raw = random();
    now.low += (raw - now.low) * corner;
    const skin = body > 0 ? 0.7 * sine((body * now.n) / SAMPLE_RATE) * now.level : 0;
    return ((raw - now.low) * 0.5 + skin) * now.level * tone.velocity * 0.34 * Math.min(1, now.n / rise);
  });
}
