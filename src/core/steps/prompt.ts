import { sameDraft } from '../../nemo/draft.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { NemoState, PromptEvent } from '../../nemo/nemo.ts';
import type { PromptWork } from '../turn.ts';
import { stageOfTool } from '../words/tell.ts';
import type { TurnContext } from './context.ts';

/**
 * Sends the prompt, at most once in its life (rule 2). The draft before it and the fact that it is being sent are
 * journaled first; from then on, whatever breaks, what became of it is read from the state and never asked again.
 */
export async function prompt(context: TurnContext, work: PromptWork): Promise<void> {
  if (work.reply) return;
  const { nemo, progress, say, signal, log, turn } = context;
  const { sessionId } = await context.session();
  progress.show(say('working'));
  if (!work.baseline) {
    const state = await nemo.state(sessionId, { signal });
    work.baseline = { draft: state.draft, mediaCount: state.generatedMedia.length };
    await context.save();
  }
  if (work.sending) {
    log.info({ turn: turn.id }, 'prompt was sent by an earlier process; reading the state');
    work.reply = await findOut(context, work, sessionId, '');
    await context.save();
    return;
  }
  work.sending = true;
  await context.save();
  try {
    const reply = await nemo.prompt(sessionId, work.text, { signal, onEvent: (event) => showEvent(context, event) });
    log.info({ turn: turn.id, end: reply.end, tools: reply.tools.map((tool) => tool.name) }, 'prompt answered');
    work.reply =
      reply.end === 'clean'
        ? { text: reply.text, heard: true, error: reply.error }
        : await findOut(context, work, sessionId, reply.text);
  } catch (error) {
    if (!(error instanceof NemoError)) throw error;
    if (error.sent === 'no') {
      work.sending = false;
      await context.save();
      throw error;
    }
    log.warn({ err: error, turn: turn.id }, 'prompt may have been taken; reading the state');
    work.reply = await findOut(context, work, sessionId, '');
  }
  await context.save();
}

/** Reads the state until it differs from the baseline, or until the last wait is over. */
async function findOut(
  { nemo, clock, settings, progress, say, signal, log, turn }: TurnContext,
  work: PromptWork,
  sessionId: string,
  text: string,
): Promise<NonNullable<PromptWork['reply']>> {
  progress.show(say('checking'));
  for (const wait of settings.recoveryWaitsMs) {
    await clock.sleep(wait, signal);
    try {
      if (changed(work, await nemo.state(sessionId, { signal }))) return { text, heard: false };
    } catch (error) {
      if (!(error instanceof NemoError) || signal.aborted) throw error;
      log.warn({ err: error, turn: turn.id }, 'state not readable while finding out about a prompt');
    }
  }
  return { text, heard: false };
}

function changed(work: PromptWork, state: NemoState): boolean {
  const before = work.baseline;
  return !before || !sameDraft(before.draft, state.draft) || state.generatedMedia.length !== before.mediaCount;
}

function showEvent({ progress, say }: TurnContext, event: PromptEvent): void {
  if (event.type === 'tool-call') progress.show(say(stageOfTool(event.name)));
}
