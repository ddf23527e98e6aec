import { askedCommands } from '../../core/actions/requested-commands.ts';
import { typedCommand } from '../../core/actions/typed-command.ts';
import type { CommandCall, IncomingMessage } from '../../core/chat.ts';

export type Access = 'member' | 'author-or-moderator' | 'moderator';

const ACCESS: Readonly<Record<string, Access>> = {
  cancel: 'author-or-moderator',
  remove: 'author-or-moderator',
  rerun: 'author-or-moderator',
  variation: 'author-or-moderator',
  new: 'author-or-moderator',
  link: 'author-or-moderator',
  credits: 'moderator',
  skill: 'moderator',
  language: 'moderator',
  forget: 'moderator',
};

/** Actions that only show something: they change nothing, so that their buttons stay as they are after a press. */
const ONLY_SHOW: ReadonlySet<string> = new Set(['help', 'status', 'timeline', 'credits', 'link']);

/** Who may ask for an action where several people share a chat. */
export function accessOf(action: string): Access {
  return ACCESS[action] ?? 'member';
}

export function onlyShows(action: string): boolean {
  return ONLY_SHOW.has(action);
}

/** The actions that a message asks for, by its command or in words, with what was said with them. */
export function requestedActions(message: Pick<IncomingMessage, 'command' | 'text' | 'attachments'>): CommandCall[] {
  if (message.command) return [message.command];
  const { text, attachments } = message;
  const typed = attachments.length === 0 ? typedCommand(text.trim()) : undefined;
  return typed ? [typed] : askedCommands(text, attachments.length).map((name) => ({ name }));
}
