import type { Translate } from '../../i18n/translator.ts';
import { declinesExport } from '../../intents/declines.ts';
import { asksForFormat } from '../../intents/format.ts';
import { redact } from '../../lib/redact.ts';
import { type Change, diffTimelines, isExportable, readTimeline, type Timeline } from '../../nemo/draft/draft.ts';
import { NemoError, type NemoErrorCode, reportedError } from '../../nemo/errors.ts';
import { isVideo } from '../../nemo/state.ts';
import { asksForYes } from '../../nemo/ui-instructions/asks-for-yes.ts';
import { withoutRawJson } from '../../nemo/ui-instructions/raw-json.ts';
import { readUiInstructions, type UiInstructions } from '../../nemo/ui-instructions/ui-instructions.ts';
import { isLastButTakenOver, makeWhole } from '../queue/outdated-render.ts';
import { projectOf, shortHash } from '../storage/chat-record.ts';
import type { Asked } from '../storage/records.ts';
import { impliedPrompt, newExport, newPreview } from '../turn/new-work.ts';
import { afterEdit } from '../turn/next-steps.ts';
import type { PromptWork, Turn } from '../turn/turn.ts';
import { type TurnContext, TurnFailure } from '../turn/turn-context.ts';
import { voiceOf } from '../turn/voice.ts';
import { askedSteps, askedText } from './asked.ts';
import { costLines, costsAreReported } from './cost.ts';
import { creditsText, mayReadAccount } from './credits-text.ts';
import { newClips } from './new-clips.ts';
import { inOwnCharacters } from './reply-language.ts';
import { changeLines, timelineText } from './timeline-text.ts';
import { refusals } from './upload.ts';

/** Why the draft cannot be read, though nothing is wrong with the project. */
const UNREADABLE: ReadonlySet<NemoErrorCode> = new Set(['unreachable', 'timeout', 'bad-answer', 'rate-limited']);

/** What a prompt brought. */
interface Result {
  /** The agent's words without its UI instructions. */
  text: string;
  /** What its UI instructions ask for. */
  instructions: UiInstructions;
  changes: Change[];
  newMedia: boolean;
  /** There was nothing to show before. */
  isFirst: boolean;
  /** Address of a new clip, to be delivered where there is no timeline to render. */
  clipUrl?: string;
  after: Timeline;
  exportable: boolean;
  /** What the agent asks, to be answered by buttons or in words. */
  asked?: Asked;
}

/**
 * Turns what the prompt brought into words: the agent's text without its UI instructions, or, where it said nothing, the
 * difference on the timeline (rule 9). What the instructions asked for is appended to the turn's work.
 */
export async function reportReply(context: TurnContext, work: PromptWork): Promise<void> {
  if (work.reported || !work.reply) return;
  const { turn, t } = context;
  const result = await readResult(context, work);
  if (!result) return reportWithoutState(context, work);
  const { changes, newMedia, exportable } = result;
  if (changes.length === 0 && work.reply.error) {
    const { code, message } = work.reply.error;
    const cause = new Error(`${code}: ${message}`);
    throw reportedError(work.reply.error) ?? new TurnFailure(t('failedAgent'), { cause });
  }
  if (!work.reply.fromStream && changes.length === 0 && !newMedia) throw new TurnFailure(t('lostReply'));

  const isLast = isLastButTakenOver(turn);
  const takenOver = isLast && turn.at < turn.work.length - 1;
  const { actions, edits } = result.instructions;
  // A first video is no edit of one: it is shown whole.
  const isFirst = context.settings.previews === true && result.isFirst;
  const withUpload = changes.length > 0 && (broughtFiles(turn, work) || isFirst);
  const exportWanted = (withUpload || actions.includes('export')) && !declinesExport(work.text);
  // What the agent says of a button after an edit is no order for the whole video where the edit can be shown at once.
  const isShown = context.settings.previews === true && changes.length > 0 && !withUpload;
  const exportNow = exportable && isLast && exportWanted && !isShown;
  const askedBefore = turn.work.some((piece) => piece.kind === 'prompt' && piece.implied);
  const promptAgain = edits.length > 0 && !askedBefore;

  const sendClip = result.clipUrl !== undefined && !exportable && isLast && !declinesExport(work.text);
  // Where nothing was done, a plain "shall I go ahead?" waits for a yes as a button on a screen does.
  const waits = actions.includes('confirm') || (changes.length === 0 && !newMedia && asksForYes(result.text));
  const asked = isLast && !promptAgain ? await askedBy(context, work, waits) : undefined;
  const moreFollows = exportNow || sendClip || promptAgain || takenOver || !isLast;
  const parts = await sentences(context, work, { ...result, asked }, moreFollows);
  const offerNext = exportable && changes.length > 0 && !exportNow && isLast && !takenOver;
  const next = asked ? askedSteps(asked, t) : offerNext ? afterEdit(t) : undefined;
  if (asked) await context.sessions.update(turn.chat, { asked });
  // The video that follows says it otherwise.
  const costs = exportNow || sendClip ? [] : costLines(turn, t);
  if (parts.length > 0) await context.reply([...parts, ...costs].join('\n\n'), { next });
  if (costs.length > 0 && parts.length > 0) costsAreReported(turn);

  if (promptAgain) turn.work.splice(turn.at + 1, 0, impliedPrompt(edits));
  if (exportNow && takenOver) makeWhole(turn);
  if (exportNow && !takenOver) turn.work.push(newExport());
  else if (sendClip && !takenOver)
    turn.work.push({ ...newExport(), submitted: true, finished: true, outputUrl: result.clipUrl });
  else if (isShown && offerNext && !asked && !promptAgain && !declinesExport(work.text)) turn.work.push(newPreview());
  work.reported = true;
  // A failure of the account has a sentence of its own, also where the agent said something about it.
  const accountError = work.reply.accountError && reportedError(work.reply.accountError);
  if (accountError && changes.length === 0 && !newMedia) throw accountError;
}

/** The agent's words, and the state compared with the one before; undefined when the state cannot be read. */
async function readResult(context: TurnContext, work: PromptWork): Promise<Result | undefined> {
  const { nemo, turn, signal, log } = context;
  const { sessionId } = await context.session();
  const state = await nemo.state(sessionId, { signal }).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof NemoError) || !UNREADABLE.has(error.code)) throw error;
    log.warn({ err: error, turn: turn.id }, 'state not readable after the prompt');
    return undefined;
  });
  if (!state) return undefined;
  const instructions = readUiInstructions(work.reply?.fromStream ? presentable(work.reply.text) : '');
  const after = readTimeline(state.draft);
  const clips = newClips(turn, work, state);
  return {
    text: inOwnCharacters(turn, instructions.text),
    instructions,
    changes: diffTimelines(readTimeline(work.baseline?.draft ?? null), after),
    newMedia: clips.length > 0,
    isFirst: !isExportable(work.baseline?.draft ?? null),
    clipUrl: clips.findLast((clip) => clip.url !== undefined && isVideo(clip))?.url,
    after,
    exportable: isExportable(state.draft),
  };
}

/** What the user reads, a paragraph each. @param moreFollows something else will be seen of this turn */
async function sentences(
  context: TurnContext,
  work: PromptWork,
  result: Result,
  moreFollows: boolean,
): Promise<string[]> {
  const { nemo, turn, t, signal } = context;
  const { instructions, changes, after } = result;
  const parts = [...refusedFiles(turn)];
  if (work.note) parts.push(work.note);
  const own = parts.length;
  if (!work.reply?.fromStream) parts.push(t('foundAfterBreak'));
  parts.push(...whatCame(work, result, moreFollows, t, turn));
  // Rule 9: whatever is left out as a UI instruction, the user reads something, now or from what follows.
  // Others read this reply in a shared place.
  const asksBalance = instructions.actions.includes('credits') && !turn.shared;
  const tellsBalance = asksBalance && (await mayReadAccount(context));
  const shown = instructions.actions.some((action) => action === 'state' || (action === 'credits' && tellsBalance));
  if (parts.length === own && !shown && !moreFollows) parts.push(t('unchanged'));
  if (changes.length > 0 || instructions.actions.includes('state')) parts.push(timelineText(after, voiceOf(turn)));
  if (tellsBalance) parts.push(creditsText(t, await nemo.credits({ signal })));
  return parts;
}

/** The agent's words, else what changed; what it asks, and that it waits for a yes. */
function whatCame(
  work: PromptWork,
  { text, changes, newMedia, asked }: Result,
  moreFollows: boolean,
  t: Translate,
  turn: Turn,
): string[] {
  const parts: string[] = [];
  if (text) parts.push(text);
  else if (changes.length > 0) parts.push(changeLines(changes, voiceOf(turn)).join('\n'));
  else if (newMedia && !moreFollows) parts.push(t('newClip'));
  else if (asksForFormat(work.text) && !work.answers && !asked) parts.push(t('limitAspect'));
  if (asked) parts.push(askedText(asked, t));
  return parts;
}

/** What the agent asks, or that it waits for a yes. Its key is the same for every process that comes here. */
async function askedBy(
  { turn, sessions }: TurnContext,
  { reply, answers }: PromptWork,
  waitsForYes: boolean,
): Promise<Asked | undefined> {
  const question = reply?.question;
  const session = (await sessions.find(turn.chat))?.session;
  if (!session || (!question && !waitsForYes)) return undefined;
  const key = shortHash(`${turn.id}#${turn.at}#question`).slice(0, 8);
  const withUpload = answers === 'question-with-upload' || turn.work.some((piece) => piece.kind === 'upload');
  return { key, project: projectOf(session), state: 'open', question, at: 0, chosen: [], withUpload };
}

/** Whether the message brought files, or the one whose question this answers. */
function broughtFiles(turn: Turn, work: PromptWork): boolean {
  return work.answers === 'question-with-upload' || turn.work.some((piece) => piece.kind === 'upload');
}

/** The draft cannot be read: the agent's words are posted all the same, for they are paid for. */
async function reportWithoutState(context: TurnContext, work: PromptWork): Promise<void> {
  const { turn, t } = context;
  const { text = '', fromStream = false } = work.reply ?? {};
  const isLast = isLastButTakenOver(turn);
  const { text: read, actions } = readUiInstructions(fromStream ? presentable(text) : '');
  const words = inOwnCharacters(turn, read);
  const asked = isLast ? await askedBy(context, work, actions.includes('confirm')) : undefined;
  const parts = [...(words ? [words] : []), ...(asked ? [askedText(asked, t)] : [])];
  if (parts.length === 0) throw new TurnFailure(t('lostSight'));
  if (asked) await context.sessions.update(turn.chat, { asked });
  await context.reply(parts.join('\n\n'), { next: asked && askedSteps(asked, t) });
  // The video that a message with files gets without asking; the export looks at the draft itself.
  const withUpload = isLast && broughtFiles(turn, work);
  if (withUpload && turn.at === turn.work.length - 1 && !declinesExport(work.text)) turn.work.push(newExport());
  work.reported = true;
}

/** The agent's words without what must never reach a chat (rule 6): secrets, and lines of raw JSON. */
function presentable(text: string): string {
  return withoutRawJson(redact(text))
    .split('\n')
    .filter((line) => !isJson(line.trim()))
    .join('\n')
    .trim();
}

/** Looks like an object or a list that was printed, rather than words in brackets. */
function isJson(line: string): boolean {
  return /^[[{]/.test(line) && /[\]}]$/.test(line) && /["'}\]:]/.test(line.slice(1, -1));
}

/** Why files of this message were left out; said with the first reply. */
function refusedFiles(turn: Turn): string[] {
  const firstPrompt = turn.work.findIndex((piece) => piece.kind === 'prompt');
  if (firstPrompt !== turn.at) return [];
  return turn.work.slice(0, turn.at).flatMap((piece) => (piece.kind === 'upload' ? refusals(piece) : []));
}
