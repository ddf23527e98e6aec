import { elapsedText, translator } from '../../i18n/translator.ts';
import { untilAborted } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { Nemo } from '../../nemo/nemo.ts';
import { ChatGoneError } from '../chat.ts';
import { ShutdownError } from '../queue/chat-queues.ts';
import { contextOf, type TurnRun } from './context.ts';
import { failureSentence } from './failure.ts';
import { Progress } from './progress.ts';
import type { TurnContext } from './step-context.ts';
import type { Turn } from './turn.ts';
import { doWork, wasCancelled } from './work.ts';

/** How long the goodbye to a render may take once the turn itself is over, in ms. */
const CANCEL_RENDER_TIMEOUT_MS = 10_000;

/**
 * Takes a turn from wherever its journal says it is to its end, and makes sure that the user sees exactly one ending
 * (rule 1). Only a stop of the process leaves it open. Rejects only when the journal can't be written.
 */
export async function runTurn(run: TurnRun): Promise<void> {
  const { turn, log, clock, signal } = run;
  const progress = progressOf(run);
  const context = contextOf(run, progress);
  if (run.resumed) progress.show(context.say('pickedUp'));
  const busy = new AbortController();
  const either = AbortSignal.any([busy.signal, signal]);
  const shownBusy = run.adapter.showBusy?.(turn.chat, either) ?? Promise.resolve();
  try {
    const outcome = await workToTheEnd(run, context);
    busy.abort();
    if (!outcome) return await progress.leave();
    if (wasCancelled(signal)) turn.renderToCancel = runningRender(turn);
    turn.outcome = outcome;
    clearFinishedTurn(turn);
    // Before anything else: from here on a crash changes nothing for the user. Only the process's stop ends the wait for
    // a store that is away, for a turn that was stopped must not run again.
    await run.keep({ signal: run.stopping, onWait: () => {}, onGoOn: () => {} });
    const { renderToCancel } = turn;
    const farewell = AbortSignal.timeout(CANCEL_RENDER_TIMEOUT_MS);
    if (renderToCancel !== undefined && (await cancelRender(context.nemo, renderToCancel, log, farewell))) {
      turn.renderToCancel = undefined;
    }
    await progress.close();
    // Until this is written, the next process sees to the message; and to a render that Nemo has not heard of yet.
    if (turn.progressRef !== undefined || renderToCancel !== undefined) {
      turn.progressRef = undefined;
      await run.save();
    }
    log.info({ outcome, ms: clock.now() - turn.acceptedAt }, 'turn over');
  } catch (error) {
    // The journal stays away: the message must not go on saying that the request waits.
    await (signal.reason instanceof ShutdownError ? progress.leave() : progress.close());
    throw error;
  } finally {
    busy.abort();
    await untilAborted(shownBusy, AbortSignal.timeout(CANCEL_RENDER_TIMEOUT_MS)).catch(() => {});
    await context.spool.release();
  }
}

/** What stays of a turn that is over serves the duplicate check alone: nothing of what was said or sent is kept. */
export function clearFinishedTurn(turn: Turn): void {
  turn.text = '';
  turn.attachments = [];
  turn.work = [];
  turn.at = 0;
  turn.failure = undefined;
}

function progressOf(run: TurnRun): Progress {
  const { turn, log } = run;
  const say = translator(turn.language);
  return new Progress({
    chat: turn.chat,
    adapter: run.adapter,
    clock: run.clock,
    log,
    signal: run.signal,
    ref: turn.progressRef,
    onRef: (ref) => {
      turn.progressRef = ref;
      run.save().catch((error: unknown) => log.warn({ err: error }, 'place of the progress message not journaled'));
    },
    elapsed: (elapsedMs) => elapsedText(turn.language, elapsedMs),
    stillWorkingEveryMs: run.settings.stillWorkingEveryMs,
    stillWorking: (elapsedMs) => say('stillWorking', { elapsed: elapsedText(turn.language, elapsedMs) }),
  });
}

/** How the turn ended; undefined when the process stops and the next one is to go on with it. */
async function workToTheEnd(run: TurnRun, context: TurnContext): Promise<Turn['outcome']> {
  const stopping = () => run.signal.aborted && run.signal.reason instanceof ShutdownError;
  try {
    run.signal.throwIfAborted();
    if (run.turn.failure !== undefined) return await tellFailure(run, context, run.turn.failure);
    await doWork(run, context);
    return 'done';
  } catch (error) {
    if (stopping()) return undefined;
    if (wasCancelled(run.signal)) return 'cancelled';
    if (error instanceof ChatGoneError) return 'chat-gone';
    run.log.error({ err: error, at: run.turn.work[run.turn.at]?.kind }, 'turn failed');
    try {
      return await tellFailure(run, context, await sentenceFor(run, context, error));
    } catch (cause) {
      if (stopping()) return undefined;
      if (cause instanceof ChatGoneError) return 'chat-gone';
      run.log.error({ err: cause }, 'the failure could not be told');
      return 'failed';
    }
  }
}

async function sentenceFor(run: TurnRun, context: TurnContext, error: unknown): Promise<string> {
  const { turn, settings, sessions } = run;
  const chat = await sessions.find(turn.chat).catch(() => undefined);
  return failureSentence(error, context.say, {
    turnId: turn.id,
    anonymous: settings.anonymous,
    webUrl: settings.webUrl,
    nemoUserId: chat?.session?.userId,
  });
}

/** Journaled before it is told, so that a process that goes on from here tells it and tries nothing again. */
async function tellFailure(run: TurnRun, context: TurnContext, sentence: string): Promise<'failed'> {
  run.turn.failure = sentence;
  await run.save().catch((error: unknown) => run.log.error({ err: error }, 'failure not journaled'));
  await context.reply(sentence, { private: true, part: 'failure' });
  return 'failed';
}

function runningRender(turn: Turn): string | undefined {
  const piece = turn.work[turn.at];
  return piece?.kind === 'export' && !piece.finished ? piece.renderId : undefined;
}

/** Cancels a render; false when Nemo could not be told. One that is over can't be cancelled, which is as good. */
export async function cancelRender(nemo: Nemo, renderId: string, log: Logger, signal: AbortSignal): Promise<boolean> {
  try {
    await nemo.cancelRender(renderId, { signal });
    return true;
  } catch (error) {
    log.warn({ err: error, render: renderId }, 'render not cancelled');
    return error instanceof NemoError && error.code === 'refused';
  }
}
