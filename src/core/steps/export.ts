import { bar, elapsedText } from '../../i18n/translator.ts';
import { isExportable } from '../../nemo/draft/draft.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { NemoState, RenderOutput, RenderStatus } from '../../nemo/nemo.ts';
import { isVideo } from '../../nemo/state.ts';
import { shortHash } from '../storage/chat-record.ts';
import { linesOf, RESOLUTIONS } from '../turn/resolution.ts';
import type { ExportWork } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';

/**
 * How many polls in a row may fail before the render counts as unreachable. Each has waited a quarter of an hour for a
 * silent Nemo by itself, so that these are hours: what was submitted is to be followed to its end.
 */
const FAILED_POLLS = 20;
/** How often Nemo may answer that it does not know a render that was just submitted. */
const LOST_SUBMISSIONS = 3;
/** The first delay between two polls, in ms, and what each further one is multiplied with: short renders take seconds. */
const FIRST_POLL_MS = 2000;
const POLL_GROWTH = 1.5;

/** The same for a preview, which is done within seconds. */
const FIRST_PREVIEW_POLL_MS = 300;
/** A preview that takes longer is given up, in ms. */
const PREVIEW_LIMIT_MS = 60_000;

const pollDelay = ({ preview }: ExportWork, polls: number, longestMs: number): number =>
  Math.min(longestMs, Math.round((preview ? FIRST_PREVIEW_POLL_MS : FIRST_POLL_MS) * POLL_GROWTH ** polls));

/**
 * Renders the chat's draft and follows the render to its end (rule 3). The id is journaled before it is submitted; an
 * earlier process's render is found again by it, and is submitted under the same id only when Nemo does not know it.
 */
export async function exportVideo(context: TurnContext, work: ExportWork): Promise<void> {
  if (work.finished) return;
  const { clock, settings, progress, t, turn, log, signal } = context;
  progress.show(t('renderQueued'));
  const limitMs = Math.min(settings.renderLimitMs, work.preview ? PREVIEW_LIMIT_MS : Number.POSITIVE_INFINITY);
  const begun = clock.now();
  let status = work.renderId === undefined ? await submit(context, work) : undefined;
  let failedPolls = 0;
  let lostSubmissions = 0;
  for (let polls = 0; !work.finished && status?.phase !== 'completed'; polls++) {
    if (status?.phase === 'failed' && !work.resubmitted) {
      log.warn({ turn: turn.id, render: status.id, reason: status.error }, 'render failed; submitting it once more');
      work.resubmitted = true;
      status = await submitAnew(context, work);
      continue;
    }
    if (status?.phase === 'failed' || status?.phase === 'cancelled') {
      const cause = new Error(`render ${status.id}: ${status.phase}, ${status.error ?? 'no reason given'}`);
      throw new TurnFailure(t('failedRender'), { cause });
    }
    // Looked at only when Nemo has answered: what is done by the end of an outage is not given up for it.
    if ((status || polls > 0) && clock.now() - begun >= limitMs) {
      await abandonRender(context, work);
      throw new TurnFailure(t('failedRenderTime', { elapsed: elapsedText(voiceOf(turn), limitMs) }));
    }
    if (status?.phase === 'processing' && status.percent !== undefined) {
      const percent = Math.round(status.percent);
      progress.show(t('rendering', { bar: bar(percent), percent }));
    }
    // What became of a render that may have been submitted is asked at once.
    if (status || polls > 0) await clock.sleep(pollDelay(work, polls, settings.renderPollEveryMs), signal);
    try {
      status = await poll(context, work);
      if (status) failedPolls = 0;
      else if (++lostSubmissions >= LOST_SUBMISSIONS) throw new TurnFailure(t('failedRender'));
    } catch (error) {
      if (signal.aborted || !(error instanceof NemoError)) throw error;
      log.warn({ err: error, turn: turn.id, render: work.renderId }, 'poll failed; the render goes on');
      if (++failedPolls < FAILED_POLLS) continue;
      await abandonRender(context, work);
      throw error;
    }
  }
  if (!work.finished) {
    work.outputUrl = status?.outputUrl;
    work.bytes = status?.bytes;
    work.durationMs = status?.durationMs;
    work.width = status?.width;
    work.height = status?.height;
    work.fps = status?.fps;
    work.leftOut = status?.leftOut;
  }
  work.finished = true;
  await context.save();
}

/** Submits the draft under an id that Nemo does not know. */
function submitAnew(context: TurnContext, work: ExportWork): Promise<RenderStatus | undefined> {
  work.renderId = undefined;
  work.submitted = false;
  return submit(context, work);
}

/** How the render is; one that Nemo does not know is submitted. Undefined when that is not known yet. */
async function poll(context: TurnContext, work: ExportWork): Promise<RenderStatus | undefined> {
  const { nemo, t, turn, log, signal } = context;
  try {
    const status = await nemo.renderStatus(work.renderId ?? '', { signal });
    work.submitted = true;
    return status;
  } catch (error) {
    if (!(error instanceof NemoError) || error.code !== 'refused' || signal.aborted) throw error;
    if (work.submitted) throw new TurnFailure(t('failedRender'), { cause: error });
    log.info({ turn: turn.id, render: work.renderId }, 'render was never submitted; submitting it now');
    return submit(context, work);
  }
}

/** How the project's canvas wants it rendered. */
function outputOf({ canvas }: NemoState): RenderOutput {
  const { width, height, fps } = canvas ?? {};
  const lines = width && height ? linesOf(width, height) : 0;
  const resolution = RESOLUTIONS.find(([least]) => lines >= least)?.[1];
  return { ...(resolution && { resolution }), ...(fps && { fps }) };
}

/** Submits the draft as it is now. Undefined when the answer was lost: Nemo may have it, and is asked by its id. */
async function submit(context: TurnContext, work: ExportWork): Promise<RenderStatus | undefined> {
  const { nemo, t, turn, clock, log, signal } = context;
  const { sessionId } = await context.session();
  const state = await nemo.state(sessionId, { signal });
  const { draft } = state;
  if (!draft || !isExportable(draft)) {
    // A clip that was generated without a timeline is a finished video already.
    const clip = state.generatedMedia.findLast((item) => item.url !== undefined && isVideo(item));
    if (!clip) throw new TurnFailure(t('nothingToExport'));
    work.outputUrl = clip.url;
    work.finished = true;
    return undefined;
  }
  const isFirst = !work.renderId;
  if (!work.renderId) {
    // Numbers of this process would meet those of the one before it, and somebody would get another's video.
    const attempt = work.resubmitted ? '_2' : '';
    work.renderId = `render_${clock.now()}_${shortHash(`${turn.id}#${turn.at}`)}${attempt}`;
    await context.save();
  }
  const output = { ...outputOf(state), ...work.output, ...(work.preview && { quality: 'preview' as const }) };
  const render = { id: work.renderId, sessionId, draft, ...(Object.keys(output).length > 0 && { output }) };
  try {
    const status = await nemo.submitRender(render, { signal });
    work.submitted = true;
    // Nemo may give the render a name of its own: that one is polled from now on.
    work.renderId = status.id;
    await context.save();
    return status;
  } catch (error) {
    if (signal.aborted || !(error instanceof NemoError)) throw error;
    if (error.code === 'duplicate-id') return idIsTaken(context, work, isFirst, error);
    if (error.sent === 'no') throw error;
    log.warn({ err: error, turn: turn.id, render: render.id }, 'answer to the submission lost');
    return undefined;
  }
}

/**
 * Nemo knows a render of this id. Where the same one was submitted before, that one has arrived, and is polled; else the
 * id is another's, and a new one is used, once.
 */
async function idIsTaken(
  context: TurnContext,
  work: ExportWork,
  isFirst: boolean,
  error: NemoError,
): Promise<RenderStatus | undefined> {
  if (!isFirst) {
    work.submitted = true;
    return undefined;
  }
  if (work.resubmitted) throw error;
  work.resubmitted = true;
  return submitAnew(context, work);
}

/** Ends the wait for a render; nobody will come back for it. */
async function abandonRender({ nemo, signal, turn, log }: TurnContext, { renderId = '' }: ExportWork): Promise<void> {
  await nemo.cancelRender(renderId, { signal, maxWaitMs: 0 }).catch((error: unknown) => {
    log.warn({ err: error, turn: turn.id, render: renderId }, 'render not cancelled');
  });
}
