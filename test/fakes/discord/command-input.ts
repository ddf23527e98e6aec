import type { Core } from './core.ts';
import { attachmentOf } from './posting.ts';
import type { FakeChannel, FileInput, Json } from './types.ts';

export type SlashValues = Record<string, string | number | boolean>;

export interface SlashOptions {
  /** Files by the name of their option. */
  attachments?: Record<string, FileInput>;
  /** The option being typed, of an autocomplete. */
  focused?: string;
}

/**
 * What a client sends for a slash command. As a client does, it offers only what is registered: an unknown command or
 * option, a missing required one, or a value outside the choices is an error of the test. `name` may have a subcommand
 * behind it, as in `skill use`.
 */
export function slashData(
  core: Core,
  channel: FakeChannel,
  name: string,
  values: SlashValues,
  more: SlashOptions,
): Json {
  const [top = '', ...subs] = name.split(' ');
  const command = core.commands.find(top, 1, channel.guild);
  if (!command) throw new Error(`There is no command /${top} here`);
  checkContext(core, channel, command, top);
  const resolved: Json = {};
  let options = optionsOf(command);
  const path = subs.map((sub) => {
    const found = options.find((each) => each.name === sub && Number(each.type) <= 2);
    if (!found) throw new Error(`/${top} has no subcommand ${sub}`);
    options = optionsOf(found);
    return { name: sub, type: found.type };
  });
  const given = fill(core, channel, `/${name}`, options, values, more, resolved);
  const nested = path.reduceRight<Json[]>((inner, each) => [{ ...each, options: inner }], given);
  return {
    id: command.id,
    name: top,
    type: 1,
    options: nested,
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
  };
}

function checkContext(core: Core, channel: FakeChannel, command: Json, name: string): void {
  const context = channel.guild ? 0 : core.world.botIsIn(channel) ? 1 : 2;
  const contexts = command.contexts as number[] | null | undefined;
  if (contexts && !contexts.includes(context)) throw new Error(`/${name} is not offered in context ${context}`);
  const types = (command.integration_types as number[] | undefined) ?? [0];
  if (!core.world.botIsIn(channel) && !types.includes(1)) throw new Error(`/${name} is not for user-installed apps`);
}

function fill(
  core: Core,
  channel: FakeChannel,
  command: string,
  options: Json[],
  values: SlashValues,
  { attachments = {}, focused }: SlashOptions,
  resolved: Json,
): Json[] {
  for (const key of [...Object.keys(values), ...Object.keys(attachments)]) {
    if (!options.some((each) => each.name === key)) throw new Error(`${command} has no option ${key}`);
  }
  return options.flatMap((option): Json[] => {
    const name = String(option.name);
    const type = Number(option.type);
    const file = attachments[name];
    if (file) {
      if (type !== 11) throw new Error(`The option ${name} of ${command} takes no file`);
      const attachment = core.world.attach(channel, attachmentOf(file, true));
      const all = (resolved.attachments ?? {}) as Json;
      resolved.attachments = { ...all, [attachment.id]: core.presenter.attachment(attachment) };
      return [{ name, type, value: attachment.id }];
    }
    const value = values[name];
    if (value === undefined) {
      if (option.required && focused === undefined) throw new Error(`${command} needs the option ${name}`);
      return [];
    }
    if (name === focused) {
      if (!option.autocomplete) throw new Error(`The option ${name} of ${command} has no autocomplete`);
      return [{ name, type, value, focused: true }];
    }
    checkValue(command, option, value);
    return [{ name, type, value }];
  });
}

function checkValue(command: string, option: Json, value: string | number | boolean): void {
  const what = `The option ${option.name} of ${command}`;
  const expected = { 3: 'string', 4: 'number', 5: 'boolean', 10: 'number' }[Number(option.type)] ?? 'string';
  if (typeof value !== expected) throw new Error(`${what} takes a ${expected}`);
  if (option.type === 4 && !Number.isInteger(value)) throw new Error(`${what} takes a whole number`);
  const choices = option.choices as { value: unknown }[] | undefined;
  if (choices?.length && !choices.some((each) => each.value === value))
    throw new Error(`${what} has no choice ${value}`);
  const size = typeof value === 'string' ? value.length : Number(value);
  const [least, most] =
    typeof value === 'string' ? [option.min_length, option.max_length ?? 6000] : [option.min_value, option.max_value];
  if (typeof least === 'number' && size < least) throw new Error(`${what} takes no less than ${least}`);
  if (typeof most === 'number' && size > most) throw new Error(`${what} takes no more than ${most}`);
}

function optionsOf(json: Json): Json[] {
  return (json.options as Json[] | undefined) ?? [];
}
