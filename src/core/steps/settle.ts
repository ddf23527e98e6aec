import { diffTimelines, isExportable, readTimeline } from '../../nemo/draft.ts';
import { readScreenTalk } from '../../nemo/screen-talk.ts';
import type { PromptWork, Turn } from '../turn.ts';
import { changeLines, timelineText } from '../words/tell.ts';
import { creditsText } from './answer.ts';
import { type TurnContext, TurnFailure } from './context.ts';
import { refused } from './upload.ts';

/**
 * Turns what the prompt brought into words: the agent's text without its talk of a screen, or, where it said nothing,
 * the difference on the timeline (rule 9). What the talk asked for is appended to the turn's work.
 */
export async function settle(context: TurnContext, work: PromptWork): Promise<void> {
  if (work.told || !work.reply) return;
  const { nemo, turn, say, signal } = context;
  const { reply } = work;
  const { sessionId } = await context.session();
  const state = await nemo.state(sessionId, { signal });
  const before = readTimeline(work.baseline?.draft ?? null);
  const after = readTimeline(state.draft);
  const changes = diffTimelines(before, after);
  if (changes.length === 0 && reply.error) {
    throw new TurnFailure(say('failedAgent'), { cause: new Error(`${reply.error.code}: ${reply.error.message}`) });
  }
  const newMedia = state.generatedMedia.length > (work.baseline?.mediaCount ?? 0);
  const talk = readScreenTalk(reply.text);
  if (!reply.heard && changes.length === 0 && !newMedia) throw new TurnFailure(say('lostReply'));

  const parts = [...refusals(turn)];
  if (!reply.heard) parts.push(say('foundAfterBreak'));
  if (talk.text && reply.heard) parts.push(talk.text);
  else if (changes.length > 0) parts.push(changeLines(changes, turn.language).join('\n'));
  else if (newMedia) parts.push(say('rawClip'));
  else if (!talk.actions.length) parts.push(say('unchanged'));
  if (changes.length > 0 || talk.actions.includes('state')) parts.push(timelineText(after, turn.language));
  if (talk.actions.includes('credits')) parts.push(creditsText(say, await nemo.credits({ signal })));

  const later = turn.work.slice(turn.at + 1);
  const exportComes = later.some((piece) => piece.kind === 'export');
  const exportable = isExportable(state.draft);
  const quick = changes.length > 0 && turn.work.some((piece) => piece.kind === 'upload');
  const exportNow = exportable && !exportComes && later.length === 0 && (quick || talk.actions.includes('export'));
  if (changes.length > 0 && !exportNow && !exportComes) parts.push(say('sayExport'));

  if (parts.length > 0) await context.reply(parts.join('\n\n'));
  if (exportNow) turn.work.push({ kind: 'export', submitted: false, finished: false, delivered: false });
  work.told = true;
  await context.save();
}

/** The files of this message that were left out; they are told with the first reply. */
function refusals(turn: Turn): string[] {
  const firstPrompt = turn.work.findIndex((piece) => piece.kind === 'prompt');
  if (firstPrompt !== turn.at) return [];
  return turn.work.flatMap((piece) => (piece.kind === 'upload' ? refused(piece) : []));
}
