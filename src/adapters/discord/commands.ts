import {
  type APIApplicationCommandAttachmentOption,
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command } from '../../core/chat.ts';
import { describeCommand } from '../../i18n/commands.ts';
import { discordWords } from '../../i18n/discord.ts';
import type { Language } from '../../i18n/language.ts';

/** The commands of this platform: those of the core, and the two that take a prompt. */
export type SlashName = Command | 'animate' | 'edit';

/** How a command is answered. */
interface ResponseMode {
  /** Only the asker sees the answer. */
  ephemeral: boolean;
  /** It starts work whose results are messages of their own; what answers the command is a note of it. */
  work: boolean;
}

const WORK: ResponseMode = { ephemeral: false, work: true };
const ASIDE: ResponseMode = { ephemeral: true, work: false };
/** Changes what everybody in the channel sees, so everybody sees that it was done. */
const OPEN: ResponseMode = { ephemeral: false, work: false };

export const RESPONSE_MODES: Record<SlashName, ResponseMode> = {
  animate: WORK,
  edit: WORK,
  export: WORK,
  rerun: WORK,
  variation: WORK,
  new: OPEN,
  cancel: OPEN,
  remove: OPEN,
  status: ASIDE,
  timeline: ASIDE,
  credits: ASIDE,
  link: ASIDE,
  skill: ASIDE,
  language: ASIDE,
  help: ASIDE,
  forget: ASIDE,
};

/** The name of the message menu's command; Discord hands it back untranslated. */
export const MENU_ANIMATE = 'Animate';
/** How many pictures `/animate` takes. */
const IMAGES = 10;
/** Characters of a prompt: as much as one message could say. */
export const PROMPT_LETTERS = 2000;

const LENGTHS = [5, 10, 15, 20, 30, 60];
const RATIOS = { ratioTall: '9:16', ratioWide: '16:9', ratioSquare: '1:1', ratioPortrait: '4:5' } as const;

/** What a text is in both languages of Discord's Chinese readers. */
function inChinese(text: (language: Language) => string): LocalizationMap {
  const zh = text('zh');
  return { 'zh-CN': zh, 'zh-TW': zh };
}

function named(name: (language: Language) => string, description: (language: Language) => string) {
  return {
    name: name('en'),
    name_localizations: inChinese(name),
    description: description('en'),
    description_localizations: inChinese(description),
  };
}

const words = discordWords;

const EVERYWHERE = [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel];

/**
 * Every command as Discord is to know it.
 *
 * @param installations how the application may be installed (0: in a server, 1: by a user), for the global commands;
 *   a server's own commands live in that server and have neither installations nor contexts
 */
export function allCommands(installations?: ApplicationIntegrationType[]): RESTPostAPIApplicationCommandsJSONBody[] {
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
  const plain = (
    command: Command,
    name: (language: Language) => string,
    options?: APIApplicationCommandBasicOption[],
  ): RESTPostAPIApplicationCommandsJSONBody =>
    slash(
      named(name, (language) => describeCommand(language)(command)),
      options,
    );
  return [
    slash(
      named(
        (l) => words(l)('nameAnimate'),
        (l) => words(l)('animate'),
      ),
      [promptOption((l) => words(l)('optionPrompt')), ...imageOptions(), lengthOption(), ratioOption()],
    ),
    slash(
      named(
        (l) => words(l)('nameEdit'),
        (l) => words(l)('edit'),
      ),
      [promptOption((l) => words(l)('optionEdit')), fileOption()],
    ),
    plain('export', (l) => words(l)('nameExport')),
    plain('rerun', (l) => words(l)('nameRerun')),
    plain('variation', (l) => words(l)('nameVariation')),
    plain('status', (l) => words(l)('nameStatus')),
    plain('timeline', (l) => words(l)('nameTimeline')),
    plain('credits', (l) => words(l)('nameCredits')),
    plain('link', (l) => words(l)('nameLink')),
    plain('new', (l) => words(l)('nameNew')),
    plain('cancel', (l) => words(l)('nameCancel'), [flagOption('nameAll', 'optionAll')]),
    plain('remove', (l) => words(l)('nameRemove'), [numberOption()]),
    plain('skill', (l) => words(l)('nameSkill'), [skillOption()]),
    plain('language', (l) => words(l)('nameLanguage'), [languageOption()]),
    plain('help', (l) => words(l)('nameHelp')),
    plain('forget', (l) => words(l)('nameForget'), [flagOption('nameSure', 'optionSure')]),
    {
      type: ApplicationCommandType.Message,
      name: MENU_ANIMATE,
      name_localizations: inChinese((l) => words(l)('menuAnimate')),
      ...contexts,
    },
  ];
}

function promptOption(description: (language: Language) => string): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...named((l) => words(l)('namePrompt'), description),
    required: true,
    autocomplete: true,
    max_length: PROMPT_LETTERS,
  };
}

function imageOptions(): APIApplicationCommandAttachmentOption[] {
  return Array.from({ length: IMAGES }, (_, index) => ({
    type: ApplicationCommandOptionType.Attachment,
    ...named(
      (l) => words(l)('nameImage', { number: index + 1 }),
      (l) => words(l)('optionImage'),
    ),
    required: index === 0,
  }));
}

function fileOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Attachment,
    ...named(
      (l) => words(l)('nameFile'),
      (l) => words(l)('optionFile'),
    ),
  };
}

function lengthOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Integer,
    ...named(
      (l) => words(l)('nameLength'),
      (l) => words(l)('optionLength'),
    ),
    choices: LENGTHS.map((count) => ({
      name: words('en')('seconds', { count }),
      name_localizations: inChinese((l) => words(l)('seconds', { count })),
      value: count,
    })),
  };
}

function ratioOption(): APIApplicationCommandBasicOption {
  const keys = ['ratioTall', 'ratioWide', 'ratioSquare', 'ratioPortrait'] as const;
  return {
    type: ApplicationCommandOptionType.String,
    ...named(
      (l) => words(l)('nameRatio'),
      (l) => words(l)('optionRatio'),
    ),
    choices: keys.map((key) => ({
      name: words('en')(key),
      name_localizations: inChinese((l) => words(l)(key)),
      value: RATIOS[key],
    })),
  };
}

function flagOption(
  name: 'nameAll' | 'nameSure',
  description: 'optionAll' | 'optionSure',
): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Boolean,
    ...named(
      (l) => words(l)(name),
      (l) => words(l)(description),
    ),
  };
}

function numberOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Integer,
    ...named(
      (l) => words(l)('nameNumber'),
      (l) => words(l)('optionNumber'),
    ),
    required: true,
    min_value: 1,
    max_value: 99,
  };
}

function skillOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...named(
      (l) => words(l)('nameName'),
      (l) => words(l)('optionSkill'),
    ),
    autocomplete: true,
    max_length: 60,
  };
}

function languageOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...named(
      (l) => words(l)('nameLanguage'),
      (l) => words(l)('optionLanguage'),
    ),
    choices: [
      { name: 'English', value: 'en' },
      { name: '中文', value: 'zh' },
      {
        name: words('en')('languageAuto'),
        name_localizations: inChinese((l) => words(l)('languageAuto')),
        value: 'auto',
      },
    ],
  };
}
