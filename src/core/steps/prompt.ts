import { sameDraft } from '../../nemo/draft/draft.ts';
import { NemoError } from '../../nemo/errors.ts';
import type { NemoState, PromptEvent, PromptReply } from '../../nemo/nemo.ts';
import { mediaKeys, videoUrlIn } from '../../nemo/state.ts';
import { toolInfo } from '../../nemo/tools.ts';
import { personOf } from '../chat.ts';
import type { PromptWork, Turn } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { refuseBlockedWords } from './blocked-words.ts';
import { newClips } from './new-clips.ts';
import { promptText } from './reply-language.ts';
import { stageOfTool } from './timeline-text.ts';

/**
 * Sends the prompt, at most once in its life (rule 2). The draft before it and the fact that it is being sent are
 * journaled first; from then on, whatever breaks, what became of it is read from the state and never asked again.
 */
export async function prompt(context: TurnContext, work: PromptWork): Promise<void> {
  const { nemo, progress, t, signal, log, turn } = context;
  // An earlier process may have ended before it was posted; the same key keeps it from being posted twice.
  if (work.rawClipReported && !work.reported) await context.reply(t('rawClip'), { part: 'raw' });
  if (work.reply) return;
  if (work.repeat && !work.text) await recall(context, work);
  await refuseBlockedWords(context, [work]);
  const { sessionId } = await context.session();
  if (!work.sending) await remember(context, work);
  progress.show(t('working'));
  await dropQuestion(context);
  if (!work.baseline) {
    const state = await nemo.state(sessionId, { signal });
    // Journaled with the fact that the prompt leaves, before it does.
    work.baseline = { draft: state.draft, mediaCount: state.generatedMedia.length, media: mediaKeys(state) };
  }
  if (work.sending) {
    log.info({ turn: turn.id }, 'prompt was sent by an earlier process; reading the state');
    work.reply = await findOut(context, work, sessionId, '');
    await context.save();
    return;
  }
  // A later prompt of the turn may be one that was not foreseen.
  await context.budget.reserve();
  const measured = await context.budget.measure(work);
  // While Nemo is silent the prompt is held, and a process that goes on from there may still send it.
  const onSending = async (sending: boolean) => {
    if (work.sending !== sending) await journalSending(context, work, sending);
  };
  const announcements: Promise<void>[] = [];
  const announce = async () => {
    await context.save();
    await context.reply(t('rawClip'), { part: 'raw' });
  };
  try {
    const onEvent = (event: PromptEvent) => {
      if (event.type === 'tool-call') progress.show(t(stageOfTool(event.name)));
      if (!isRawClip(event) || work.rawClipReported) return;
      work.rawClipReported = true;
      // A clip that could not be announced is no reason to lose the rest.
      announcements.push(announce().catch((error: unknown) => log.warn({ err: error }, 'raw clip not announced')));
    };
    const reply = await nemo.prompt(sessionId, promptText(turn, work.text, t), { signal, onEvent, onSending });
    log.info({ turn: turn.id, end: reply.end, tools: reply.tools.map((tool) => tool.name) }, 'prompt answered');
    work.reply =
      reply.end === 'clean'
        ? await settled(context, work, sessionId, reply)
        : await findOut(context, work, sessionId, reply.text);
  } catch (error) {
    const isOthers = error instanceof PromptTakenError;
    if (!isOthers && !(error instanceof NemoError && error.sent !== 'no')) throw error;
    log.warn({ err: error, turn: turn.id }, 'prompt may have been taken; reading the state');
    work.reply = await findOut(context, work, sessionId, '');
  } finally {
    await Promise.all(announcements);
    await measured();
  }
  await context.save();
}

/** Another copy of the turn, such as in a process that was frozen, sends the prompt or has sent it. */
class PromptTakenError extends Error {
  override readonly name = 'PromptTakenError';
}

/**
 * Journals that the prompt leaves, or that it certainly did not.
 * @throws PromptTakenError when another copy of the turn has journaled that it leaves
 */
async function journalSending(context: TurnContext, work: PromptWork, sending: boolean): Promise<void> {
  const { attempt } = work;
  work.sending = sending;
  let own = true;
  try {
    if (sending) {
      work.attempt = (attempt ?? 0) + 1;
      own = await context.claimPrompt(work.attempt);
    } else {
      await context.save();
    }
  } catch (error) {
    // What could not be journaled does not happen: a later write of the turn must not say that it did.
    work.sending = !sending;
    work.attempt = attempt;
    throw error;
  }
  if (!own) throw new PromptTakenError('another copy of the turn sends the prompt');
}

/** Whatever the agent is asked now, it no longer waits for the answer to its question. */
function dropQuestion({ sessions, turn }: TurnContext): Promise<void> {
  return sessions.update(turn.chat, (before) =>
    before?.asked?.state === 'open' ? { asked: { ...before.asked, state: 'dropped' } } : undefined,
  );
}

/** Waits between readings of the state after a stream without words, in ms: doubled from the first. */
const FIRST_LATE_WAIT_MS = 1000;
/** A change may come so long after the stream when no tool, or one that only edits, ran. */
const LATE_EDIT_MS = 15_000;

/**
 * What a stream that ended in order came to. Where it brought no words, a change may still be on its way: the state is
 * read until it differs, for as long as the tools that ran usually take.
 */
async function settled(
  { nemo, clock, progress, t, signal, log, turn }: TurnContext,
  work: PromptWork,
  sessionId: string,
  { text, error, accountError, question, tools }: PromptReply,
): Promise<NonNullable<PromptWork['reply']>> {
  const reply = { text, fromStream: true, error, accountError, question };
  if (text !== '' || question || accountError || tools.length === 0) return reply;
  const usual = tools.map(({ name }) => (toolInfo(name).usualSeconds?.to ?? 0) * 1000);
  const limitMs = Math.max(LATE_EDIT_MS, ...usual);
  for (let wait = FIRST_LATE_WAIT_MS, waited = 0; ; wait *= 2) {
    const state = await nemo.state(sessionId, { signal }).catch((err: unknown) => {
      if (!(err instanceof NemoError) || signal.aborted) throw err;
      log.warn({ err, turn: turn.id }, 'state not readable after a stream without words');
      return undefined;
    });
    if ((state && changed(turn, work, state)) || waited + wait > limitMs) return reply;
    progress.show(t('checking'));
    await clock.sleep(wait, signal);
    waited += wait;
  }
}

/** Keeps a prompt of the user for "again", also one that fails; not one that the bot made. */
async function remember({ sessions, turn }: TurnContext, work: PromptWork): Promise<void> {
  if (work.repeat || work.implied || work.answers) return;
  // Journaled with the fact that the prompt leaves.
  work.isFirst ??= (await sessions.find(turn.chat))?.lastPrompt === undefined;
  await sessions.rememberPrompt(turn.chat, work.text, { turn: turn.id, userId: turn.userId });
}

/**
 * Finds what is to be repeated, and says what that costs. Who may repeat their own requests alone asked when the last one
 * was theirs; that one may have been taken back since.
 */
async function recall({ turn, sessions, rights, t }: TurnContext, work: PromptWork): Promise<void> {
  const chat = await sessions.find(turn.chat);
  if (!chat?.session || !chat.lastPrompt) throw new TurnFailure(t('nothingToRepeat'));
  const last = { text: chat.lastPrompt, by: chat.lastPromptBy };
  // The one that was meant may have been edited while it waited.
  const meant = work.repeats?.by?.turn === last.by?.turn ? last : (work.repeats ?? last);
  const isOthers = meant.by !== undefined && meant.by.userId !== turn.userId;
  // A moderator need not have been looked up as one when they asked.
  if (turn.ownWorkOnly && isOthers && personOf(turn.chat) === undefined && !(await rights.isModerator())) {
    throw new TurnFailure(t('refusedOthersWork', { command: work.repeat ?? 'rerun' }));
  }
  const what = meant.text;
  work.words = what;
  work.text = work.repeat === 'rerun' ? what : t('variationPrompt', { what });
  work.note = work.repeat === 'rerun' ? t('noteRerun', { what }) : t('noteVariation');
}

/** True when a generation brought its clip; what the agent adds to it comes after. */
function isRawClip(event: PromptEvent): boolean {
  if (event.type !== 'tool-result' || stageOfTool(event.name) !== 'toolGenerate') return false;
  return videoUrlIn(event.response) !== undefined;
}

/** Reads the state until it differs from the baseline, or until the last wait is over. */
async function findOut(
  { nemo, clock, settings, progress, t, signal, log, turn }: TurnContext,
  work: PromptWork,
  sessionId: string,
  text: string,
): Promise<NonNullable<PromptWork['reply']>> {
  progress.show(t('checking'));
  for (const wait of settings.recoveryWaitsMs) {
    await clock.sleep(wait, signal);
    try {
      if (changed(turn, work, await nemo.state(sessionId, { signal }))) return { text, fromStream: false };
    } catch (error) {
      if (!(error instanceof NemoError) || signal.aborted) throw error;
      log.warn({ err: error, turn: turn.id }, 'state not readable while finding out about a prompt');
    }
  }
  return { text, fromStream: false };
}

function changed(turn: Turn, work: PromptWork, state: NemoState): boolean {
  const before = work.baseline;
  return !before || !sameDraft(before.draft, state.draft) || newClips(turn, work, state).length > 0;
}
