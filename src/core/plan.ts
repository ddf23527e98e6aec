import type { Intent } from '../intents/intent.ts';
import type { Command, IncomingMessage } from './chat.ts';
import type { AnswerWork, ExportWork, PromptWork, UploadWork, Work } from './turn.ts';

/** Answers that never wait behind a running turn (rule 4). */
const OVERTAKING: ReadonlySet<AnswerWork['what']> = new Set(['help', 'status', 'credits', 'cancel']);

const newExport = (): ExportWork => ({ kind: 'export', submitted: false, finished: false, delivered: false });
const newPrompt = (text: string): PromptWork => ({ kind: 'prompt', text, sending: false, told: false });
const newUpload = (count: number): UploadWork => ({
  kind: 'upload',
  files: Array.from({ length: count }, () => ({ state: 'waiting' })),
});
const newAnswer = (what: AnswerWork['what']): AnswerWork => ({ kind: 'answer', what });

/** The work of a message, in order: its files, then what its words or its command ask for. */
export function planWork(message: Pick<IncomingMessage, 'attachments' | 'command'>, intent: Intent): Work[] {
  const work: Work[] = [];
  if (message.attachments.length > 0) work.push(newUpload(message.attachments.length));
  if (message.command) return [...work, workOfCommand(message.command)];
  for (const step of intent.steps) {
    if (step.kind === 'prompt') work.push(newPrompt(step.text));
    else if (step.action !== 'upload') work.push(workOfCommand(step.action));
    else if (message.attachments.length === 0) work.push(newAnswer('ask-for-media'));
  }
  if (work.length === 0) return [newAnswer('empty')];
  if (work.length === 1 && work[0]?.kind === 'upload') work.push(newAnswer('ask-for-instruction'));
  return work;
}

function workOfCommand(command: Command): Work {
  return command === 'export' ? newExport() : newAnswer(command);
}

/** True when all of the work may be done beside the turn that is running. */
export function overtakes(work: Work[]): boolean {
  return work.every((piece) => piece.kind === 'answer' && OVERTAKING.has(piece.what));
}

/** Takes the work back to its beginning, for a new Nemo session: nothing of it was done there. */
export function startOver(work: Work[]): Work[] {
  return work.map(undone);
}

function undone(piece: Work): Work {
  switch (piece.kind) {
    case 'upload':
      return newUpload(piece.files.length);
    case 'prompt':
      return newPrompt(piece.text);
    case 'export':
      return newExport();
    case 'answer':
      return piece;
  }
}
