import type { I420 } from './i420.ts';
import { type Rect, Resampler } from './kernel/resampler.ts';

export { type Rect, Resampler } from './kernel/resampler.ts';

let shared: Resampler | undefined;

/** Draws the part `from` of `source` onto the whole of `target`. Who draws one picture often keeps a {@link Resampler}. */
export function resample(source: I420, from: Rect, target: I420): void {
  shared ??= new Resampler();
  shared.load(source);
  shared.draw(from, target);
}
