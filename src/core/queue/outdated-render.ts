import { newExport } from '../turn/new-work.ts';
import type { ExportWork, Turn } from '../turn/turn.ts';
import { CancelledError } from './chat-queues.ts';

/** A newer request of the same person makes the render pointless; that request brings the video instead. */
export class OutdatedError extends CancelledError {}

/**
 * Whether a request changes the video that an earlier turn of the same chat is about to render or renders: its video would
 * be outdated when it comes. Of the same person alone, for nobody's request stops another's work; files, another project
 * or one more version ask for a video of their own, and an export by itself keeps its own. A preview is outdated by any of
 * these.
 */
export function isOutdatedBy(earlier: Turn, newer: Turn): boolean {
  const piece = earlier.work[earlier.at];
  if (piece?.kind !== 'export' || piece.finished || earlier.outcome || earlier.failure !== undefined) return false;
  if (earlier.at !== earlier.work.length - 1 || earlier.userId !== newer.userId) return false;
  // A look at an edit is worth nothing once more is asked for.
  if (piece.preview) return newer.work.some(({ kind }) => kind !== 'action');
  // Of a plain export the video is the whole answer.
  if (!earlier.work.some(({ kind }) => kind === 'prompt')) return false;
  return changesVideo(newer);
}

/** Asks for changes of the video as it is, and for nothing that needs a video of its own. */
function changesVideo({ work, at, attachments, backTo, newProject }: Turn): boolean {
  if (attachments.length > 0 || backTo || newProject || at > 0) return false;
  const onlyPrompts = work.every((piece) => piece.kind === 'export' || (piece.kind === 'prompt' && !piece.repeat));
  return onlyPrompts && work[0]?.kind === 'prompt';
}

/** Gives a request the video of the render that it outdates, in the form that was asked for. */
export function takeOverRender(earlier: Turn, newer: Turn): void {
  const piece = earlier.work[earlier.at];
  if (piece?.kind !== 'export' || newer.work.some(({ kind }) => kind === 'export')) return;
  if (piece.preview && !changesVideo(newer)) return;
  newer.work.push(takenOver(piece));
}

function takenOver({ form, output, preview }: ExportWork): ExportWork {
  return { ...newExport(form), ...(output && { output }), ...(preview && { preview }), takenOver: true };
}

/** Makes whole videos of the previews that follow: the prompt brought more than an edit. */
export function makeWhole({ work, at }: Turn): void {
  for (const piece of work.slice(at + 1)) if (piece.kind === 'export') piece.preview = undefined;
}

/** Whether only a video that was taken over follows: what the prompt itself brings is at its end. */
export function isLastButTakenOver({ work, at }: Turn): boolean {
  return work.slice(at + 1).every((piece) => piece.kind === 'export' && piece.takenOver === true);
}
