import { isExportable } from '../../nemo/draft.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { RenderStatus } from '../../nemo/nemo.ts';
import type { ExportWork } from '../turn.ts';
import { bar, elapsedText } from '../words/words.ts';
import { type TurnContext, TurnFailure } from './context.ts';

/**
 * How many polls in a row may fail before the render counts as unreachable. Each has waited a quarter of an hour for a
 * silent Nemo by itself, so that these are hours: what was submitted is to be followed to its end.
 */
const FAILED_POLLS = 20;

/**
 * Renders the chat's draft and follows the render to its end (rule 3). The id is journaled before it is submitted; an
 * earlier process's render is found again by it, and is submitted under the same id only when Nemo never heard of it.
 */
export async function exportVideo(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.finished) return;
  const { nemo, clock, settings, progress, say, turn, log, signal } = context;
  progress.show(say('renderQueued'));
  let status = await submit(context, work);
  const begun = clock.now();
  let failedPolls = 0;
  while (status.phase === 'pending' || status.phase === 'processing') {
    // Looked at only when Nemo has answered: what is done by the end of an outage is not given up for it.
    if (clock.now() - begun >= settings.renderLimitMs) await giveUp(context, status.id);
    if (status.percent !== undefined && status.phase === 'processing') {
      const percent = Math.round(status.percent);
      progress.show(say('rendering', { bar: bar(percent), percent }));
    }
    await clock.sleep(settings.renderPollEveryMs, signal);
    try {
      status = await nemo.renderStatus(status.id, { signal });
      failedPolls = 0;
    } catch (error) {
      if (signal.aborted || !(error instanceof NemoError) || ++failedPolls >= FAILED_POLLS) throw error;
      log.warn({ err: error, turn: turn.id, render: status.id }, 'poll failed; the render goes on');
    }
  }
  if (status.phase !== 'completed') {
    throw new TurnFailure(say('failedRender'), {
      cause: new Error(`render ${status.id}: ${status.phase}, ${status.error ?? 'no reason given'}`),
    });
  }
  work.outputUrl = status.outputUrl;
  work.finished = true;
  await context.save();
}

/** Ends the wait for a render that takes too long; nobody will come back for it. */
async function giveUp({ nemo, settings, signal, say, turn, log }: TurnContext, renderId: string): Promise<never> {
  await nemo.cancelRender(renderId, { signal, patienceMs: 0 }).catch((error: unknown) => {
    log.warn({ err: error, turn: turn.id, render: renderId }, 'render not cancelled');
  });
  throw new TurnFailure(say('failedRenderTime', { elapsed: elapsedText(turn.language, settings.renderLimitMs) }));
}

async function submit(context: TurnContext, work: ExportWork): Promise<RenderStatus> {
  const { nemo, say, turn, clock, log, signal } = context;
  const { sessionId } = await context.session();
  if (work.renderId) {
    const known = await find(context, work.renderId);
    if (known) return known;
    if (work.submitted) throw new TurnFailure(say('failedRender'), { cause: new Error('Nemo has lost the render') });
    log.info({ turn: turn.id, render: work.renderId }, 'render was never submitted; submitting it now');
  }
  const { draft } = await nemo.state(sessionId, { signal });
  if (!draft || !isExportable(draft)) throw new TurnFailure(say('nothingToExport'));
  if (!work.renderId) {
    work.renderId = `render_${clock.now()}_${turn.order}`;
    await context.save();
  }
  const render = { id: work.renderId, sessionId, draft };
  const status = await nemo.submitRender(render, { signal }).catch(async (error: unknown) => {
    // Nemo may have it although its answer was lost: then it is found by its id, and followed.
    if (signal.aborted || !(error instanceof NemoError) || error.sent === 'no') throw error;
    log.warn({ err: error, turn: turn.id, render: render.id }, 'answer to the submission lost');
    return (await find(context, render.id)) ?? nemo.submitRender(render, { signal });
  });
  work.submitted = true;
  // Nemo may give the render a name of its own: that one is polled from now on.
  work.renderId = status.id;
  await context.save();
  return status;
}

/** The render as Nemo knows it; undefined when Nemo never heard of it. */
async function find({ nemo, signal }: TurnContext, renderId: string): Promise<RenderStatus | undefined> {
  try {
    return await nemo.renderStatus(renderId, { signal });
  } catch (error) {
    if (error instanceof NemoError && error.code === 'refused' && !signal.aborted) return undefined;
    throw error;
  }
}
