import type { Action } from '../actions/action.ts';
import type { ActionTable } from '../actions/table.ts';
import type { CommandCall, IncomingMessage } from '../chat.ts';
import { ANSWER } from '../steps/asked.ts';
import { EXAMPLE } from '../steps/greeting.ts';

type Asking = Pick<IncomingMessage, 'command' | 'text' | 'attachments'>;

/** The actions that a message asks for, by its command or in words, with what was said with them. */
export function askedActions(message: Asking, actions: ActionTable<Action>): CommandCall[] {
  return message.command ? [message.command] : actions.asked(message.text, message.attachments.length);
}

/** What a message adds to the chat's project. */
export function contributionOf(message: Asking, asked: readonly CommandCall[]): { asksAgent: boolean; works: boolean } {
  const names = asked.map(({ name }) => name);
  const asksAgent =
    names.length === 0 ||
    [ANSWER, EXAMPLE].some((name) => names.includes(name)) ||
    names.includes('rerun') ||
    names.includes('variation');
  return { asksAgent, works: asksAgent || names.includes('export') || message.attachments.length > 0 };
}

/** False for what only shows something, such as a list of what could be chosen. */
export function changesSomething({ name, argument }: CommandCall, actions: ActionTable<Action>): boolean {
  return !actions.find(name)?.onlyShows && argument !== undefined && argument !== '';
}
