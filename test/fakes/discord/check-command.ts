import { z } from 'zod';
import { text } from './check-parts.ts';
import { form, invalidForm } from './errors.ts';
import type { Json } from './types.ts';

/** Languages that Discord's clients have; names and descriptions can be given in these. */
const LOCALES = [
  ...['id', 'da', 'de', 'en-GB', 'en-US', 'es-ES', 'es-419', 'fr', 'hr', 'it', 'lt', 'hu', 'nl', 'no', 'pl', 'pt-BR'],
  ...['ro', 'fi', 'sv-SE', 'vi', 'tr', 'cs', 'el', 'bg', 'ru', 'uk', 'hi', 'th', 'zh-CN', 'ja', 'zh-TW', 'ko'],
];

const OPTION = { subcommand: 1, group: 2, string: 3, integer: 4, number: 10, attachment: 11 } as const;

/** The pattern of the API's reference for names of slash commands and options. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const slashName = z
  .string({ error: 'This field is required' })
  .regex(NAME, 'String value did not match validation regex.')
  .refine((name) => name === name.toLowerCase(), 'Command name must be lowercase.');

const localized = (each: z.ZodType) =>
  z
    .record(z.string(), each.nullable())
    .superRefine((texts, context) => {
      for (const locale of Object.keys(texts)) {
        if (!LOCALES.includes(locale))
          context.addIssue({ code: 'custom', message: `Unknown locale ${locale}`, path: [locale] });
      }
    })
    .nullish();

const choice = z.looseObject({
  name: text(100, 1),
  name_localizations: localized(text(100, 1)),
  value: z.union([text(100), z.number()]),
});

const option: z.ZodType<Json> = z.lazy(() =>
  z.looseObject({
    type: z.int().min(1).max(11),
    name: slashName,
    name_localizations: localized(slashName),
    description: text(100, 1),
    description_localizations: localized(text(100, 1)),
    required: z.boolean().nullish(),
    autocomplete: z.boolean().nullish(),
    choices: z.array(choice).max(25, 'Must be 25 or fewer in length.').nullish(),
    options: z.array(option).max(25, 'Must be 25 or fewer in length.').nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    min_length: z.int().min(0).max(6000).nullish(),
    max_length: z.int().min(1).max(6000).nullish(),
  }),
);

const common = {
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().nullish(),
  nsfw: z.boolean().nullish(),
  integration_types: z.array(z.int().min(0).max(1)).min(1).nullish(),
  contexts: z.array(z.int().min(0).max(2)).min(1).nullish(),
};
const slash = z.looseObject({
  ...common,
  type: z.literal(1).optional(),
  name: slashName,
  name_localizations: localized(slashName),
  description: text(100, 1),
  description_localizations: localized(text(100, 1)),
  options: z.array(option).max(25, 'Must be 25 or fewer in length.').nullish(),
});
const contextMenu = z.looseObject({
  ...common,
  type: z.union([z.literal(2), z.literal(3)]),
  name: text(32, 1),
  name_localizations: localized(text(32, 1)),
  description: z.literal('', 'Context menu commands cannot have description').nullish(),
  options: z.array(z.unknown()).max(0, 'Context menu commands cannot have options').nullish(),
});

export interface CommandForm extends Json {
  name: string;
  type?: number | undefined;
  options?: Json[] | null | undefined;
}

/** Checks a command that is to be registered, by the rules of the API; refuses with 50035. */
export function checkCommand(body: unknown, at: PropertyKey[]): CommandForm {
  const type = (body as { type?: unknown } | undefined)?.type ?? 1;
  const command = (type === 1 ? form(slash, body, at) : form(contextMenu, body, at)) as CommandForm;
  checkOptions(command.options ?? [], [...at, 'options']);
  if (lengthOf(command) > 8000) {
    throw invalidForm(at, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  }
  return command;
}

function checkOptions(options: Json[], at: PropertyKey[]): void {
  const names = options.map((each) => each.name);
  if (new Set(names).size < names.length) {
    throw invalidForm(at, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option names must be unique');
  }
  let optional = false;
  for (const [index, each] of options.entries()) {
    const here = [...at, index];
    if (each.required && optional) {
      const words = 'Required options must be placed before non-required options';
      throw invalidForm(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', words);
    }
    optional ||= !each.required;
    checkKind(each, here);
    checkOptions((each.options as Json[] | undefined) ?? [], [...here, 'options']);
  }
}

function checkKind(each: Json, here: PropertyKey[]): void {
  const suggests = [OPTION.string, OPTION.integer, OPTION.number].some((type) => type === each.type);
  const nested = each.type === OPTION.subcommand || each.type === OPTION.group;
  const choices = (each.choices as Json[] | null | undefined) ?? [];
  if (!suggests && (each.autocomplete || choices.length > 0)) {
    throw invalidForm(here, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'This type has no choices and no autocomplete');
  }
  if (each.autocomplete && choices.length > 0) {
    throw invalidForm(here, 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', 'Autocomplete options have no choices');
  }
  if (!nested && each.options) {
    throw invalidForm(here, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Only a subcommand has options');
  }
  for (const [index, choice] of choices.entries()) {
    if ((typeof choice.value === 'string') !== (each.type === OPTION.string)) {
      throw invalidForm(
        [...here, 'choices', index, 'value'],
        'CHOICE_TYPE_INVALID',
        'Value is not of the type of the option',
      );
    }
  }
  const names = choices.map((choice) => choice.name);
  if (new Set(names).size < names.length) {
    throw invalidForm(
      [...here, 'choices'],
      'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
      'Names must be unique',
    );
  }
}

/** Names, descriptions and values counted together; of translations the longest one. */
function lengthOf(json: Json): number {
  let sum = 0;
  for (const key of ['name', 'description', 'value']) {
    const own = typeof json[key] === 'string' ? (json[key] as string).length : 0;
    const translations = Object.values((json[`${key}_localizations`] as Json | null | undefined) ?? {});
    sum += Math.max(own, ...translations.map((each) => String(each ?? '').length));
  }
  for (const key of ['options', 'choices']) {
    for (const each of (json[key] as Json[] | null | undefined) ?? []) sum += lengthOf(each);
  }
  return sum;
}
