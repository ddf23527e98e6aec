import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Attachment } from '../../core/chat.ts';

/** Opens a file of this machine's disk. */
export function openFile(attachment: Attachment, signal: AbortSignal): Readable {
  return createReadStream(attachment.ref, { signal });
}
