import {
  type APIApplicationCommandAttachmentOption,
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Action } from '../../core/actions/action.ts';
import { ACTIONS } from '../../core/actions/all.ts';
import { type ActionOption, isForModerators } from '../../core/actions/declaration.ts';
import type { ActionTable } from '../../core/actions/table.ts';
import { discordSentences } from '../../i18n/discord.ts';
import type { Voice } from '../../i18n/language.ts';
import { inVoice } from '../../i18n/translator.ts';

/** How a command is answered. */
export interface ResponseMode {
  /** Only the requester sees the answer. */
  ephemeral: boolean;
  /** It starts work whose results are messages of their own; what answers the command is a note of it. */
  work: boolean;
}

/** The two commands of this platform that take a prompt. */
export const PROMPT_COMMANDS: readonly string[] = ['animate', 'edit'];

/** How the command of this name is answered; undefined when there is none. */
export function responseMode(name: string, actions: ActionTable<Action> = ACTIONS): ResponseMode | undefined {
  if (PROMPT_COMMANDS.includes(name)) return { ephemeral: false, work: true };
  const response = actions.command(name)?.command.discord.response;
  return response && { ephemeral: response === 'ephemeral', work: response === 'work' };
}

/** The names of the message menu's commands; Discord hands it back untranslated. */
export const MENU_ANIMATE = 'Animate';
export const MENU_REPORT = 'Report';
/** How many pictures `/animate` takes. */
const IMAGES = 10;
/** Characters of a prompt: as many as a message may have. */
export const PROMPT_LENGTH = 2000;

const LENGTHS = [5, 10, 15, 20, 30, 60];
const RATIOS = { ratioTall: '9:16', ratioWide: '16:9', ratioSquare: '1:1', ratioPortrait: '4:5' } as const;

/** What a text is in both languages of Discord's Chinese readers. */
function inChinese(text: (voice: Voice) => string): LocalizationMap {
  return { 'zh-CN': text('zh'), 'zh-TW': text('zh-Hant') };
}

function named(name: (voice: Voice) => string, description: (voice: Voice) => string) {
  return {
    name: name('en'),
    name_localizations: inChinese(name),
    description: description('en'),
    description_localizations: inChinese(description),
  };
}

/** Whom a server shows what is for moderators, as long as its own settings say nothing else. */
const MODERATOR_PERMISSION = String(PermissionFlagsBits.ManageMessages);

const EVERYWHERE = [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel];

/**
 * Every command as Discord is to know it.
 *
 * @param installations how the application may be installed (0: in a server, 1: by a user), for the global commands;
 *   a server's own commands live in that server and have neither installations nor contexts
 */
export function allCommands(
  installations?: ApplicationIntegrationType[],
  actions: ActionTable<Action> = ACTIONS,
): RESTPostAPIApplicationCommandsJSONBody[] {
  const contexts = installations ? { contexts: EVERYWHERE, integration_types: installations } : {};
  const slash = (
    texts: ReturnType<typeof named>,
    options: APIApplicationCommandBasicOption[] = [],
  ): RESTPostAPIApplicationCommandsJSONBody => ({
    type: ApplicationCommandType.ChatInput,
    ...texts,
    ...contexts,
    options,
  });
  return [
    slash(
      named(
        (l) => discordSentences(l)('nameAnimate'),
        (l) => discordSentences(l)('animate'),
      ),
      [promptOption((l) => discordSentences(l)('optionPrompt')), ...imageOptions(), lengthOption(), ratioOption()],
    ),
    slash(
      named(
        (l) => discordSentences(l)('nameEdit'),
        (l) => discordSentences(l)('edit'),
      ),
      [promptOption((l) => discordSentences(l)('optionEdit')), fileOption()],
    ),
    ...actions.commands.map(({ command, description, option, access }) => ({
      ...slash(
        named(
          (l) => inVoice(command.discord.name, l),
          (l) => inVoice(description, l),
        ),
        option && [actionOption(option)],
      ),
      // What Discord shows is a courtesy: rights are checked when the command is carried out.
      ...(isForModerators(access) && { default_member_permissions: MODERATOR_PERMISSION }),
    })),
    ...(
      [
        [MENU_ANIMATE, 'menuAnimate'],
        [MENU_REPORT, 'menuReport'],
      ] as const
    ).map(([name, key]) => ({
      type: ApplicationCommandType.Message as const,
      name,
      name_localizations: inChinese((l) => discordSentences(l)(key)),
      ...contexts,
    })),
  ];
}

function promptOption(description: (voice: Voice) => string): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...named((l) => discordSentences(l)('namePrompt'), description),
    required: true,
    autocomplete: true,
    max_length: PROMPT_LENGTH,
  };
}

function imageOptions(): APIApplicationCommandAttachmentOption[] {
  return Array.from({ length: IMAGES }, (_, index) => ({
    type: ApplicationCommandOptionType.Attachment,
    ...named(
      (l) => discordSentences(l)('nameImage', { number: index + 1 }),
      (l) => discordSentences(l)('optionImage'),
    ),
    required: index === 0,
  }));
}

function fileOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Attachment,
    ...named(
      (l) => discordSentences(l)('nameFile'),
      (l) => discordSentences(l)('optionFile'),
    ),
  };
}

function lengthOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Integer,
    ...named(
      (l) => discordSentences(l)('nameLength'),
      (l) => discordSentences(l)('optionLength'),
    ),
    choices: LENGTHS.map((count) => ({
      name: discordSentences('en')('seconds', { count }),
      name_localizations: inChinese((l) => discordSentences(l)('seconds', { count })),
      value: count,
    })),
  };
}

function ratioOption(): APIApplicationCommandBasicOption {
  const keys = ['ratioTall', 'ratioWide', 'ratioSquare', 'ratioPortrait'] as const;
  return {
    type: ApplicationCommandOptionType.String,
    ...named(
      (l) => discordSentences(l)('nameRatio'),
      (l) => discordSentences(l)('optionRatio'),
    ),
    choices: keys.map((key) => ({
      name: discordSentences('en')(key),
      name_localizations: inChinese((l) => discordSentences(l)(key)),
      value: RATIOS[key],
    })),
  };
}

/** The form field for an action's argument. */
function actionOption(option: ActionOption): APIApplicationCommandBasicOption {
  const texts = named(
    (l) => inVoice(option.name, l),
    (l) => inVoice(option.description, l),
  );
  switch (option.kind) {
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, ...texts };
    case 'number': {
      const { required, min, max } = option;
      return { type: ApplicationCommandOptionType.Integer, ...texts, required, min_value: min, max_value: max };
    }
    case 'person':
      return { type: ApplicationCommandOptionType.User, ...texts, required: option.required };
    case 'text':
      return {
        type: ApplicationCommandOptionType.String,
        ...texts,
        autocomplete: true,
        max_length: option.maxLetters,
      };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        ...texts,
        choices: option.choices.map(({ label, argument }) => ({
          name: label.en,
          ...(label.zh !== label.en && { name_localizations: inChinese((l) => inVoice(label, l)) }),
          value: argument,
        })),
      };
  }
}
