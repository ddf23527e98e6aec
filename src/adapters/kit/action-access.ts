import { ACTIONS } from '../../core/actions/all.ts';
import type { Access } from '../../core/actions/declaration.ts';
import type { CommandCall, IncomingMessage } from '../../core/chat.ts';

/** Who may ask for an action where several people share a chat. */
export function accessOf(action: string): Access {
  return ACTIONS.find(action)?.access ?? 'member';
}

/** Whether an action changes nothing, so that its buttons stay as they are after a press. */
export function onlyShows(action: string): boolean {
  return ACTIONS.find(action)?.onlyShows ?? false;
}

/** The actions that a message asks for, by its command or in words, with what was said with them. */
export function requestedActions(message: Pick<IncomingMessage, 'command' | 'text' | 'attachments'>): CommandCall[] {
  return message.command ? [message.command] : ACTIONS.asked(message.text, message.attachments.length);
}
