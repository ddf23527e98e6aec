import { changesSomething } from '../../core/access/asked.ts';
import { ACTIONS } from '../../core/actions/all.ts';
import { type IncomingMessage, personOf } from '../../core/chat.ts';

/** Whether an action changes nothing, so that its buttons stay as they are after a press. */
export function onlyShows(action: string): boolean {
  return ACTIONS.find(action)?.onlyShows ?? false;
}

/** The action by which a request of a shared chat, if accepted, changes it for everybody in it. */
export function changesChat({ chat, command }: Pick<IncomingMessage, 'chat' | 'command'>): string | undefined {
  if (!command || personOf(chat) !== undefined) return undefined;
  const changes = ACTIONS.find(command.name)?.access === 'moderator' && changesSomething(command, ACTIONS);
  return changes ? command.name : undefined;
}
