import type { Translate } from '../../i18n/translator.ts';
import { readBatch } from '../../intents/batch.ts';
import type { IntentStep } from '../../intents/intent.ts';
import { limitOf } from '../../intents/limits.ts';
import { smallTalkOf } from '../../intents/small-talk.ts';
import type { Action } from '../actions/action.ts';
import { findResponder } from '../actions/run-action.ts';
import type { ActionTable } from '../actions/table.ts';
import type { IncomingMessage } from '../chat.ts';
import { newAction, newExport, newPrompt, newUpload } from './new-work.ts';
import type { Turn, Work } from './turn.ts';

type Actions = ActionTable<Action>;

/** What acts on the queue itself; files that come with it are not looked at. */
function isControl(actions: Actions, piece: Work): boolean {
  return piece.kind === 'action' && findResponder(actions, piece.name)?.mode === 'control';
}

/** What asks for nothing where files come with it. */
const WITH_FILES_NOTHING: ReadonlySet<string> = new Set(['upload', 'start']);

/** What planning looks at besides the message. */
export interface PlanContext {
  steps: IntentStep[];
  actions: Actions;
  t: Translate;
  /** The agent has asked something: "great" may be the answer. */
  awaitsAnswer?: boolean;
}

/** The work of a message, in order: its files, then what its words or its command ask for. */
export function planWork(
  message: Pick<IncomingMessage, 'text' | 'attachments' | 'command'>,
  context: PlanContext,
): Work[] {
  const { attachments, command } = message;
  const { actions, t } = context;
  const all = attachments.map((_, index) => index);
  const batch = command ? undefined : readBatch(message.text, attachments.length, actions.phrases);
  if (batch) return planBatch(batch, message, t);
  const work: Work[] = all.length > 0 ? [newUpload(all)] : [];
  if (command) {
    const asked = workOfAction(actions, command.name, command.argument);
    return isControl(actions, asked) ? [asked] : [...work, asked];
  }
  const talk = smallTalkIn(context);
  if (talk !== undefined) return inOrder(all.length > 0 ? work : [newAction('small-talk', talk)], actions);
  for (const step of context.steps) {
    if (step.kind === 'prompt') work.push(...workOfPrompt(step.text, all.length > 0, t));
    // With files it is the upload that was planned for them above, which greets as well.
    else if (!WITH_FILES_NOTHING.has(step.action) || all.length === 0)
      work.push(workOfAction(actions, step.action, argumentOf(step), message.text));
  }
  if (work.length === 0) return [newAction('empty')];
  return inOrder(work, actions);
}

/** What the message says where it asks for nothing: that costs nothing, and beside files it is no instruction. */
function smallTalkIn({ steps, awaitsAnswer }: PlanContext): string | undefined {
  const [step, ...others] = steps.filter((each) => each.kind === 'prompt' || each.action !== 'upload');
  if (awaitsAnswer || others.length > 0 || step?.kind !== 'prompt') return undefined;
  return smallTalkOf(step.text);
}

/** Puts what was asked for together with files into the order in which it makes sense. */
function inOrder(work: Work[], actions: Actions): Work[] {
  const [first, ...others] = work;
  if (first?.kind !== 'upload') return work;
  if (others.length === 0) return [first, newAction('ask-for-instruction')];
  if (others.every((piece) => isControl(actions, piece))) return others;
  // Files that came with "new project" belong to the new one.
  const fresh = work.find((piece) => piece.kind === 'action' && piece.name === 'new');
  return fresh ? [fresh, ...work.filter((piece) => piece !== fresh)] : work;
}

function argumentOf(step: Extract<IntentStep, { kind: 'action' }>): string | undefined {
  return step.argument === undefined ? undefined : String(step.argument);
}

/** Each file with its own instruction and its own render, one after another in one session. */
function planBatch(
  instructions: string[],
  { attachments, text }: Pick<IncomingMessage, 'attachments' | 'text'>,
  t: Translate,
): Work[] {
  return instructions.flatMap((instruction, index) => {
    const name = attachments[index]?.name ?? '';
    const prompt = newPrompt(t('batchPrompt', { name, instruction }), { words: instruction });
    return [newUpload([index]), prompt, newExport(undefined, text)];
  });
}

/** A request for the agent; what certainly cannot be done is said instead, and costs nothing. */
function workOfPrompt(text: string, withMedia: boolean, t: Translate): Work[] {
  const limit = limitOf(text);
  if (!limit || (limit.limit === 'not-video' && withMedia)) return [newPrompt(text)];
  const sentence = {
    retouch: 'limitRetouch',
    'streaming-music': 'limitStreamingMusic',
    'not-video': 'limitNotVideo',
  } as const;
  if (limit.rest) return [newPrompt(limit.rest, { note: t(sentence[limit.limit]) })];
  return [newAction(`limit-${limit.limit}`)];
}

function workOfAction(actions: Actions, name: string, argument?: string, words?: string): Work {
  const action = actions.find(name);
  return action && 'plan' in action ? action.plan(argument, words) : newAction(name, argument);
}

/** True when some of the work acts on the queue itself. */
export function actsOnQueue(work: Work[], actions: Actions): boolean {
  return work.some((piece) => isControl(actions, piece));
}

/** True when all of the work may be done while another turn of the chat is running. */
export function runsImmediately(work: Work[], actions: Actions): boolean {
  return work.every((piece) => piece.kind === 'action' && findResponder(actions, piece.name)?.mode !== 'queued');
}

/**
 * A turn that begins with control ("stop and start over") as two: the control, which runs at once, and the rest, which is
 * queued. The second has an id of its own and asks nothing that the first one answers.
 */
export function splitControl(turn: Turn, actions: Actions): [first: Turn, second?: Turn] {
  const rest = turn.work.findIndex((piece) => !isControl(actions, piece));
  if (rest <= 0) return [turn];
  const second: Turn = { ...turn, id: `${turn.id}+`, work: turn.work.slice(rest), recordLost: undefined };
  return [
    { ...turn, work: turn.work.slice(0, rest), attachments: [], backTo: undefined, newProject: undefined },
    second,
  ];
}

/** True for the turn itself and for the second half of what it was split from. */
export function isPartOf(turn: Turn, asking: Turn): boolean {
  return turn.id === asking.id || turn.id === `${asking.id}+`;
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
      return {
        ...newPrompt(piece.text, {
          repeat: piece.repeat,
          repeats: piece.repeats,
          note: piece.note,
          words: piece.words,
          answers: piece.answers,
        }),
        implied: piece.implied,
        // An attempt's number is never given twice.
        ...(piece.attempt !== undefined && { attempt: piece.attempt }),
      };
    case 'export':
      return {
        ...newExport(piece.form),
        ...(piece.output && { output: piece.output }),
        ...(piece.takenOver && { takenOver: true }),
      };
    case 'action':
      return piece;
  }
}
