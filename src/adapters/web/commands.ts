import { ACTIONS } from '../../core/actions/all.ts';
import type { CommandCall } from '../../core/chat.ts';
import type { Voice } from '../../i18n/language.ts';
import { inVoice } from '../../i18n/translator.ts';
import type { PageCommand } from './wire.ts';

/** What can be typed after a slash, as the page offers it. */
export function commandsIn(voice: Voice): PageCommand[] {
  return ACTIONS.commands.map(({ name, description }) => ({ name, description: inVoice(description, voice) }));
}

/** The command that a message is; undefined for words, and for a slash that begins no command. */
export function readCommand(text: string): CommandCall | undefined {
  const [, typed, argument] = /^\/(\w{1,32})(?:\s(.*))?$/s.exec(text.trim()) ?? [];
  if (typed === undefined) return undefined;
  const name = typed.toLowerCase();
  const action = ACTIONS.find(name) ?? ACTIONS.all.find(({ aliases }) => aliases.includes(name));
  return action && { name: action.name, argument: argument?.trim() || undefined };
}
