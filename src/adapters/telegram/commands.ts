import type { BotCommand, BotCommandScope, Message, MessageEntity } from 'grammy/types';
import type { Action } from '../../core/actions/action.ts';
import { ACTIONS } from '../../core/actions/all.ts';
import type { ActionTable } from '../../core/actions/table.ts';
import type { CommandCall } from '../../core/chat.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import { telegramSentences } from '../../i18n/telegram.ts';

/** A slash command as it was typed. */
export interface Typed {
  /** Lower case, without slash and bot name. */
  name: string;
  /** The bot that it names, lower case. */
  to?: string;
  argument?: string;
}

/** Commands that only say whom the words behind them are for: what is asked is asked in words. */
const PROMPTS = ['animate', 'edit'] as const;

/** Whether a command is only the beginning of a request in words. */
export function isPrompt({ name }: Typed): boolean {
  return PROMPTS.some((prompt) => prompt === name);
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
export function callOf({ name, argument }: Typed, actions: ActionTable<Action> = ACTIONS): CommandCall | undefined {
  if (name === 'start') return started(actions, argument) ?? { name: 'start' };
  return actions.command(name) && { name, ...(argument && { argument }) };
}

function started(actions: ActionTable<Action>, payload = ''): CommandCall | undefined {
  const [name = '', argument] = payload.split(/_(.*)/s);
  const startable = actions.command(name)?.command.telegram.startable;
  return startable ? { name, ...(argument && { argument }) } : undefined;
}

/** A list of commands as one kind of chat and one language is shown it. */
export interface Menu {
  scope: BotCommandScope;
  /** '' for everybody else. */
  language_code: '' | 'zh';
  commands: BotCommand[];
}

/**
 * All menus: in private everything but what is for moderators, in groups what everyone may use, there again everything
 * for administrators.
 *
 * @param ephemeral whether Telegram knows commands that only the person who types them sees
 */
export function menus(language: LanguageSetting, actions: ActionTable<Action> = ACTIONS, ephemeral = false): Menu[] {
  const all = actions.commands;
  const scopes = [
    { type: 'all_private_chats', for: all.filter(({ access }) => access !== 'moderation' && access !== 'owner') },
    {
      type: 'all_group_chats',
      for: all.filter(({ access }) => access === 'member' || access === 'author-or-moderator'),
    },
    { type: 'all_chat_administrators', for: all },
  ] as const;
  return scopes.flatMap(({ type, for: offered }) =>
    (['', 'zh'] as const).map((code) => {
      const isForGroups = type !== 'all_private_chats';
      const shown = language === 'auto' ? (code === 'zh' ? 'zh' : 'en') : language;
      const t = telegramSentences(shown);
      const prompts = PROMPTS.map((name) => ({ command: name, description: t(name) }));
      const isHidden = ({ command }: (typeof all)[number]) => ephemeral && isForGroups && command.telegram.ephemeral;
      const actions = offered.map((action) => ({
        ...{ command: action.name, description: action.description[shown] },
        ...(isHidden(action) && { is_ephemeral: true }),
      }));
      return { scope: { type }, language_code: code, commands: [...prompts, ...actions] };
    }),
  );
}

/** Whether a list is already what it should be. */
export function sameCommands(one: BotCommand[], other: BotCommand[]): boolean {
  const flat = (list: BotCommand[]) =>
    list.map((each) => `${each.command}\n${each.description}\n${each.is_ephemeral ?? false}`).join('\n\n');
  return flat(one) === flat(other);
}

/** The part of a text that an entity covers. */
export function covered(text: string, { offset, length }: MessageEntity): string {
  return text.slice(offset, offset + length);
}
