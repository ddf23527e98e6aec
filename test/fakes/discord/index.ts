import { type Clock, systemClock } from '@reelay/async';
import { matchRoute } from '../nemo/wire.ts';
import { Core } from './core.ts';
import { HttpSide } from './http.ts';
import { accountRoutes } from './rest/account.ts';
import { answerRoutes } from './rest/answers.ts';
import { channelRoutes } from './rest/channels.ts';
import { commandRoutes } from './rest/commands.ts';
import { messageRoutes } from './rest/messages.ts';
import { Stage } from './stage.ts';
import type { BucketScript, FailScript, LimitScript } from './traffic.ts';
import type { Call, FakeUser } from './types.ts';

// Further types are in `types.ts`, `interaction.ts` and `people.ts`.
export type { FakeChannel, Shown } from './types.ts';

export interface FakeDiscordOptions {
  /** The bot's token; `test-token` unless told. */
  token?: string;
  /** Deadlines, links, buckets and ids go by it; the system's unless told. */
  clock?: Clock;
  /** Whether the privileged intents may be asked for. */
  privilegedIntents?: boolean;
  /** False: the app is for servers only. */
  userInstall?: boolean;
}

/**
 * A Discord at the wire: gateway, REST, interactions, files. A bot logs in with `rest: { api: fake.url + '/api' }` and
 * the token; tests act as people through the methods and look at what people see.
 */
export class FakeDiscord extends Stage {
  /** Base address, such as `http://127.0.0.1:12345`. */
  url = '';
  readonly token: string;
  /** The connection's side: heartbeat interval, acknowledgements, identifies and resumes that were seen. */
  readonly gateway: Core['gateway'];
  /** Registered commands; `commands.writes` counts the registrations. */
  readonly commands: Core['commands'];
  /** Broken promises to people; {@link close} rejects when there are any. Empty it where a test means to break one. */
  readonly problems: string[];
  readonly bot: FakeUser;

  readonly #http: HttpSide;

  constructor(options: FakeDiscordOptions = {}) {
    const token = options.token ?? 'test-token';
    const clock = options.clock ?? systemClock;
    const core = new Core({ clock, token, privilegedIntents: options.privilegedIntents ?? false });
    if (options.userInstall === false) core.world.installations = [0];
    super(core);
    this.token = token;
    this.gateway = core.gateway;
    this.commands = core.commands;
    this.problems = core.problems;
    this.bot = core.world.bot;
    this.#http = new HttpSide(core.world, core.cdn, {
      traffic: core.traffic,
      token,
      limits: core.limits,
      onBan: () => core.problems.push('so many invalid requests that Discord bans the address'),
      changed: () => core.changed(),
      routes: {
        ...accountRoutes(core, () => this.url.replace('http', 'ws')),
        ...commandRoutes(core),
        ...channelRoutes(core),
        ...messageRoutes(core),
        ...answerRoutes(core),
      },
    });
  }

  async start(): Promise<this> {
    this.url = `http://127.0.0.1:${await this.#http.listen()}`;
    this.core.cdn.url = this.url;
    this.gateway.listen(this.#http.server, this.url.replace('http', 'ws'));
    return this;
  }

  /** Breaks all connections and stops listening; rejects when a promise to a person was broken. */
  async close(): Promise<void> {
    this.core.end();
    this.gateway.close();
    await this.#http.close();
    if (this.problems.length > 0) throw new Error(this.problems.join('\n'));
  }

  /** Requests of a route such as `/channels/:id/messages`, in the order of arrival. */
  calls(method: string, pattern: string): Call[] {
    return this.#http.calls.filter((call) => matchRoute(`${method} ${pattern}`, call));
  }

  /** Resolves with the `count`-th request of a route once it is answered. */
  called(method: string, pattern: string, count = 1): Promise<Call> {
    return this.until(() => {
      const call = this.calls(method, pattern)[count - 1];
      return call?.status === undefined ? undefined : call;
    });
  }

  // What goes wrong.

  /** 429s or a counted bucket for a route such as `POST /channels/:id/messages`. */
  limit(route: string, script: LimitScript | BucketScript): void {
    this.core.traffic.limit(route, script);
  }

  /** Lets the next requests of a route fail, or get lost before or after they are carried out. */
  fail(route: string, script: FailScript): void {
    this.core.traffic.fail(route, script);
  }

  /** How many invalid requests within ten minutes get the address banned. */
  set mostInvalid(count: number) {
    this.core.limits.mostInvalid = count;
  }

  /** How many edits of messages older than an hour a channel takes in 20 s; 3 unless told. */
  oldEditLimit(count: number): void {
    this.core.oldEdits = count;
  }

  /** Every address of a file given out so far is over. */
  expireLinks(): void {
    this.core.cdn.expireAll();
  }

  /** Breaks the gateway's connections: with a close code, or without a word. The session can be resumed. */
  dropGateway({ code }: { code?: number } = {}): void {
    this.gateway.drop(code);
  }

  /** Opcode 9; the session is forgotten when it is not resumable. */
  invalidSession(resumable: boolean): void {
    this.gateway.invalidSession(resumable);
  }

  /** Opcode 7. */
  askToReconnect(): void {
    this.gateway.reconnect();
  }
}

/** Starts a Discord on a free port; close it after the test. */
export function startFakeDiscord(options?: FakeDiscordOptions): Promise<FakeDiscord> {
  return new FakeDiscord(options).start();
}
