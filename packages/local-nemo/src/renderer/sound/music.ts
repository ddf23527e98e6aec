import type { Mood } from '../../draft.ts';
import { compose, type Event } from './compose.ts';
import { limit, noise, Peak, Reverb, SAMPLE_RATE, type Stereo, silence } from './dsp.ts';
import { SCORES } from './moods.ts';
import type { Score } from './score.ts';
import type { Voice } from './voice.ts';

/** Music in a mood, played block by block; the same mood and length always give the same samples. */
export class Music {
  readonly #score: Score;
  readonly #events: Event[];
  readonly #reverb: Reverb;
  readonly #tone: Peak[];
  readonly #gain: number;
  readonly #dust = noise(4711);
  #voices: Voice[] = [];
  #next = 0;
  #at = 0;
  #crackle = 0;

  /** @param samples length of the piece at 48 kHz, so that it ends on its home chord */
  constructor(mood: Mood, samples: number) {
    this.#score = SCORES[mood];
    this.#events = compose(this.#score, samples);
    this.#reverb = new Reverb(this.#score.reverb.wet, this.#score.reverb.size);
    const { tone, shortAdds, gain } = this.#score;
    const { middle, bass } = tone;
    const isShort = Math.max(0, Math.min(1, (25 - samples / SAMPLE_RATE) / 15));
    this.#gain = gain * 10 ** ((shortAdds * isShort) / 20);
    this.#tone = [new Peak(1400, middle, 0.5), new Peak(80, -bass, 0.7)];
  }

  /** The next `count` samples; peaks stay below -1 dBFS. */
  read(count: number): Stereo {
    const block = silence(count);
    let from = 0;
    while (from < count) {
      this.#startDue(this.#at + from);
      const upcoming = this.#events[this.#next]?.at ?? Number.POSITIVE_INFINITY;
      const to = Math.min(count, upcoming - this.#at);
      const start = from;
      this.#voices = this.#voices.filter((voice) => voice.add(block.left, block.right, start, to));
      from = to;
    }
    this.#at += count;
    this.#reverb.apply(block);
    for (const filter of this.#tone) filter.apply(block);
    this.#finish(block);
    return block;
  }

  #startDue(now: number): void {
    for (;;) {
      const event = this.#events[this.#next];
      if (!event || event.at > now) return;
      this.#voices.push(event.start());
      this.#next++;
    }
  }

  #finish({ left, right }: Stereo): void {
    const { crackle } = this.#score;
    const gain = this.#gain;
    for (let i = 0; i < left.length; i++) {
      let dust = 0;
      if (crackle > 0) {
        // A worn record: mostly nothing, now and then a speck.
        const random = this.#dust();
        if (random > 0.9996) this.#crackle = (random - 0.9996) * 2500;
        this.#crackle *= -0.7;
        dust = (this.#crackle + random * 0.06) * crackle;
      }
      left[i] = limit(((left[i] ?? 0) + dust) * gain);
      right[i] = limit(((right[i] ?? 0) + dust) * gain);
    }
  }
}
