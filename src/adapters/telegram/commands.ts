import type { BotCommand, BotCommandScope, Message, MessageEntity } from 'grammy/types';
import { COMMANDS, type Command, type CommandCall } from '../../core/chat.ts';
import { describeCommand } from '../../i18n/commands.ts';
import type { Language, LanguageSetting } from '../../i18n/language.ts';
import { telegramWords } from '../../i18n/telegram.ts';
import type { Denial } from '../kit/permissions.ts';

/** What in a group only its administrators may use: it concerns everybody in it. */
const MODERATOR: ReadonlySet<Command> = new Set(['credits', 'skill', 'language', 'forget']);

/** What a `/start` link may lead to: nothing that costs or erases. */
const STARTABLE: ReadonlySet<Command> = new Set(['help', 'status', 'timeline', 'link', 'skill', 'language']);

/** A slash command as it was typed. */
export interface Typed {
  /** Lower case, without slash and bot name. */
  name: string;
  /** The bot that it names, lower case. */
  to?: string;
  argument?: string;
}

/** The command that a message begins with. */
export function typedSlash(message: Message): Typed | undefined {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const entity = entities.find((each) => each.type === 'bot_command' && each.offset === 0);
  if (!entity) return undefined;
  const [name = '', to] = text.slice(1, entity.length).toLowerCase().split('@');
  const argument = text.slice(entity.length).trim();
  return { name, ...(to && { to }), ...(argument && { argument }) };
}

/**
 * What a typed command calls; undefined for one that does not exist. `/start` greets, or does what the payload of its
 * link says: a command, and behind a `_` its argument (`skill_ai-image-to-video-king`).
 */
export function callOf({ name, argument }: Typed): CommandCall | undefined {
  if (name === 'start') return started(argument) ?? { name: 'help' };
  const known = COMMANDS.find((command) => command === name);
  return known && { name: known, ...(argument && { argument }) };
}

function started(payload = ''): CommandCall | undefined {
  const [name, argument] = payload.split(/_(.*)/s);
  const known = COMMANDS.find((command) => command === name && STARTABLE.has(command));
  return known && { name: known, ...(argument && { argument }) };
}

/** Why a request of a group is denied, in a sentence. */
export function deniedText({ action, access }: Denial, language: Language): string {
  const t = telegramWords(language);
  return access === 'moderator' ? t('onlyAdmins', { command: action }) : t('othersWork', { command: action });
}

/** A list of commands as one kind of chat and one language is shown it. */
export interface Menu {
  scope: BotCommandScope;
  /** '' for everybody else. */
  language_code: '' | 'zh';
  commands: BotCommand[];
}

/** All menus: in private everything, in groups what everyone may use, there again everything for administrators. */
export function menus(language: LanguageSetting): Menu[] {
  const scopes = [
    { type: 'all_private_chats', for: COMMANDS },
    { type: 'all_group_chats', for: COMMANDS.filter((name) => !MODERATOR.has(name)) },
    { type: 'all_chat_administrators', for: COMMANDS },
  ] as const;
  return scopes.flatMap(({ type, for: names }) =>
    (['', 'zh'] as const).map((code) => {
      const say = describeCommand(language === 'auto' ? (code === 'zh' ? 'zh' : 'en') : language);
      const commands = names.map((command) => ({ command, description: say(command) }));
      return { scope: { type }, language_code: code, commands };
    }),
  );
}

/** Whether a list is already what it should be. */
export function sameCommands(one: BotCommand[], other: BotCommand[]): boolean {
  const flat = (list: BotCommand[]) =>
    list.map(({ command, description }) => `${command}\n${description}`).join('\n\n');
  return flat(one) === flat(other);
}

/** The part of a text that an entity covers. */
export function covered(text: string, { offset, length }: MessageEntity): string {
  return text.slice(offset, offset + length);
}
