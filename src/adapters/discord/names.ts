import type { Clock } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../lib/logger.ts';
import type { DiscordApi } from './api.ts';
import { KEPT_IN_MEMORY } from './limits.ts';

/** How long a name is believed, in ms. */
const NAME_LIFE_MS = 3_600_000;
/** So many names of a text are looked up; further ones stay general. */
const MOST_NAMES = 5;
/** A request waits this long for the names in it, in ms. */
const NAMES_MS = 3000;

interface Role {
  id: string;
  name: string;
  /** The bot that it was made for. */
  bot?: string;
}

/** What channels, roles and people are called, looked up when a request names them. Nothing here rejects. */
export class Names {
  readonly #api: DiscordApi;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #known = new LRUCache<string, { name: string; at: number }>({ max: KEPT_IN_MEMORY });
  readonly #roles = new LRUCache<string, { roles: readonly Role[]; at: number }>({ max: KEPT_IN_MEMORY });

  constructor({ api, clock, log }: { api: DiscordApi; clock: Clock; log: Logger }) {
    this.#api = api;
    this.#clock = clock;
    this.#log = log;
  }

  /** A text in which channels, roles and people that Discord writes as ids stand by their names. */
  async inText(text: string, guild: string | undefined): Promise<string> {
    const tokens = [...new Set(text.match(/<(?:#|@&|@!?)\d{17,20}>/g))];
    if (tokens.length === 0) return text;
    const signal = AbortSignal.timeout(NAMES_MS);
    const names = new Map<string, string>();
    await Promise.all(
      tokens.map(async (token, index) => {
        const name = index < MOST_NAMES ? await this.#nameOf(token, guild, signal) : undefined;
        names.set(token, name ?? general(token));
      }),
    );
    return text.replace(/<(?:#|@&|@!?)\d{17,20}>/g, (token) => names.get(token) ?? token);
  }

  /** The role that Discord made for the bot in a server. */
  async ownRole(guild: string, self: string): Promise<string | undefined> {
    const roles = await this.#rolesOf(guild, AbortSignal.timeout(NAMES_MS));
    return roles.find(({ bot }) => bot === self)?.id;
  }

  async #nameOf(token: string, guild: string | undefined, signal: AbortSignal): Promise<string | undefined> {
    const id = token.replace(/\D/g, '');
    if (token.startsWith('<@&')) {
      const roles = guild === undefined ? [] : await this.#rolesOf(guild, signal);
      const name = roles.find((role) => role.id === id)?.name;
      return name && `@${name}`;
    }
    const isChannel = token.startsWith('<#');
    const known = this.#known.get(id);
    if (known && this.#clock.now() - known.at < NAME_LIFE_MS) return known.name;
    try {
      const found = isChannel ? await this.#api.channelName(id, signal) : await this.#api.userName(id, signal);
      const name = found && `${isChannel ? '#' : '@'}${found}`;
      if (name) this.#known.set(id, { name, at: this.#clock.now() });
      return name;
    } catch (error) {
      this.#log.debug({ err: error }, 'a name in a request is not known');
      return undefined;
    }
  }

  async #rolesOf(guild: string, signal: AbortSignal): Promise<readonly Role[]> {
    const known = this.#roles.get(guild);
    if (known && this.#clock.now() - known.at < NAME_LIFE_MS) return known.roles;
    try {
      const { roles } = await this.#api.guild(guild, signal);
      this.#roles.set(guild, { roles, at: this.#clock.now() });
      return roles;
    } catch (error) {
      this.#log.debug({ err: error, guild }, 'the roles of a server are not known');
      return [];
    }
  }
}

/** What stands where a name cannot be found out. */
function general(token: string): string {
  if (token.startsWith('<#')) return '#channel';
  return token.startsWith('<@&') ? '@role' : '@someone';
}
