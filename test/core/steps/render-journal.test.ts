import { beforeEach, describe, expect, it } from 'vitest';
import { exportVideo } from '../../../src/core/steps/export.ts';
import { newExport } from '../../../src/core/turn/new-work.ts';
import type { ExportWork } from '../../../src/core/turn/turn.ts';
import { refusalError } from '../../../src/nemo/errors.ts';
import { ONE_CLIP_DRAFT } from '../../fakes/nemo/index.ts';
import { EMPTY, LOST, LoneStep, UNSENT } from '../rig/lone-step.ts';

let lone: LoneStep;
beforeEach(() => {
  lone = new LoneStep();
});

describe('a render', () => {
  const shown = ({ renderId, submitted, finished }: ExportWork) =>
    `${renderId ?? '-'}${submitted ? ' submitted' : ''}${finished ? ' finished' : ''}`;
  const ID = 'render_0_';
  const named = () => lone.events.map((event) => event.replace(/render_\d+_[0-9a-f]{16}/g, ID));
  const done = { id: 'own', phase: 'completed', outputUrl: 'https://cdn.example/v.mp4', bytes: 7 };

  const renders = (submitted: () => unknown, ...polls: unknown[]) => ({
    submitRender: async ({ id }: { id: string }) => {
      lone.events.push(`submit ${id}`);
      return submitted() ?? { id, phase: 'queued' };
    },
    renderStatus: async (id: string) => {
      lone.events.push(`poll ${id}`);
      const next = polls.length > 1 ? polls.shift() : polls[0];
      if (next instanceof Error) throw next;
      return next;
    },
    cancelRender: async (id: string) => lone.events.push(`cancel ${id}`),
  });

  beforeEach(() => {
    lone.states = [{ ...EMPTY, draft: ONE_CLIP_DRAFT }];
  });

  it('is journaled by its id before it is submitted, by the name that Nemo gives it, and when it has ended', async () => {
    const work = newExport();
    const queued = () => ({ id: 'own', phase: 'queued' });
    await lone.ended(exportVideo(lone.contextFor(work, shown, renders(queued, done)), work));
    expect(named()).toEqual([
      ...[`save ${ID}`, `submit ${ID}`, 'save own submitted', 'poll own', 'save own submitted finished'],
    ]);
    expect(work).toMatchObject({ outputUrl: 'https://cdn.example/v.mp4', bytes: 7 });
    lone.events.length = 0;
    await exportVideo(lone.contextFor(work, shown, renders(queued, done)), work);
    expect(lone.events).toEqual([]);
  });

  it('that another process submitted is polled at once under its id, and submitted where Nemo does not know it', async () => {
    const work = { ...newExport(), renderId: 'r1' };
    const unknown = refusalError('GET /render', { httpStatus: 404 });
    await lone.ended(
      exportVideo(
        lone.contextFor(
          work,
          shown,
          renders(() => undefined, unknown, done),
        ),
        work,
      ),
    );
    expect(lone.events).toEqual(['poll r1', 'submit r1', 'save r1 submitted', 'poll r1', 'save r1 submitted finished']);
  });

  it('that Nemo had, and does not know any more, has failed', async () => {
    const work = { ...newExport(), renderId: 'r1', submitted: true };
    const unknown = refusalError('GET /render', { httpStatus: 404 });
    const step = exportVideo(
      lone.contextFor(
        work,
        shown,
        renders(() => undefined, unknown),
      ),
      work,
    );
    await expect(lone.ended(step)).rejects.toThrow('failedRender');
    expect(lone.events).toEqual(['poll r1']);
  });

  it('whose submission may have arrived is asked for; one that certainly did not fails', async () => {
    const work = newExport();
    const lost = () => {
      throw LOST();
    };
    await lone.ended(exportVideo(lone.contextFor(work, shown, renders(lost, { ...done, id: 'r' })), work));
    expect(named()).toEqual([`save ${ID}`, `submit ${ID}`, `poll ${ID}`, `save ${ID} submitted finished`]);
    const unsent = () => {
      throw UNSENT();
    };
    const other = newExport();
    await expect(lone.ended(exportVideo(lone.contextFor(other, shown, renders(unsent, done)), other))).rejects.toThrow(
      'refused',
    );
  });

  it('that fails is submitted once more under another id', async () => {
    const work = newExport();
    const failed = { id: 'r', phase: 'failed' };
    const step = exportVideo(
      lone.contextFor(
        work,
        shown,
        renders(() => undefined, failed),
      ),
      work,
    );
    await expect(lone.ended(step)).rejects.toThrow('failedRender');
    const submitted = lone.events.filter((event) => event.startsWith('submit')).map((event) => event.slice(7));
    expect(submitted).toHaveLength(2);
    expect(submitted[1]).not.toBe(submitted[0]);
    expect(named()).toEqual([
      ...[`save ${ID}`, `submit ${ID}`, `save ${ID} submitted`, `poll ${ID}`],
      ...[`save ${ID}_2`, `submit ${ID}_2`, `save ${ID}_2 submitted`, `poll ${ID}_2`],
    ]);
  });

  it('whose id is another’s gets a new one, once', async () => {
    const work = newExport();
    const taken = () => {
      throw refusalError('POST /render', { httpStatus: 409 });
    };
    await expect(lone.ended(exportVideo(lone.contextFor(work, shown, renders(taken, done)), work))).rejects.toThrow(
      '409',
    );
    expect(named()).toEqual([`save ${ID}`, `submit ${ID}`, `save ${ID}_2`, `submit ${ID}_2`]);
  });

  it('is polled ever more seldom, and cancelled at Nemo when its time is over', async () => {
    const work = { ...newExport(), renderId: 'r1' };
    const running = { id: 'r1', phase: 'processing', percent: 50 };
    const times: number[] = [];
    const nemo = renders(() => undefined, running);
    const timed = {
      ...nemo,
      renderStatus: (id: string) => {
        times.push(lone.clock.now());
        return nemo.renderStatus(id);
      },
    };
    const step = exportVideo(lone.contextFor(work, shown, timed), work);
    await expect(lone.ended(step)).rejects.toThrow('failedRenderTime');
    // From two seconds by half as much again, five at most.
    expect(times.slice(0, 5)).toEqual([0, 3000, 7500, 12_500, 17_500]);
    expect(lone.events.at(-1)).toBe('cancel r1');
    expect(lone.clock.now()).toBeGreaterThanOrEqual(600_000);
    expect(lone.clock.now()).toBeLessThan(606_000);
  });
});
