import { changesSomething } from '../../core/access/asked.ts';
import { ACTIONS } from '../../core/actions/all.ts';
import type { IncomingMessage } from '../../core/chat.ts';

/** Whether what an action shows is the bot's account. */
export function concernsAccount(action: string): boolean {
  return ACTIONS.find(action)?.concernsAccount ?? false;
}

/** Whether an action changes nothing, so that its buttons stay as they are after a press. */
export function onlyShows(action: string): boolean {
  return ACTIONS.find(action)?.onlyShows ?? false;
}

/** The action by which a request of a shared chat, if accepted, changes it for everybody in it. */
export function changesChat({ command }: Pick<IncomingMessage, 'command'>): string | undefined {
  if (!command) return undefined;
  const changes = ACTIONS.find(command.name)?.access === 'moderator' && changesSomething(command, ACTIONS);
  return changes ? command.name : undefined;
}
