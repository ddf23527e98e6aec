import { copyI420, createI420, type I420 } from '../picture/i420.ts';
import { crossfade, dim, push, smooth, wipe } from '../picture/mix.ts';
import { Resampler } from '../picture/resample.ts';
import { tint } from '../picture/tone.ts';
import { cameraWindow, type Extent } from './motion.ts';
import type { FrameView, Plan } from './plan.ts';
import { type PreparedShot, prepareShot } from './prepared-shot.ts';

/** Films the plan's shots, frame after frame; opens each file shortly before it is needed and closes it after. */
export class Camera {
  readonly #plan: Plan;
  readonly #files: Record<string, string>;
  readonly #size: Extent;
  readonly #open = new Map<number, Promise<PreparedShot>>();
  readonly #other: I420;
  /** Two, since a transition shows two shots at once. */
  readonly #resamplers = [new Resampler(), new Resampler()] as const;

  /** @param size px of a frame */
  constructor(plan: Plan, files: Record<string, string>, size: Extent) {
    this.#plan = plan;
    this.#files = files;
    this.#size = size;
    this.#other = createI420(size.width, size.height);
  }

  /** Draws what the film shows at `time` (ms) into `frame`. Times must not go back. */
  async film(view: FrameView, time: number, frame: I420): Promise<void> {
    await this.#leave(view.shot);
    const { next } = view;
    if (!next) {
      await this.#shoot(view.shot, time, frame);
      // The file after this one is opened while this one is on screen, not when it has to be there.
      if (view.shot + 1 < this.#plan.shots.length) void this.#prepared(view.shot + 1);
      return;
    }
    if (next.kind === 'fade-black') {
      const leaving = next.amount < 0.5;
      await this.#shoot(leaving ? view.shot : next.shot, time, frame);
      dim(frame, smooth(Math.abs(next.amount - 0.5) * 2));
      return;
    }
    await this.#shoot(view.shot, time, frame);
    await this.#shoot(next.shot, time, this.#other);
    const amount = smooth(next.amount);
    if (next.kind === 'slide') push(frame, this.#other, amount);
    else if (next.kind === 'wipe') wipe(frame, this.#other, amount);
    else crossfade(frame, this.#other, amount);
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#open.keys()].map((index) => this.#drop(index)));
  }

  async #shoot(index: number, time: number, into: I420): Promise<void> {
    const shot = this.#plan.shots[index];
    if (!shot) return;
    const prepared = await this.#prepared(index);
    const since = shot.frozen ? 0 : Math.max(0, time - shot.from);
    const picture = await prepared.at(since);
    const window = cameraWindow(prepared.path, prepared.extent, since / (shot.to - shot.from), prepared.focus);
    const perX = picture.width / prepared.extent.width;
    const perY = picture.height / prepared.extent.height;
    const from = {
      x: window.x * perX,
      y: window.y * perY,
      width: window.width * perX,
      height: window.height * perY,
    };
    const same = picture.width === into.width && picture.height === into.height;
    if (same && from.x === 0 && from.y === 0 && from.width === into.width && from.height === into.height) {
      copyI420(picture, into);
    } else {
      const resampler = this.#resamplers[index % 2 === 0 ? 0 : 1];
      if (resampler.source !== picture) resampler.load(picture);
      resampler.draw(from, into);
    }
    const look = shot.segment.m.look ?? this.#plan.look;
    if (look !== undefined && look !== 'none') tint(into, look);
  }

  #prepared(index: number): Promise<PreparedShot> {
    const known = this.#open.get(index);
    if (known) return known;
    const shot = this.#plan.shots[index];
    if (!shot) throw new RangeError(`no shot ${index}`);
    const opening = prepareShot(shot, this.#files, this.#size, this.#plan.softEdge).then(async (prepared) => {
      await prepared.at(0).catch(async (error: unknown) => {
        await prepared.close();
        throw error;
      });
      return prepared;
    });
    // Awaited when the shot is on; until then a failure must not count as unhandled.
    opening.catch(() => {});
    this.#open.set(index, opening);
    return opening;
  }

  async #leave(current: number): Promise<void> {
    for (const index of this.#open.keys()) if (index < current) await this.#drop(index);
  }

  async #drop(index: number): Promise<void> {
    const prepared = this.#open.get(index);
    this.#open.delete(index);
    await (await prepared?.catch(() => undefined))?.close();
  }
}
