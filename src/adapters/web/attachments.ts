import type { Attachment, ChatKey } from '../../core/chat.ts';
import type { PageFile } from './wire.ts';

/** A file that a visitor has sent, as the core knows it: chat and id are enough for any process to open it. */
export function attachmentOf(chat: ChatKey, { id, name, bytes }: PageFile): Attachment {
  return { name, ref: `${chat}/${id}`, declaredBytes: bytes };
}

/** The chat and the id of an attachment's file. */
export function fileOf({ ref }: Attachment): { chat: ChatKey; id: string } {
  const at = ref.lastIndexOf('/');
  return { chat: ref.slice(0, at), id: ref.slice(at + 1) };
}
