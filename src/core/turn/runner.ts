import { untilAborted } from '@reelay/async';
import { elapsedText, translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { Nemo } from '../../nemo/nemo.ts';
import { chargeOf } from '../access/charge.ts';
import { ChatGoneError, platformOf } from '../chat.ts';
import { ShutdownError } from '../queue/chat-queues.ts';
import { costLines } from '../steps/cost.ts';
import { NO_SPAN } from '../tracing.ts';
import { createContext, type TurnOptions } from './create-context.ts';
import { doWork, wasCancelled } from './do-work.ts';
import { failureSentence } from './failure.ts';
import { linksFor } from './failure-links.ts';
import { Progress } from './progress.ts';
import type { Turn } from './turn.ts';
import type { TurnContext } from './turn-context.ts';
import { voiceOf } from './voice.ts';

/** How long Nemo is asked to cancel a render once the turn itself is over, in ms. */
const CANCEL_RENDER_TIMEOUT_MS = 10_000;
/** How long a platform's "typing" may take to end, in ms. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Takes a turn from wherever its journal says it is to its end, and makes sure that the user sees exactly one ending
 * (rule 1). Only a stop of the process leaves it open. Rejects only when the journal cannot be written.
 */
export async function runTurn(options: TurnOptions): Promise<void> {
  const { turn, signal } = options;
  const progress = progressOf(options);
  const span = options.trace?.('turn', { 'reelay.platform': platformOf(turn.chat), 'reelay.resumed': options.resumed });
  const context = createContext(options, progress, { current: span ?? NO_SPAN });
  const { metrics, clock } = context;
  metrics.turnBegan(context.resumed ? undefined : clock.now() - turn.acceptedAt);
  if (context.resumed) progress.show(context.t('pickedUp'));
  const busy = new AbortController();
  const either = AbortSignal.any([busy.signal, signal]);
  const shownBusy = context.adapter.showBusy?.(turn.chat, either) ?? Promise.resolve();
  try {
    const outcome = await workToTheEnd(context);
    busy.abort();
    if (outcome) await finish(context, outcome);
    else await progress.leave();
  } catch (error) {
    // The journal cannot be written: the message must not go on saying that the request waits.
    await (signal.reason instanceof ShutdownError ? progress.leave() : progress.close());
    throw error;
  } finally {
    busy.abort();
    span?.end(turn.outcome === 'failed' ? 'error' : 'ok', { 'reelay.outcome': turn.outcome ?? 'open' });
    metrics.turnEnded(turn.outcome, clock.now() - turn.acceptedAt);
    await untilAborted(shownBusy, AbortSignal.timeout(BUSY_TIMEOUT_MS)).catch(() => {});
    await context.spool.release();
  }
}

/** Journals the end of a turn, cancels its render where it was stopped, and removes its progress message. */
async function finish(context: TurnContext, outcome: NonNullable<Turn['outcome']>): Promise<void> {
  const { turn, log, clock, signal, nemo, progress } = context;
  if (wasCancelled(signal)) turn.renderToCancel = runningRender(turn);
  turn.outcome = outcome;
  clearFinishedTurn(turn, context.settings.freeOfCharge);
  // Before anything else: from here on a crash changes nothing for the user. Only the process's stop ends the wait for a
  // store that cannot be written, for a turn that was stopped must not run again.
  await context.saveAtEnd();
  if (turn.charge) context.metrics.spent(turn.charge.credits, turn.charge.estimate);
  const { renderToCancel } = turn;
  const limited = AbortSignal.timeout(CANCEL_RENDER_TIMEOUT_MS);
  if (renderToCancel !== undefined && (await cancelRender(nemo, renderToCancel, log, limited))) {
    turn.renderToCancel = undefined;
  }
  await progress.close();
  // Until this is written, the next process removes the message, and cancels a render that Nemo does not know of yet.
  if (turn.progressRef !== undefined || renderToCancel !== undefined) {
    turn.progressRef = undefined;
    await context.saveOnce();
  }
  log.info({ outcome, ms: clock.now() - turn.acceptedAt }, 'turn finished');
}

/** What stays of a turn that is over serves the duplicate check alone: nothing of what was said or sent is kept. */
export function clearFinishedTurn(turn: Turn, freeOfCharge = false): void {
  turn.charge = chargeOf(turn, freeOfCharge);
  turn.text = '';
  turn.attachments = [];
  turn.work = [];
  turn.at = 0;
  turn.failure = undefined;
}

function progressOf({ turn, log, adapter, clock, signal, journal, settings }: TurnOptions): Progress {
  const t = translator(voiceOf(turn), settings);
  return new Progress({
    chat: turn.chat,
    adapter,
    clock,
    log,
    signal,
    ref: turn.progressRef,
    onRef: (ref) => {
      turn.progressRef = ref;
      journal
        .save(turn)
        .catch((error: unknown) => log.warn({ err: error }, 'id of the progress message not journaled'));
    },
    elapsed: (elapsedMs) => elapsedText(voiceOf(turn), elapsedMs),
    stillWorkingEveryMs: settings.stillWorkingEveryMs,
    stillWorking: (elapsedMs) => t('stillWorking', { elapsed: elapsedText(voiceOf(turn), elapsedMs) }),
  });
}

/** How the turn ended; undefined when the process stops and the next one is to go on with it. */
async function workToTheEnd(context: TurnContext): Promise<Turn['outcome']> {
  const { signal, turn, log } = context;
  const isStopping = () => signal.aborted && signal.reason instanceof ShutdownError;
  try {
    signal.throwIfAborted();
    if (turn.failure !== undefined) return await reportFailure(context, turn.failure);
    await doWork(context);
    return 'done';
  } catch (error) {
    if (isStopping()) return undefined;
    if (wasCancelled(signal)) return 'cancelled';
    if (error instanceof ChatGoneError) return 'chat-gone';
    log.error({ err: error, at: turn.work[turn.at]?.kind }, 'turn failed');
    context.alertOwners(error);
    try {
      return await reportFailure(context, await sentenceFor(context, error));
    } catch (cause) {
      if (isStopping()) return undefined;
      if (cause instanceof ChatGoneError) return 'chat-gone';
      log.error({ err: cause }, 'failure not posted');
      return 'failed';
    }
  }
}

async function sentenceFor(context: TurnContext, error: unknown): Promise<string> {
  const { turn, settings, t } = context;
  const facts = { turnId: turn.id, anonymous: settings.anonymous, webUrl: settings.webUrl };
  return failureSentence(error, t, { ...facts, ...(await linksFor(context, error)) });
}

/** Journaled before it is posted, so that a process that goes on from here posts it and tries nothing again. */
async function reportFailure(context: TurnContext, sentence: string): Promise<'failed'> {
  const { turn, t } = context;
  turn.failure ??= [sentence, ...costLines(turn, t)].join('\n\n');
  await context.saveOnce().catch((error: unknown) => context.log.error({ err: error }, 'failure not journaled'));
  await context.reply(turn.failure, { private: true, part: 'failure' });
  return 'failed';
}

function runningRender(turn: Turn): string | undefined {
  const piece = turn.work[turn.at];
  return piece?.kind === 'export' && !piece.finished ? piece.renderId : undefined;
}

/** Cancels a render; false when Nemo could not be asked to. One that has ended cannot be cancelled, which is as good. */
export async function cancelRender(nemo: Nemo, renderId: string, log: Logger, signal: AbortSignal): Promise<boolean> {
  try {
    await nemo.cancelRender(renderId, { signal });
    return true;
  } catch (error) {
    log.warn({ err: error, render: renderId }, 'render not cancelled');
    return error instanceof NemoError && error.code === 'refused';
  }
}
