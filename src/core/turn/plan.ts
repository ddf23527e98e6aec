import type { Translate } from '../../i18n/translator.ts';
import { readBatch } from '../../intents/batch.ts';
import type { IntentStep } from '../../intents/intent.ts';
import { limitOf } from '../../intents/limits.ts';
import type { Command, IncomingMessage } from '../chat.ts';
import type { AnswerWork, ExportWork, PromptWork, Turn, UploadWork, Work } from './turn.ts';

/** What acts on the line itself; files that come with it are not looked at. */
const CONTROL: ReadonlySet<AnswerWork['what']> = new Set(['cancel', 'remove', 'forget']);

/** Answers that must wait for the turn before them; all others never wait (rule 4). */
const IN_LINE: ReadonlySet<AnswerWork['what']> = new Set(['new', 'ask-for-instruction']);

const newExport = (): ExportWork => ({ kind: 'export', submitted: false, finished: false, delivered: false });
const newAnswer = (what: AnswerWork['what'], argument?: string): AnswerWork => ({ kind: 'answer', what, argument });

function newPrompt(text: string, more: Pick<PromptWork, 'note' | 'repeat'> = {}): PromptWork {
  return { kind: 'prompt', text, implied: false, sending: false, told: false, rawClipTold: false, ...more };
}

function newUpload(attachments: number[]): UploadWork {
  return { kind: 'upload', files: attachments.map((attachment) => ({ attachment, state: 'waiting' })) };
}

/** What planning looks at besides the message. */
export interface PlanContext {
  steps: IntentStep[];
  say: Translate;
}

/** The work of a message, in order: its files, then what its words or its command ask for. */
export function planWork(
  message: Pick<IncomingMessage, 'text' | 'attachments' | 'command'>,
  context: PlanContext,
): Work[] {
  const { attachments, command } = message;
  const all = attachments.map((_, index) => index);
  const batch = command ? undefined : readBatch(message.text, attachments.length);
  if (batch) return planBatch(batch, message, context.say);
  const work: Work[] = all.length > 0 ? [newUpload(all)] : [];
  if (command) {
    const asked = workOfCommand(command.name, command.argument);
    return asked.kind === 'answer' && CONTROL.has(asked.what) ? [asked] : [...work, asked];
  }
  for (const step of context.steps) {
    if (step.kind === 'prompt') work.push(...workOfPrompt(step.text, all.length > 0, context.say));
    else if (step.action !== 'upload') work.push(workOfCommand(step.action, argumentOf(step)));
    else if (all.length === 0) work.push(newAnswer('ask-for-media'));
  }
  if (work.length === 0) return [newAnswer('empty')];
  const onlyControl = work.slice(1).every((piece) => piece.kind === 'answer' && CONTROL.has(piece.what));
  if (work[0]?.kind === 'upload' && work.length > 1 && onlyControl) return work.slice(1);
  // Files that came with "new project" belong to the new one.
  const fresh = work.findIndex((piece) => piece.kind === 'answer' && piece.what === 'new');
  if (fresh > 0 && work[0]?.kind === 'upload') work.unshift(...work.splice(fresh, 1));
  if (work.length === 1 && work[0]?.kind === 'upload') work.push(newAnswer('ask-for-instruction'));
  return work;
}

function argumentOf(step: Extract<IntentStep, { kind: 'action' }>): string | undefined {
  return step.argument === undefined ? undefined : String(step.argument);
}

/** Each file with its own instruction and its own render, one after another in one session. */
function planBatch(
  instructions: string[],
  { attachments }: Pick<IncomingMessage, 'attachments'>,
  say: Translate,
): Work[] {
  return instructions.flatMap((instruction, index) => {
    const name = attachments[index]?.name ?? '';
    return [newUpload([index]), newPrompt(say('batchPrompt', { name, instruction })), newExport()];
  });
}

/** A request for the agent; what certainly can't be done is told instead, and costs nothing. */
function workOfPrompt(text: string, withMedia: boolean, say: Translate): Work[] {
  const limit = limitOf(text);
  if (!limit || (limit.limit === 'not-video' && withMedia)) return [newPrompt(text)];
  const sentence = {
    retouch: 'limitRetouch',
    'streaming-music': 'limitStreamingMusic',
    'not-video': 'limitNotVideo',
  } as const;
  if (limit.rest) return [newPrompt(limit.rest, { note: say(sentence[limit.limit]) })];
  return [newAnswer(`limit-${limit.limit}`)];
}

function workOfCommand(command: Command, argument?: string): Work {
  switch (command) {
    case 'export':
      return newExport();
    case 'rerun':
    case 'variation':
      return newPrompt('', { repeat: command });
    default:
      return newAnswer(command, argument);
  }
}

/** True when all of the work may be done beside the turn that is running. */
export function runsImmediately(work: Work[]): boolean {
  return work.every((piece) => piece.kind === 'answer' && !IN_LINE.has(piece.what));
}

/**
 * A turn that begins with control ("stop and start over") as two: the control, which overtakes, and the rest in line.
 * The second has an id of its own and asks nothing that the first one answers.
 */
export function splitControl(turn: Turn): [first: Turn, second?: Turn] {
  const rest = turn.work.findIndex((piece) => piece.kind !== 'answer' || !CONTROL.has(piece.what));
  if (rest <= 0) return [turn];
  const second: Turn = { ...turn, id: `${turn.id}+`, work: turn.work.slice(rest), recordLost: undefined };
  return [{ ...turn, work: turn.work.slice(0, rest), attachments: [], backTo: undefined }, second];
}

/** True for the turn itself and for the second half of what it was split from. */
export function isPartOf(turn: Turn, asking: Turn): boolean {
  return turn.id === asking.id || turn.id === `${asking.id}+`;
}

/** The answer of a chat whose lane is full. */
export function tooMany(): Work[] {
  return [newAnswer('too-many')];
}

/** The answer to a button of a project that the chat has left. */
export function staleButton(): Work[] {
  return [newAnswer('stale-button')];
}

/** What the agent wanted done by hand, as one more request; at most once in a turn. */
export function impliedPrompt(edits: string[]): PromptWork {
  return { ...newPrompt(edits.join(' ')), implied: true };
}

/** Takes the work back to its beginning, for a new Nemo session: nothing of it was done there. */
export function startOver(work: Work[]): Work[] {
  return work.map(undone);
}

function undone(piece: Work): Work {
  switch (piece.kind) {
    case 'upload':
      return newUpload(piece.files.map((file) => file.attachment));
    case 'prompt':
      return { ...newPrompt(piece.text, { repeat: piece.repeat, note: piece.note }), implied: piece.implied };
    case 'export':
      return newExport();
    case 'answer':
      return piece;
  }
}
