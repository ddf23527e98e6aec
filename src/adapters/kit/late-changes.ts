import { LATE_EDIT, WITHDRAW } from '../../core/actions/late-changes.ts';
import type { IncomingMessage } from '../../core/chat.ts';
import { shortHash } from '../../core/storage/chat-record.ts';
import type { ReceivedMessage } from './received-messages.ts';

/**
 * The request that an edit is once the edited one does not wait any more: words under files that came without any say what
 * to make of them; any other change is answered with what can be done about it. Undefined when nothing is said.
 */
export function requestOfLateEdit(edited: IncomingMessage, received: ReceivedMessage): IncomingMessage | undefined {
  const { text, command, ...rest } = edited;
  if (command || text === '') return undefined;
  const request = {
    ...rest,
    id: `${received.request}e${shortHash(text).slice(0, 8)}`,
    chat: received.chat,
    attachments: [],
    pointsAt: undefined,
  };
  return received.wordless
    ? { ...request, text }
    : { ...request, text: '', command: { name: LATE_EDIT, argument: text } };
}

/** The request to take another one back, whose message was deleted. */
export function requestOfDeletion({ chat, request, userId }: ReceivedMessage): IncomingMessage {
  const command = { name: WITHDRAW, argument: request };
  return { id: `${request}d`, chat, userId, text: '', attachments: [], command };
}
