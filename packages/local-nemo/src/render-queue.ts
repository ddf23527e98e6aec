import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, withTimeLimit } from '@reelay/async';
import type { Collection } from './collection.ts';
import { FairQueue } from './fair-queue.ts';
import type { Log } from './log.ts';
import type { Render } from './options.ts';
import type { RenderRecord } from './records.ts';

export interface RenderQueueOptions {
  renders: Collection<RenderRecord>;
  /** Where finished MP4s lie. */
  dir: string;
  render: Render;
  /** Files of a session by media id, as paths. */
  filesOf(sessionId: string): Record<string, string>;
  clock: Clock;
  log: Log;
  /** For one render, in ms. */
  limitMs: number;
}

/** What is rendered one after the other. */
interface Lane {
  waiting: FairQueue;
  running: { id: string; abort: AbortController; done: Promise<void> } | undefined;
}

/**
 * Renders one draft after the other; the sessions are served in turn. Previews have a queue of their own and do not wait for
 * films. A render that fails fails alone. What waits or runs when the process ends stays so on disk, and
 * {@link RenderQueue.resume} of the next process starts it again.
 */
export class RenderQueue {
  readonly #options: RenderQueueOptions;
  readonly #films: Lane = { waiting: new FairQueue(), running: undefined };
  readonly #previews: Lane = { waiting: new FairQueue(), running: undefined };
  #closed = false;

  constructor(options: RenderQueueOptions) {
    this.#options = options;
  }

  pathOf(id: string): string {
    return join(this.#options.dir, `${id}.mp4`);
  }

  /** Takes up what an earlier process left, oldest first. */
  resume(): void {
    const left = this.#options.renders
      .values()
      .filter((render) => render.status === 'pending' || render.status === 'processing')
      .sort((a, b) => a.createdAt - b.createdAt || a.number - b.number);
    for (const render of left) {
      this.#options.renders.set({ ...render, status: 'pending', progress: 0 });
      this.#laneOf(render).waiting.add(render.sessionId, render.id);
    }
    this.#next(this.#films);
    this.#next(this.#previews);
  }

  /** Resolves when the render is on disk, so that it survives whatever comes. */
  async submit(render: RenderRecord): Promise<void> {
    await this.#options.renders.put(render);
    const lane = this.#laneOf(render);
    lane.waiting.add(render.sessionId, render.id);
    this.#next(lane);
  }

  /** Cancels a render that has not ended yet; one that has stays as it is. */
  async cancel(id: string): Promise<void> {
    const render = this.#options.renders.get(id);
    if (render?.status !== 'pending' && render?.status !== 'processing') return;
    const lane = this.#laneOf(render);
    lane.waiting.remove(id);
    await this.#options.renders.put({ ...render, status: 'cancelled', touchedAt: this.#options.clock.now() });
    if (lane.running?.id === id) lane.running.abort.abort(new Error('cancelled'));
  }

  /** Removes a render, its record and its file; a running one is stopped first. */
  async remove(id: string): Promise<void> {
    await this.cancel(id);
    for (const { running } of [this.#films, this.#previews]) if (running?.id === id) await running.done;
    await this.#options.renders.delete(id);
    await rm(this.pathOf(id), { force: true });
  }

  /** Stops the running renders without a mark on it: the next process does them again. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = [this.#films, this.#previews].flatMap((lane) => lane.running ?? []);
    for (const { abort } of running) abort.abort(new Error('the server is closing'));
    await Promise.all(running.map(({ done }) => done));
  }

  #laneOf({ output }: RenderRecord): Lane {
    return output?.quality === 'preview' ? this.#previews : this.#films;
  }

  #next(lane: Lane): void {
    if (this.#closed || lane.running) return;
    const id = lane.waiting.next();
    if (id === undefined) return;
    const abort = new AbortController();
    const done = this.#run(id, abort.signal)
      .catch((error: unknown) => this.#options.log.error({ err: error, render: id }, 'render queue failed'))
      .then(() => {
        lane.running = undefined;
        this.#next(lane);
      });
    lane.running = { id, abort, done };
  }

  async #run(id: string, signal: AbortSignal): Promise<void> {
    const { renders, clock, log, limitMs } = this.#options;
    const render = renders.get(id);
    if (render?.status !== 'pending') return;
    await renders.put({ ...render, status: 'processing', progress: 0 });
    const outPath = this.pathOf(id);
    const onProgress = (percent: number) => {
      const now = renders.get(id);
      if (now?.status !== 'processing') return;
      renders.set({ ...now, progress: Math.max(now.progress, Math.min(99, Math.round(percent))) });
    };
    let ending: Partial<RenderRecord>;
    try {
      signal.throwIfAborted();
      const files = this.#options.filesOf(render.sessionId);
      const { leftOut, width, height, fps, resolution } = await withTimeLimit(
        clock,
        limitMs,
        'the render',
        signal,
        (limited) =>
          this.#options.render(
            { draft: render.draft, output: render.output, files, outPath },
            { signal: limited, onProgress },
          ),
      );
      const { size } = await stat(outPath);
      ending = {
        status: 'completed',
        progress: 100,
        bytes: size,
        made: { width, height, fps, resolution },
        ...(leftOut.length > 0 && { leftOut }),
      };
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, render: id }, 'render failed');
      ending = { status: 'failed', error: 'the video could not be rendered' };
    }
    const now = renders.get(id);
    if (now?.status === 'processing' && (ending.status === 'completed' || !this.#closed)) {
      await renders.put({ ...now, ...ending, touchedAt: clock.now() });
    } else {
      await rm(outPath, { force: true });
    }
  }
}
