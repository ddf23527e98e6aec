import type { Clock } from '@reelay/async';
import { Cdn } from './cdn.ts';
import { CommandStore } from './command-store.ts';
import { Gateway } from './gateway.ts';
import type { Interaction } from './interaction.ts';
import { GlobalLimits } from './policies.ts';
import { Presenter } from './present.ts';
import { Traffic } from './traffic.ts';
import type { FakeMessage } from './types.ts';
import { World } from './world.ts';

export interface CoreOptions {
  clock: Clock;
  token: string;
  privilegedIntents: boolean;
}

/** The parts of the server, and what they tell each other. */
export class Core {
  readonly clock: Clock;
  readonly world: World;
  readonly cdn: Cdn;
  readonly presenter: Presenter;
  readonly gateway: Gateway;
  readonly traffic: Traffic;
  readonly commands: CommandStore;
  readonly limits: GlobalLimits;
  /** By their token. */
  readonly interactions = new Map<string, Interaction>();
  /** Promises to people that were broken, such as an interaction nobody acknowledged in time. */
  readonly problems: string[] = [];
  /** Edits of a message older than an hour that are allowed per channel and 20 s. */
  oldEdits = 3;
  readonly #watchers = new Map<() => void, NodeJS.Timeout>();

  constructor(options: CoreOptions) {
    this.clock = options.clock;
    this.world = new World(options.clock);
    this.cdn = new Cdn(this.world);
    this.presenter = new Presenter(this.world, this.cdn);
    this.traffic = new Traffic(options.clock);
    this.commands = new CommandStore(this.world);
    this.limits = new GlobalLimits(options.clock);
    this.gateway = new Gateway(this.world, this.presenter, {
      ...options,
      changed: () => this.changed(),
      problem: (what) => this.problems.push(what),
    });
  }

  /** Something happened: whoever waits looks again. */
  changed(): void {
    for (const look of [...this.#watchers.keys()]) look();
  }

  /**
   * Resolves as soon as `look` gives something. Looks whenever something happens here, and every few ms besides, for what
   * it looks at may lie with the bot.
   */
  until<T>(look: () => T | undefined | false | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        try {
          const found = look();
          if (found === undefined || found === false || found === null) return;
          resolve(found);
        } catch (error) {
          reject(error);
        }
        clearInterval(this.#watchers.get(watch));
        this.#watchers.delete(watch);
      };
      this.#watchers.set(watch, setInterval(watch, 5).unref());
      watch();
    });
  }

  /** Lets go of all timers; who still waits for something waits in vain. */
  end(): void {
    for (const interaction of this.interactions.values()) interaction.end();
    for (const timer of this.#watchers.values()) clearInterval(timer);
    this.#watchers.clear();
  }

  /** Tells the bot about a message, as far as it sees it. */
  announce(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE', message: FakeMessage): void {
    const { channel } = message;
    const visible = this.world.botIsIn(channel) && this.world.may(channel, 'viewChannel');
    if (!visible || message.ephemeralFor !== undefined) {
      this.changed();
      return;
    }
    const inGuild = channel.guild ? { guild_id: channel.guild.id } : {};
    if (event === 'MESSAGE_DELETE') {
      this.gateway.dispatch(event, { id: message.id, channel_id: channel.id, ...inGuild }, { channel });
      return;
    }
    const { user: _user, ...member } = this.presenter.member(message.author);
    const more = channel.guild ? { ...inGuild, member } : {};
    const json = { ...this.presenter.message(message), channel_type: channel.type, ...more };
    this.gateway.dispatch(event, json, { channel });
  }
}
