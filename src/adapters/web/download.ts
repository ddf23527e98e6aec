import type { Readable } from 'node:stream';
import type { Attachment } from '../../core/chat.ts';
import { fileOf } from './attachments.ts';
import type { Files } from './files.ts';

/** Opens a file that a visitor has sent; rejects when it is gone. */
export function openFile(files: Files, attachment: Attachment, signal: AbortSignal): Promise<Readable> {
  const { chat, id } = fileOf(attachment);
  return files.open(chat, id, signal);
}
