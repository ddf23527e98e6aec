import { decayOver, hertz, SAMPLE_RATE } from './dsp.ts';
import { CHUNK, gains, SILENCE, type Tone, type Voice } from './voice.ts';

const sums = new Float64Array(CHUNK);

/** A sine that dies away, from the two values before the next one: the recurrence of a damped oscillation. */
class Partial {
  readonly #level: number;
  readonly #decay: number;
  readonly #turn: number;
  readonly #loss: number;
  #last = 0;
  #beforeLast: number;
  #samples = 0;

  /** @param step turns a sample @param decay factor a sample */
  constructor(step: number, level: number, decay: number) {
    this.#level = level;
    this.#decay = decay;
    this.#turn = 2 * decay * Math.cos(2 * Math.PI * step);
    this.#loss = decay * decay;
    this.#beforeLast = (-level * Math.sin(2 * Math.PI * step)) / (decay * decay);
  }

  /** What is left of it by now. */
  get level(): number {
    return this.#level * this.#decay ** this.#samples;
  }

  /** Adds the next `count` samples to `sums`. */
  add(count: number): void {
    let last = this.#last;
    let before = this.#beforeLast;
    const turn = this.#turn;
    const loss = this.#loss;
    for (let k = 0; k < count; k++) {
      const value = turn * last - loss * before;
      before = last;
      last = value;
      sums[k] = (sums[k] ?? 0) + value;
    }
    this.#last = last;
    this.#beforeLast = before;
    this.#samples += count;
  }
}

/**
 * A voice of damped partials, those that die first last, which begins within `attack` samples.
 * @param release what its level falls by with each sample after the tone's length
 */
function struck(tone: Tone, partials: Partial[], attack: number, loudness: number, release: number): Voice {
  const [toLeft, toRight] = gains(tone.pan);
  const now = { damper: 1, n: 0 };
  return {
    add(left, right, from, to) {
      for (let start = from, count = 0; start < to; start += count) {
        // Chunks lie at the same samples however the music is cut into blocks.
        count = Math.min(CHUNK - (now.n % CHUNK), to - start);
        sums.fill(0, 0, count);
        for (const partial of partials) partial.add(count);
        for (let k = 0; k < count; k++) {
          now.n++;
          if (now.n > tone.length) now.damper *= release;
          const value = (sums[k] ?? 0) * now.damper * loudness * Math.min(1, now.n / attack);
          left[start + k] = (left[start + k] ?? 0) + value * toLeft;
          right[start + k] = (right[start + k] ?? 0) + value * toRight;
        }
        if (now.n % CHUNK > 0) continue;
        // High partials die first and cost as much as low ones.
        while (partials.length > 0 && (partials.at(-1)?.level ?? 0) < SILENCE) partials.pop();
        if (partials.reduce((sum, { level }) => sum + level, 0) * now.damper < SILENCE) return false;
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
    const step = (frequency * h * Math.sqrt(1 + 0.0004 * h * h)) / SAMPLE_RATE;
    return step < 0.45 ? [new Partial(step, bright ** k / h ** 0.4, decayOver(ring / (1 + 0.5 * k)))] : [];
  }).flat();
  // The hammer needs 4 ms to give the string its speed.
  return struck(tone, partials, 190, tone.velocity * 0.22, decayOver(0.5));
}

/** A glockenspiel: a bar's partials lie far apart and ring long. */
export function bell(tone: Tone): Voice {
  const step = hertz(tone.pitch) / SAMPLE_RATE;
  const partials = [
    { ratio: 1, level: 1, ring: 1.8 },
    { ratio: 2.76, level: 0.35, ring: 0.5 },
    { ratio: 5.4, level: 0.12, ring: 0.16 },
  ].flatMap(({ ratio, level, ring }) =>
    ratio * step < 0.45 ? [new Partial(ratio * step, level, decayOver(ring))] : [],
  );
  return struck(tone, partials, 60, tone.velocity * 0.16, 1);
}
