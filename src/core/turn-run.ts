import { type Clock, withTimeLimit } from '../clock.ts';
import type { Logger } from '../log.ts';
import { NemoError } from '../nemo/errors.ts';
import { attributionFor } from '../skills.ts';
import { type ChatAdapter, ChatGoneError, type Reply } from './chat.ts';
import { failureSentence } from './failure.ts';
import { CancelledError, ShutdownError } from './lane.ts';
import type { Spool } from './media/spool.ts';
import { startOver } from './plan.ts';
import { Progress } from './progress.ts';
import { type NemoAccount, projectOf, type Sessions, shortHash } from './sessions.ts';
import { answer, type LaneView, type SkillView } from './steps/answer.ts';
import { type ReplyMore, type StepSettings, type TurnContext, TurnFailure } from './steps/context.ts';
import { deliver } from './steps/deliver.ts';
import { exportVideo } from './steps/export.ts';
import { prompt } from './steps/prompt.ts';
import { settle } from './steps/settle.ts';
import { taken, upload } from './steps/upload.ts';
import type { AnswerWork, Turn, UploadWork } from './turn.ts';
import { elapsedText, speaker } from './words/words.ts';

export interface TurnSettings extends StepSettings {
  stillWorkingEveryMs: number;
  /** Limit of one send to a platform, retries and all, in ms. */
  sendLimitMs: number;
  skillPlatform?: string;
  webUrl: string;
  /** True when the bot made its Nemo account by itself. */
  anonymous: boolean;
}

interface TurnRun {
  turn: Turn;
  adapter: ChatAdapter;
  account: NemoAccount;
  skills: SkillView;
  sessions: Sessions;
  spool: Spool;
  lane: LaneView;
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
  signal: AbortSignal;
  /** True when an earlier process began it. */
  resumed: boolean;
  save(): Promise<void>;
}

/** Answers that are nobody's business but the asker's. */
const PRIVATE: ReadonlySet<AnswerWork['what']> = new Set([
  'help',
  'credits',
  'skill',
  'language',
  'forget',
  'empty',
  'ask-for-media',
  'stale-button',
  'too-many',
]);

/** How long the goodbye to a render or a message may take once the turn itself is over, in ms. */
const FAREWELL_MS = 10_000;

/**
 * Takes a turn from wherever its journal says it is to its end, and makes sure that the user sees exactly one ending
 * (rule 1). Only a stop of the process leaves it open. Rejects only when the journal can't be written.
 */
export async function runTurn(run: TurnRun): Promise<void> {
  const { turn, log, clock, signal } = run;
  const say = speaker(turn.language);
  const progress = new Progress({
    chat: turn.chat,
    adapter: run.adapter,
    clock,
    log,
    signal,
    ref: turn.progressRef,
    onRef: (ref) => {
      turn.progressRef = ref;
      run.save().catch((error: unknown) => log.warn({ err: error }, 'place of the progress message not journaled'));
    },
    stillWorkingEveryMs: run.settings.stillWorkingEveryMs,
    elapsed: (elapsedMs) => elapsedText(turn.language, elapsedMs),
    stillWorking: (elapsedMs) => say('stillWorking', { elapsed: elapsedText(turn.language, elapsedMs) }),
  });
  const context = contextOf(run, progress);
  if (run.resumed) progress.show(say('pickedUp'));
  const busy = new AbortController();
  const shownBusy = run.adapter.showBusy?.(turn.chat, AbortSignal.any([busy.signal, signal]));
  try {
    await doWork(run, context);
    turn.outcome = 'done';
  } catch (error) {
    if (signal.aborted && signal.reason instanceof ShutdownError) {
      busy.abort();
      await shownBusy;
      await progress.leave();
      await context.spool.release();
      return;
    }
    turn.outcome = await endBadly(run, context, error);
  }
  busy.abort();
  await shownBusy;
  await progress.close();
  await context.spool.release();
  buryContent(turn);
  await run.save();
  log.info({ outcome: turn.outcome, ms: clock.now() - turn.acceptedAt }, 'turn over');
}

/** What stays of a turn that is over serves the duplicate check alone: nothing of what was said or sent is kept. */
export function buryContent(turn: Turn): void {
  turn.text = '';
  turn.attachments = [];
  turn.work = [];
  turn.at = 0;
}

/** Takes the chat back to the project that the message replied to. */
async function goBack({ turn, sessions, reply, save, say }: TurnContext): Promise<void> {
  if (!turn.backTo) return;
  await sessions.update(turn.chat, { ...turn.backTo, link: undefined });
  turn.backTo = undefined;
  await save();
  await reply(say('backToProject'));
}

async function doWork(run: TurnRun, context: TurnContext): Promise<void> {
  const { turn } = run;
  await goBack(context);
  let startedOver = false;
  while (turn.at < turn.work.length) {
    try {
      await doPiece(run, context);
    } catch (error) {
      if (!(error instanceof NemoError) || error.code !== 'session-gone' || startedOver) throw error;
      startedOver = true;
      await replaceSession(context, error);
      continue;
    }
    turn.at++;
    await context.save();
  }
}

async function doPiece(run: TurnRun, context: TurnContext): Promise<void> {
  const piece = run.turn.work[run.turn.at];
  switch (piece?.kind) {
    case 'upload':
      return uploadPiece(run.turn, context, piece);
    case 'prompt':
      await prompt(context, piece);
      return settle(context, piece);
    case 'export':
      await exportVideo(context, piece);
      return deliver(context, piece);
    case 'answer':
      return context.reply(await answer(context, piece, run.lane, run.skills), { private: PRIVATE.has(piece.what) });
    case undefined:
      return;
  }
}

/** A file of a batch that can't be used is told, and its own prompt and render are passed over; the others go on. */
async function uploadPiece(turn: Turn, context: TurnContext, piece: UploadWork): Promise<void> {
  const next = turn.work.findIndex((later, index) => index > turn.at && later.kind === 'upload');
  try {
    await upload(context, piece);
  } catch (error) {
    if (next < 0 || !(error instanceof TurnFailure)) throw error;
    await context.reply(error.sentence);
    turn.at = next - 1;
  }
}

/**
 * The session is gone at Nemo (1002). A turn that brought its own files begins anew in a new session; for any other the
 * user must send their files again, which is the failure they are told.
 */
async function replaceSession(context: TurnContext, error: NemoError): Promise<void> {
  const { turn, sessions, log } = context;
  log.warn({ err: error }, 'session gone; starting a new one');
  const lost = (await sessions.find(turn.chat))?.mediaCount ?? 0;
  const own = turn.work.flatMap((piece) => (piece.kind === 'upload' ? taken(piece) : [])).length;
  await sessions.update(turn.chat, { session: undefined, link: undefined, mediaCount: 0 });
  if (!turn.work.some((piece) => piece.kind === 'upload')) throw error;
  turn.work = startOver(turn.work);
  turn.at = 0;
  await context.save();
  if (lost > own) await context.reply(context.say('sessionRenewed'));
}

/** Tells the user of the failure, unless they caused it or are gone; returns how the turn ended. */
async function endBadly(run: TurnRun, context: TurnContext, error: unknown): Promise<NonNullable<Turn['outcome']>> {
  const { turn, log, settings } = run;
  if (run.signal.aborted && run.signal.reason instanceof CancelledError) {
    await cancelRender(context);
    return 'cancelled';
  }
  if (error instanceof ChatGoneError) {
    log.info({ err: error }, 'the chat is gone');
    return 'chat-gone';
  }
  log.error({ err: error, at: turn.work[turn.at]?.kind }, 'turn failed');
  const facts = {
    turnId: turn.id,
    anonymous: settings.anonymous,
    webUrl: settings.webUrl,
    nemoUserId: (await run.sessions.find(turn.chat).catch(() => undefined))?.session?.userId,
  };
  try {
    await context.reply(failureSentence(error, context.say, facts), { private: true });
  } catch (cause) {
    if (cause instanceof ChatGoneError) return 'chat-gone';
    log.error({ err: cause }, 'the failure could not be told');
  }
  return 'failed';
}

async function cancelRender({ turn, nemo, log }: TurnContext): Promise<void> {
  const piece = turn.work[turn.at];
  if (piece?.kind !== 'export' || !piece.renderId || piece.finished) return;
  try {
    await nemo.cancelRender(piece.renderId, { signal: AbortSignal.timeout(FAREWELL_MS) });
  } catch (error) {
    log.warn({ err: error, render: piece.renderId }, 'render not cancelled');
  }
}

function contextOf(run: TurnRun, progress: Progress): TurnContext {
  const { turn, adapter, sessions, settings, clock, signal } = run;
  const skill = run.skills.current;
  const nemo = run.account.for(attributionFor(skill, settings.skillPlatform));
  const say = speaker(turn.language);
  const reply = async (text: string, more: ReplyMore = {}) => {
    progress.skip();
    const session = more.next && (await sessions.find(turn.chat))?.session;
    const result: Reply = {
      text,
      private: false,
      ...more,
      key: shortHash(`${turn.id}#${turn.replies}`),
      project: session && projectOf(session),
      inReplyTo: turn.messageId,
    };
    const ref = await withTimeLimit(clock, settings.sendLimitMs, 'posting to the chat', signal, (limited) =>
      adapter.send(turn.chat, result, limited),
    );
    turn.replies++;
    if (more.next) await sessions.rememberResult(turn.chat, ref);
  };
  return {
    ...run,
    nemo,
    progress,
    say,
    reply,
    spool: run.spool.openTurn(turn.id),
    async session() {
      const known = await sessions.find(turn.chat);
      if (known?.session) return known.session;
      if (!known?.greeted) await reply(skill.greeting[turn.language]);
      await sessions.update(turn.chat, { language: turn.language, greeted: true });
      await progress.showNow(say('connecting', { skill: skill.title }));
      const session = await sessions.start(turn.chat, nemo, turn.language, signal);
      await progress.showNow(say('ready'));
      return session;
    },
  };
}
