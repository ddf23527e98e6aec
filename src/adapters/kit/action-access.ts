import { changesSomething } from '../../core/access/asked.ts';
import { ACTIONS } from '../../core/actions/all.ts';
import { type IncomingMessage, type MessageRef, personOf } from '../../core/chat.ts';

/** Whether buttons of an action stay as they are after a press: it changes nothing, or shows other ones in their place. */
export function keepsButtons(action: string): boolean {
  const found = ACTIONS.find(action);
  return found?.onlyShows === true || found?.isMenu === true;
}

/** For a press of a button of a menu: the message that the answer takes the place of. */
export function pressedMenu(action: string, message: MessageRef): Pick<IncomingMessage, 'pressedOn'> {
  return ACTIONS.find(action)?.isMenu ? { pressedOn: message } : {};
}

/** The action by which a request of a shared chat, if accepted, changes it for everybody in it. */
export function changesChat({ chat, command }: Pick<IncomingMessage, 'chat' | 'command'>): string | undefined {
  if (!command || personOf(chat) !== undefined) return undefined;
  const changes = ACTIONS.find(command.name)?.access === 'moderator' && changesSomething(command, ACTIONS);
  return changes ? command.name : undefined;
}
