import { readOutput } from '../../intents/output.ts';
import type { ActionWork, ExportWork, PromptWork, UploadWork } from './turn.ts';

/**
 * An export that was not begun.
 *
 * @param form what the video is made into, if not left as it is
 * @param words what the user said about how it is rendered
 */
export function newExport(form?: ExportWork['form'], words?: string): ExportWork {
  const output = words === undefined ? undefined : readOutput(words);
  return { kind: 'export', form, submitted: false, finished: false, delivered: false, ...(output && { output }) };
}

/** A look at what an edit came to, which was not begun. */
export function newPreview(): ExportWork {
  return { ...newExport(), preview: true };
}

/** A prompt that was not sent. */
export function newPrompt(
  text: string,
  more: Pick<PromptWork, 'note' | 'words' | 'repeat' | 'repeats' | 'answers'> = {},
): PromptWork {
  return { kind: 'prompt', text, implied: false, sending: false, reported: false, rawClipReported: false, ...more };
}

/** What the agent wanted done by hand, as one more request; at most once in a turn. */
export function impliedPrompt(edits: string[]): PromptWork {
  return { ...newPrompt(edits.join(' ')), implied: true };
}

/** Files of the message, by their indexes in it, of which none was sent. */
export function newUpload(attachments: number[]): UploadWork {
  return { kind: 'upload', files: attachments.map((attachment) => ({ attachment, state: 'waiting' })) };
}

/** An action of the table, or a remark, that was not run. */
export function newAction(name: string, argument?: string): ActionWork {
  return { kind: 'action', name, argument };
}
