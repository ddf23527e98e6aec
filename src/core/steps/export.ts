import { TimeLimitError, withTimeLimit } from '../../clock.ts';
import { isExportable } from '../../nemo/draft.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { RenderStatus } from '../../nemo/nemo.ts';
import type { ExportWork } from '../turn.ts';
import { bar, elapsedText } from '../words/words.ts';
import { type TurnContext, TurnFailure } from './context.ts';

/** How many polls in a row may fail before the render counts as unreachable. */
const FAILED_POLLS = 5;

/**
 * Renders the chat's draft and follows the render to its end (rule 3). The id is journaled before it is submitted; an
 * earlier process's render is found again by it, and is submitted under the same id only when Nemo never heard of it.
 */
export async function exportVideo(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.finished) return;
  const { settings, clock, signal, say, turn } = context;
  const elapsed = elapsedText(turn.language, settings.renderLimitMs);
  const limit = new TurnFailure(say('failedRenderTime', { elapsed }));
  try {
    await withTimeLimit(clock, settings.renderLimitMs, 'the render', signal, (limited) =>
      follow(context, work, limited),
    );
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    // Nobody will come back for it.
    if (work.renderId) await context.nemo.cancelRender(work.renderId, { signal }).catch(() => {});
    throw limit;
  }
}

async function follow(context: TurnContext, work: ExportWork, signal: AbortSignal): Promise<void> {
  const { nemo, clock, settings, progress, say, turn, log } = context;
  progress.show(say('renderQueued'));
  let status = await submit(context, work, signal);
  let failedPolls = 0;
  while (status.phase === 'pending' || status.phase === 'processing') {
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

async function submit(context: TurnContext, work: ExportWork, signal: AbortSignal): Promise<RenderStatus> {
  const { nemo, say, turn, clock, log } = context;
  const { sessionId } = await context.session();
  if (work.renderId) {
    const known = await nemo.renderStatus(work.renderId, { signal }).catch((error: unknown) => {
      if (work.submitted || !(error instanceof NemoError) || error.code !== 'refused') throw error;
      log.info({ turn: turn.id, render: work.renderId }, 'render was never submitted; submitting it now');
      return undefined;
    });
    if (known) return known;
  }
  const { draft } = await nemo.state(sessionId, { signal });
  if (!draft || !isExportable(draft)) throw new TurnFailure(say('nothingToExport'));
  if (!work.renderId) {
    work.renderId = `render_${clock.now()}_${turn.order}`;
    await context.save();
  }
  const render = { id: work.renderId, sessionId, draft };
  const status = await nemo.submitRender(render, { signal }).catch((error: unknown) => {
    // Nemo may have it although its answer was lost: then it is found by its id, and followed.
    if (signal.aborted || !(error instanceof NemoError) || error.sent === 'no') throw error;
    log.warn({ err: error, turn: turn.id, render: render.id }, 'answer to the submission lost');
    return nemo.renderStatus(render.id, { signal });
  });
  work.submitted = true;
  // Nemo may give the render a name of its own: that one is polled from now on.
  work.renderId = status.id;
  await context.save();
  return status;
}
