import type { LocalDraft, TextSegment } from '../../draft.ts';
import { cameraWindow, type Extent } from '../film/motion.ts';
import { type Plan, titleOpacity, viewAt } from '../film/plan.ts';
import { prepareShot } from '../film/prepared-shot.ts';
import { createI420, type I420 } from '../picture/i420.ts';
import { resample } from '../picture/resample.ts';
import { drawTitle } from './draw.ts';
import { lay, type Overlay, overlayOf } from './overlay.ts';

/** What lies behind a text is looked at in this part of the frame's size, so many times at most. */
const LOOK_SHARE = 1 / 6;
const MOST_LOOKS = 6;

/** Draws each title when it is first seen and forgets it when it is over. */
export class TitleCards {
  readonly #plan: Plan;
  readonly #files: Record<string, string>;
  readonly #size: Extent;
  readonly #logo: LocalDraft['m']['logo'];
  readonly #drawn = new Map<number, Overlay | undefined>();

  constructor(plan: Plan, files: Record<string, string>, size: Extent, logo: LocalDraft['m']['logo']) {
    this.#plan = plan;
    this.#files = files;
    this.#size = size;
    this.#logo = logo;
  }

  /** Lays the titles of a time (ms) over a frame. */
  async layOver(frame: I420, time: number): Promise<void> {
    for (const [i, title] of this.#plan.titles.entries()) {
      if (time < title.s) continue;
      if (time >= title.s + title.d) {
        this.#drawn.delete(i);
        continue;
      }
      if (this.#titleOver(title)) continue;
      if (!this.#drawn.has(i)) this.#drawn.set(i, await this.#draw(title));
      const overlay = this.#drawn.get(i);
      if (overlay) lay(overlay, frame, titleOpacity(title, time));
    }
  }

  async #draw(title: TextSegment): Promise<Overlay | undefined> {
    const subtitle = this.#plan.titles.find((other) => other.m.under && this.#titleOver(other) === title);
    const behind = await this.#behind(title);
    const canvas = drawTitle(title.m, this.#size, { behind, subtitle: subtitle?.m, logo: this.#logo?.corner });
    return canvas && overlayOf(canvas);
  }

  /** The title that a subtitle is drawn with. */
  #titleOver(text: TextSegment): TextSegment | undefined {
    if (!text.m.under) return undefined;
    return this.#plan.titles.find(
      ({ s, d, m }) => m.style === 'title' && !m.under && s < text.s + text.d && text.s < s + d,
    );
  }

  /** What is to be seen behind a text, small: each shot that it is over in its middle. */
  async #behind(title: TextSegment): Promise<I420[]> {
    const end = title.s + title.d;
    const shots = this.#plan.shots.filter((shot) => !shot.frozen && shot.from < end && shot.to > title.s);
    const width = Math.max(64, Math.round((this.#size.width * LOOK_SHARE) / 8) * 8);
    const height = Math.max(64, Math.round((this.#size.height * LOOK_SHARE) / 8) * 8);
    const pictures: I420[] = [];
    for (const shot of shots.slice(0, MOST_LOOKS)) {
      const time = (Math.max(shot.from, title.s) + Math.min(shot.to, end)) / 2;
      // Beside a cut, the other shot may be what is seen.
      if (this.#plan.shots[viewAt(this.#plan, time).shot] !== shot && shots.length > 1) continue;
      const prepared = await prepareShot(shot, this.#files, { width, height }, this.#plan.softEdge);
      try {
        const picture = await prepared.at(Math.max(0, time - shot.from));
        const window = cameraWindow(
          prepared.path,
          prepared.extent,
          (time - shot.from) / (shot.to - shot.from),
          prepared.focus,
        );
        const [x, y] = [picture.width / prepared.extent.width, picture.height / prepared.extent.height];
        const seen = createI420(width, height);
        resample(
          picture,
          { x: window.x * x, y: window.y * y, width: window.width * x, height: window.height * y },
          seen,
        );
        pictures.push(seen);
      } finally {
        await prepared.close();
      }
    }
    return pictures;
  }
}
