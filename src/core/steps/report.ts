import { declinesExport } from '../../intents/declines.ts';
import { asksForFormat } from '../../intents/format.ts';
import { redact } from '../../lib/redact.ts';
import { type Change, diffTimelines, isExportable, readTimeline } from '../../nemo/draft/draft.ts';
import { NemoError, type NemoErrorCode } from '../../nemo/errors.ts';
import { readUiInstructions } from '../../nemo/ui-instructions/ui-instructions.ts';
import { afterEdit } from '../turn/next-steps.ts';
import { impliedPrompt } from '../turn/plan.ts';
import { type TurnContext, TurnFailure } from '../turn/step-context.ts';
import type { PromptWork, Turn } from '../turn/turn.ts';
import { creditsText } from './answer.ts';
import { newClips } from './new-clips.ts';
import { changeLines, timelineText } from './timeline-text.ts';
import { refused } from './upload.ts';

/** Why the draft can't be read, though nothing is wrong with the project. */
const UNSEEN: ReadonlySet<NemoErrorCode> = new Set(['unreachable', 'timeout', 'bad-answer', 'rate-limited']);

/**
 * Turns what the prompt brought into words: the agent's text without its talk of a screen, or, where it said nothing,
 * the difference on the timeline (rule 9). What the talk asked for is appended to the turn's work.
 */
export async function reportReply(context: TurnContext, work: PromptWork): Promise<void> {
  if (work.told || !work.reply) return;
  const { nemo, turn, say, signal } = context;
  const { reply } = work;
  const { sessionId } = await context.session();
  const state = await nemo.state(sessionId, { signal }).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof NemoError) || !UNSEEN.has(error.code)) throw error;
    context.log.warn({ err: error, turn: turn.id }, 'no state to tell a reply by');
    return undefined;
  });
  if (!state) return tellUnseen(context, work);
  const after = readTimeline(state.draft);
  const changes = diffTimelines(readTimeline(work.baseline?.draft ?? null), after);
  const newMedia = newClips(turn, work, state).length > 0;
  if (changes.length === 0 && reply.error) {
    throw new TurnFailure(say('failedAgent'), { cause: new Error(`${reply.error.code}: ${reply.error.message}`) });
  }
  if (!reply.heard && changes.length === 0 && !newMedia) throw new TurnFailure(say('lostReply'));

  const talk = readUiInstructions(reply.heard ? presentable(reply.text) : '');
  const parts = [...refusals(turn)];
  if (work.note) parts.push(work.note);
  const told = whatHappened(context, work, { text: talk.text, changes, newMedia });
  parts.push(...told);
  if (changes.length > 0 || talk.actions.includes('state')) parts.push(timelineText(after, turn.language));
  if (talk.actions.includes('credits')) parts.push(creditsText(say, await nemo.credits({ signal })));

  const later = turn.work.slice(turn.at + 1);
  const quick = changes.length > 0 && turn.work.some((piece) => piece.kind === 'upload');
  const exportable = isExportable(state.draft);
  const wanted = (quick || talk.actions.includes('export')) && !declinesExport(work.text);
  const exportNow = exportable && later.length === 0 && wanted;
  const askedBefore = turn.work.some((piece) => piece.kind === 'prompt' && piece.implied);
  const goOn = talk.edits.length > 0 && !askedBefore;
  const shown = talk.actions.includes('state') || talk.actions.includes('credits');
  // Rule 9: whatever is left out as talk of a screen, the user hears something, now or by what follows.
  if (told.length === 0 && !exportNow && !goOn && !shown && later.length === 0) parts.push(say('unchanged'));
  const ready = exportable && changes.length > 0 && !exportNow && later.length === 0;
  if (!work.repeat && !work.implied) await context.sessions.rememberPrompt(turn.chat, work.text);
  if (parts.length > 0) await context.reply(parts.join('\n\n'), { next: ready ? afterEdit(say) : undefined });

  if (goOn) turn.work.splice(turn.at + 1, 0, impliedPrompt(talk.edits));
  if (exportNow) turn.work.push({ kind: 'export', submitted: false, finished: false, delivered: false });
  work.told = true;
  await context.save();
}

/** The draft can't be read: the agent's words are told all the same, for they are paid for. */
async function tellUnseen(context: TurnContext, work: PromptWork): Promise<void> {
  const { text = '', heard = false } = work.reply ?? {};
  const told = heard ? readUiInstructions(presentable(text)).text : '';
  if (!told) throw new TurnFailure(context.say('lostSight'));
  if (!work.repeat && !work.implied) await context.sessions.rememberPrompt(context.turn.chat, work.text);
  await context.reply(told);
  // The video that a message with files gets without asking; the export looks at the draft itself.
  const { turn } = context;
  const last = turn.at === turn.work.length - 1;
  const quick = last && turn.work.some((piece) => piece.kind === 'upload') && !declinesExport(work.text);
  if (quick) turn.work.push({ kind: 'export', submitted: false, finished: false, delivered: false });
  work.told = true;
  await context.save();
}

interface Outcome {
  text: string;
  changes: Change[];
  newMedia: boolean;
}

/** The agent's words without what must never reach a chat (rule 6): secrets, and lines of raw JSON. */
function presentable(text: string): string {
  return redact(text)
    .split('\n')
    .filter((line) => !/^\s*[[{].*["'}\]:].*[\]}]\s*$/.test(line))
    .join('\n')
    .trim();
}

function whatHappened({ say, turn }: TurnContext, work: PromptWork, outcome: Outcome): string[] {
  const { text, changes, newMedia } = outcome;
  const parts = work.reply?.heard ? [] : [say('foundAfterBreak')];
  if (text) parts.push(text);
  else if (changes.length > 0) parts.push(changeLines(changes, turn.language).join('\n'));
  else if (newMedia) parts.push(say('newClip'));
  else if (asksForFormat(work.text)) parts.push(say('limitAspect'));
  return parts;
}

/** The files of this message that were left out; they are told with the first reply. */
function refusals(turn: Turn): string[] {
  const firstPrompt = turn.work.findIndex((piece) => piece.kind === 'prompt');
  if (firstPrompt !== turn.at) return [];
  return turn.work.slice(0, turn.at).flatMap((piece) => (piece.kind === 'upload' ? refused(piece) : []));
}
