import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIAttachment,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
} from 'discord.js';
import { ACTIONS } from '../../core/actions/all.ts';
import type { ActionOption } from '../../core/actions/declaration.ts';
import type { Attachment, CommandCall } from '../../core/chat.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import { voiceFor } from '../../i18n/voice.ts';
import { truncate } from '../kit/text.ts';
import { fileOf, linksOf } from './attachments.ts';
import { PROMPT_COMMANDS } from './commands.ts';
import { escapeText } from './text.ts';

/** A command as the core takes it. */
export interface SlashCall {
  text: string;
  attachments: Attachment[];
  command?: CommandCall;
  /** Its files begin a new project. */
  newProject?: boolean;
  /** The bot's message whose project it goes on with. */
  repliesTo?: string;
}

type Options = readonly APIApplicationCommandInteractionDataBasicOption[];

/** What a command with its options requests for. `length` and `ratio` are said in words, in the language of the prompt. */
export function readSlash(
  name: string,
  data: APIChatInputApplicationCommandInteractionData,
  language: Voice,
): SlashCall {
  const options = basicOptions(data);
  if (PROMPT_COMMANDS.includes(name)) {
    const prompt = stringOf(options, 'prompt')?.trim() ?? '';
    const text = withAdditions(prompt, numberOf(options, 'length'), stringOf(options, 'ratio'));
    const files = attachmentsOf(options, data.resolved?.attachments ?? {});
    return {
      text,
      attachments: [...files.map((file) => fileOf(file, language)), ...linksOf(prompt)],
      ...(name === 'animate' && { newProject: true }),
    };
  }
  return { text: '', attachments: [], command: { name, argument: argumentOf(ACTIONS.find(name)?.option, options) } };
}

/** An action's argument, from the option that asks for it here. */
function argumentOf(option: ActionOption | undefined, options: Options): string | undefined {
  switch (option?.kind) {
    case undefined:
      return undefined;
    case 'flag':
      return flagOf(options, option.name.en) ? option.argument : undefined;
    case 'number':
      return numberOf(options, option.name.en)?.toString();
    case 'person':
      return personOf(options, option.name.en);
    case 'text':
    case 'choice':
      return stringOf(options, option.name.en);
  }
}

function withAdditions(prompt: string, seconds: number | undefined, ratio: string | undefined): string {
  const t = discordSentences(voiceFor('auto', prompt));
  const additions = [
    seconds === undefined ? '' : t('promptLength', { seconds }),
    ratio === undefined ? '' : t('promptRatio', { ratio }),
  ].join('');
  if (!additions) return prompt;
  const ended = /[.!?。！？…]$/u.test(prompt) ? prompt : `${prompt}${t('promptEnd')}`;
  return `${ended}${additions}`;
}

/** What stands in the chat for a request while it is worked on: escaped, ready to be sent. */
export function noteOf(name: string, call: SlashCall, language: Voice): string {
  const t = discordSentences(language);
  if (call.command) return t('noteCommand', { name });
  const what = escapeText(truncate(call.text.replace(/\s+/g, ' '), 300));
  const count = call.attachments.length;
  return [...(what ? [t('notePrompt', { what })] : []), ...(count > 0 ? [t('noteFiles', { count })] : [])].join(' · ');
}

/** The options of a command without subcommands, which is all this bot has. */
function basicOptions(data: { options?: unknown[] }): Options {
  return (data.options ?? []).filter(isBasic);
}

function isBasic(option: unknown): option is APIApplicationCommandInteractionDataBasicOption {
  return typeof option === 'object' && option !== null && 'value' in option && 'type' in option;
}

function attachmentsOf(options: Options, resolved: Record<string, APIAttachment>): APIAttachment[] {
  return options.flatMap((option) => {
    if (option.type !== ApplicationCommandOptionType.Attachment) return [];
    return resolved[option.value] ?? [];
  });
}

function stringOf(options: Options, name: string): string | undefined {
  const option = options.find((each) => each.name === name);
  return option?.type === ApplicationCommandOptionType.String ? option.value : undefined;
}

function personOf(options: Options, name: string): string | undefined {
  const option = options.find((each) => each.name === name);
  return option?.type === ApplicationCommandOptionType.User ? option.value : undefined;
}

function numberOf(options: Options, name: string): number | undefined {
  const option = options.find((each) => each.name === name);
  return option?.type === ApplicationCommandOptionType.Integer ? Number(option.value) : undefined;
}

function flagOf(options: Options, name: string): boolean {
  const option = options.find((each) => each.name === name);
  return option?.type === ApplicationCommandOptionType.Boolean && option.value;
}
