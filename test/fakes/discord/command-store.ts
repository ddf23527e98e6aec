import { checkCommand } from './check-command.ts';
import { invalidForm, refuse } from './errors.ts';
import type { FakeGuild, Json } from './types.ts';
import type { World } from './world.ts';

/** A registered command, as the API tells it. */
export interface Command extends Json {
  id: string;
  type: number;
  name: string;
  guild_id?: string;
}

const KINDS: Record<number, { max: number; what: string }> = {
  1: { max: 100, what: 'CHAT_INPUT' },
  2: { max: 15, what: 'USER' },
  3: { max: 15, what: 'MESSAGE' },
};

/** The application's commands, global and per server, with the limits on writing them. */
export class CommandStore {
  /** How often the bot wrote: each POST, PUT, PATCH and DELETE. */
  writes = 0;
  /** New commands that may still be created today. */
  createsLeft = 200;
  readonly #world: World;
  readonly #scopes = new Map<string, Command[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The commands of a server, or the global ones. */
  list(guildId?: string): Command[] {
    return this.#scopes.get(guildId ?? 'global') ?? [];
  }

  /** What a person in a place would find under a name; a server's own command comes first. */
  find(name: string, type: number, guild?: FakeGuild): Command | undefined {
    const offered = [...(guild ? this.list(guild.id) : []), ...this.list()];
    return offered.find((each) => each.name === name && each.type === type);
  }

  get(id: string, guildId?: string): Command {
    const command = this.list(guildId).find((each) => each.id === id);
    if (!command) throw refuse.unknownCommand();
    return command;
  }

  /** Replaces all of them; one that keeps its name and type keeps its id. */
  replace(bodies: unknown[], guildId?: string): Command[] {
    this.writes += 1;
    const commands = bodies.map((body, index) => this.#build(body, guildId, [index]));
    this.#checkTogether(commands);
    this.#scopes.set(guildId ?? 'global', commands);
    return commands;
  }

  /** Creates one, or replaces the one of the same name and type. */
  put(body: unknown, guildId?: string): Command {
    this.writes += 1;
    const command = this.#build(body, guildId, []);
    const others = this.list(guildId).filter((each) => each.id !== command.id);
    this.#checkTogether([...others, command]);
    this.#scopes.set(guildId ?? 'global', [...others, command]);
    return command;
  }

  change(id: string, body: Json, guildId?: string): Command {
    this.writes += 1;
    const before = this.get(id, guildId);
    const command = { ...this.#normalise({ ...before, ...body }, []), id, version: this.#world.id() } as Command;
    const all = this.list(guildId).map((each) => (each.id === id ? command : each));
    this.#checkTogether(all);
    this.#scopes.set(guildId ?? 'global', all);
    return command;
  }

  remove(id: string, guildId?: string): void {
    this.writes += 1;
    const gone = this.get(id, guildId);
    this.#scopes.set(
      guildId ?? 'global',
      this.list(guildId).filter((each) => each !== gone),
    );
  }

  #build(body: unknown, guildId: string | undefined, at: PropertyKey[]): Command {
    const command = this.#normalise(body, at);
    const before = this.list(guildId).find((each) => each.name === command.name && each.type === command.type);
    if (!before) {
      if (this.createsLeft <= 0) throw refuse.tooManyCommandsToday();
      this.createsLeft -= 1;
    }
    return {
      ...command,
      id: before?.id ?? this.#world.id(),
      application_id: this.#world.bot.id,
      version: this.#world.id(),
      ...(guildId === undefined ? {} : { guild_id: guildId }),
    };
  }

  /** What is kept of a command: defaults filled in, `false` of an option left out, as the service does. */
  #normalise(body: unknown, at: PropertyKey[]): { name: string; type: number } & Json {
    const form = checkCommand(body, at);
    const wanted = (form.integration_types as number[] | null | undefined) ?? [];
    if (wanted.some((type) => !this.#world.installations.includes(type))) {
      const words = 'The application can not be installed in this way.';
      throw invalidForm([...at, 'integration_types'], 'APPLICATION_COMMAND_INTEGRATION_TYPES_INVALID', words);
    }
    return {
      default_member_permissions: null,
      dm_permission: true,
      nsfw: false,
      integration_types: this.#world.installations,
      contexts: null,
      description: '',
      name_localizations: null,
      description_localizations: null,
      ...defined(form),
      name: form.name,
      type: form.type ?? 1,
      ...(form.options?.length ? { options: form.options.map(normaliseOption) } : { options: undefined }),
    };
  }

  #checkTogether(commands: Command[]): void {
    for (const [type, { max, what }] of Object.entries(KINDS)) {
      const names = commands.filter((each) => each.type === Number(type)).map((each) => each.name);
      if (names.length > max) {
        const words = `Must be ${max} or fewer ${what} commands.`;
        throw invalidForm([], 'APPLICATION_COMMANDS_MAX', words);
      }
      if (new Set(names).size < names.length) {
        throw invalidForm([], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
      }
    }
  }
}

/** A command as a list tells it that was not asked for the translations. */
export function withoutLocalizations(json: Json): Json {
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = json;
  for (const key of ['options', 'choices']) {
    if (Array.isArray(rest[key])) rest[key] = (rest[key] as Json[]).map(withoutLocalizations);
  }
  return rest;
}

function normaliseOption(option: Json): Json {
  const { required, autocomplete, options, ...rest } = defined(option);
  return {
    ...rest,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(Array.isArray(options) ? { options: (options as Json[]).map(normaliseOption) } : {}),
  };
}

function defined(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined && value !== null));
}
