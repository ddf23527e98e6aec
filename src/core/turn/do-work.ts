import { NemoError } from '../../nemo/errors.ts';
import { timed } from '../metrics.ts';
import { CancelledError } from '../queue/chat-queues.ts';
import { askedForFile } from '../steps/ask-for-file.ts';
import { refuseBlockedWords } from '../steps/blocked-words.ts';
import { deliver } from '../steps/deliver.ts';
import { exportVideo } from '../steps/export.ts';
import { sendPreview } from '../steps/preview.ts';
import { prompt } from '../steps/prompt.ts';
import { reportReply } from '../steps/report.ts';
import { acceptedNames, upload } from '../steps/upload.ts';
import { projectOf } from '../storage/chat-record.ts';
import { traced } from '../tracing.ts';
import { startOver } from './plan.ts';
import type { Turn } from './turn.ts';
import { type TurnContext, TurnFailure } from './turn-context.ts';

/**
 * Does the turn's work from where the journal says it is. Rejects with the failure that ends the turn. A piece journals what
 * it is about to do; that it is done is journaled here, and for the last one by the caller with the turn's outcome.
 */
export async function doWork(context: TurnContext): Promise<void> {
  const { turn } = context;
  await reportLostRecord(context);
  // Before anything is fetched, left or paid for.
  await refuseBlockedWords(context, turn.work.slice(turn.at));
  await beginProject(context);
  await returnToProject(context);
  // Before anything is fetched for it.
  await context.budget.reserve();
  let renewed = false;
  while (turn.at < turn.work.length) {
    try {
      await timedPiece(context);
    } catch (error) {
      if (error instanceof NemoError && error.code === 'session-gone' && !renewed) {
        renewed = true;
        await renewSession(context, error);
        continue;
      }
      if (!(await skipFailedFile(context, error))) throw error;
      continue;
    }
    turn.at++;
    // Journals what the piece came to; of the last one, the end of the turn does.
    if (turn.at < turn.work.length) await context.save();
  }
}

/** Says that the chat starts afresh. Said again after a crash, under the key that the platform knows it by. */
async function reportLostRecord({ turn, reply, t }: TurnContext): Promise<void> {
  if (!turn.recordLost) return;
  await reply(t('recordLost'), { part: 'record' });
  turn.recordLost = undefined;
}

/** Leaves the chat's project, so that the first step makes a new one. Done twice it does the same. */
async function beginProject({ turn, sessions, save }: TurnContext): Promise<void> {
  if (!turn.newProject) return;
  const none = { session: undefined, link: undefined, lastPrompt: undefined };
  await sessions.update(turn.chat, { ...none, mediaCount: 0, files: [] });
  turn.newProject = undefined;
  await save();
}

/** Takes the chat back to the project that the message replied to. */
async function returnToProject({ turn, sessions, reply, save, t }: TurnContext): Promise<void> {
  if (!turn.backTo) return;
  const { session, mediaCount, lastPrompt, lastPromptBy, hidden } = turn.backTo;
  const hiddenProject = hidden ? projectOf(session) : undefined;
  const ofProject = { session, mediaCount, lastPrompt, lastPromptBy, hiddenProject };
  await sessions.update(turn.chat, { ...ofProject, files: [], link: undefined });
  // Journaled as done only once the user knows: a process that ends in between says it again, under the same key.
  await reply(t('backToProject'), { part: 'back' });
  turn.backTo = undefined;
  await save();
}

function timedPiece(context: TurnContext): Promise<void> {
  const { turn, metrics } = context;
  const kind = turn.work[turn.at]?.kind;
  return timed(
    context,
    () => traced(context.trace, `step ${kind ?? 'none'}`, () => doPiece(context)),
    (result, ms) => kind && metrics.pieceEnded(kind, result, ms),
  );
}

async function doPiece(context: TurnContext): Promise<void> {
  const piece = context.turn.work[context.turn.at];
  switch (piece?.kind) {
    case 'upload':
      return upload(context, piece);
    case 'prompt':
      if (await askedForFile(context, piece)) return;
      await prompt(context, piece);
      return reportReply(context, piece);
    case 'export':
      // A newer request that waits changes the video: it comes with that one.
      if (piece.renderId === undefined && !piece.finished && (await context.queue.handOver())) return;
      if (piece.preview) return sendPreview(context, piece);
      await exportVideo(context, piece);
      return deliver(context, piece);
    case 'action':
      return context.runAction(piece);
    case undefined:
      return;
  }
}

/**
 * A file of a batch that fails is reported, and what was left to do with it is skipped; the files after it go on, and so
 * does a video that was taken over. False when there is none after it, or the failure is not one of that file.
 */
async function skipFailedFile({ turn, reply, save, signal }: TurnContext, error: unknown): Promise<boolean> {
  const next = turn.work.findIndex(
    (later, index) =>
      index > turn.at && (later.kind === 'upload' || (later.kind === 'export' && later.takenOver === true)),
  );
  if (next < 0 || !(error instanceof TurnFailure) || signal.aborted) return false;
  await reply(error.sentence, { part: 'failure' });
  turn.at = next;
  await save();
  return true;
}

/**
 * The session is gone at Nemo (1002). What brought its own files, and was not asked of the agent yet, begins anew in a
 * new session; for anything else the user must send their files again, which is the failure they read.
 */
async function renewSession(context: TurnContext, error: NemoError): Promise<void> {
  const { turn, sessions, log } = context;
  log.warn({ err: error }, 'session gone');
  const chat = await sessions.find(turn.chat);
  const lost = chat?.mediaCount ?? 0;
  await sessions.update(turn.chat, {
    session: undefined,
    link: undefined,
    mediaCount: 0,
    files: [],
    lastPrompt: undefined,
  });
  const from = lastUploadUpTo(turn);
  const begun = turn.work.slice(Math.max(from, 0), turn.at + 1);
  const piece = turn.work[turn.at];
  if (from < 0 && piece?.kind === 'prompt' && !piece.sending && lost === 0 && piece.isFirst) {
    // The session held nothing, and the prompt was refused: it goes to the new session.
    piece.baseline = undefined;
    return context.save();
  }
  // A prompt that was sent is never sent again, in no session.
  if (from < 0 || begun.some((piece) => piece.kind === 'prompt' && piece.sending)) throw error;
  const own = begun.flatMap((piece) => (piece.kind === 'upload' ? acceptedNames(piece) : [])).length;
  turn.work = [...turn.work.slice(0, from), ...startOver(turn.work.slice(from))];
  turn.at = from;
  await context.save();
  if (lost > own) await context.reply(context.t('sessionRenewed'), { part: 'renewed' });
}

function lastUploadUpTo(turn: Turn): number {
  for (let index = turn.at; index >= 0; index--) if (turn.work[index]?.kind === 'upload') return index;
  return -1;
}

/** True when the turn was stopped by its user. */
export function wasCancelled(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof CancelledError;
}
