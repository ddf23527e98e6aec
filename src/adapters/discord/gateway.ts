import { type Clock, systemClock, untilAborted, withTimeLimit } from '@reelay/async';
import {
  type APIInteraction,
  Client,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayMessageUpdateDispatchData,
  Options,
} from 'discord.js';
import type { Logger } from '../../lib/logger.ts';
import { guardEvents } from './event-guard.ts';
import { ReconnectFloor } from './reconnect-floor.ts';
import { DiscordStartError } from './start-error.ts';

export interface GatewayHandlers {
  messageCreated: (data: GatewayMessageCreateDispatchData) => void;
  messageUpdated: (data: GatewayMessageUpdateDispatchData) => void;
  messageDeleted: (data: GatewayMessageDeleteDispatchData) => void;
  interaction: (data: APIInteraction) => void;
  /** A session was begun anew: what was said since the last one is not given. */
  begunAnew: () => void;
}

export interface GatewayOptions {
  token: string;
  apiRoot?: string;
  /** The system's by default. */
  clock?: Clock;
  log: Logger;
  /** Learns how the connection is. */
  status?: GatewayStatus;
  handlers: GatewayHandlers;
  /** The connection ended for good, such as for a token that was revoked. */
  onLost: (error: DiscordStartError) => void;
}

/** An open connection: whose it is, and how to end it. */
export interface Connection {
  self: string;
  application: string;
  close(): Promise<void>;
}

/** How long Discord may take to close the connection, in ms. */
const CLOSE_LIMIT_MS = 500;

/** Which of the gateway's connections are there: a bot in many servers has several, its shards. */
export class GatewayStatus {
  readonly #clock: Clock;
  readonly #down = new Map<number, number>();
  #unreadySince: number | undefined;
  #lost: { reason: string; sinceMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#unreadySince = clock.now();
  }

  /** Why no messages come in, or not all; since when, in ms since the Unix epoch. Undefined while all shards are there. */
  problem(): { reason: string; sinceMs: number } | undefined {
    if (this.#lost) return this.#lost;
    if (this.#unreadySince !== undefined) {
      return { reason: 'Discord’s gateway is not ready yet', sinceMs: this.#unreadySince };
    }
    if (this.#down.size === 0) return undefined;
    return { reason: 'Discord’s gateway is not connected', sinceMs: Math.min(...this.#down.values()) };
  }

  /** All shards are there for the first time. */
  ready(): void {
    this.#unreadySince = undefined;
  }

  up(shard: number): void {
    this.#down.delete(shard);
  }

  /** Attempts that fail in a row count from the first one on. */
  down(shard: number): void {
    if (!this.#down.has(shard)) this.#down.set(shard, this.#clock.now());
  }

  /** The connection ended for good. */
  lost(): void {
    this.#lost = { reason: 'Discord ended the connection for good', sinceMs: this.#clock.now() };
  }
}

/** Nothing of what discord.js would keep is read here, so that it keeps nothing. */
const NO_CACHE = Options.cacheWithLimits({
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
});

/**
 * A discord.js client for a bot in thousands of servers. Messages and interactions are used as they come from the
 * gateway and carry all that is needed, so no intent for servers is asked for (which would have every channel of
 * every server sent and kept), no privileged one, no partials; shards as Discord recommends.
 */
function createClient({ apiRoot, log }: Pick<GatewayOptions, 'apiRoot' | 'log'>, floor: ReconnectFloor): Client {
  return new Client({
    intents: [GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    partials: [],
    makeCache: NO_CACHE,
    sweepers: {},
    shards: 'auto',
    ws: {
      buildStrategy: (manager) => {
        guardEvents(manager, log);
        return floor.strategy(manager);
      },
    },
    rest: { ...(apiRoot ? { api: apiRoot } : {}), timeout: 15_000 },
  });
}

/**
 * Connects to the gateway; resolves once it is ready. Drops, resumes and invalid sessions are discord.js's.
 * @throws DiscordStartError for a token or intents that Discord refuses, or when it cannot be reached; the signal's reason
 */
export async function connect(options: GatewayOptions, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted();
  const { log, handlers, clock = systemClock, status = new GatewayStatus(clock) } = options;
  const floor = new ReconnectFloor(clock, log);
  const client = createClient(options, floor);
  // Where it is lost again and again that is logged once, by the floor.
  const news = (shard: number) => (floor.isSlow(shard) ? log.debug : log.info).bind(log);
  let ready = false;
  const opened = new Promise<Client<true>>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    client.once(Events.ClientReady, resolve);
    client.on(Events.ShardDisconnect, ({ code }, shard) => {
      const error = new DiscordStartError(refusalOf(code));
      status.lost();
      log.error({ shard, code }, error.message);
      if (ready) options.onLost(error);
      else reject(error);
    });
    client.on(Events.Error, (error) => log.warn({ err: error }, 'discord.js reports an error'));
    client.on(Events.ShardError, (error, shard) =>
      (floor.isSlow(shard) ? log.debug : log.warn).call(log, { err: error, shard }, 'gateway connection failed'),
    );
    client.on(Events.ShardReconnecting, (shard) => {
      status.down(shard);
      floor.lost(shard);
      news(shard)({ shard }, 'gateway connection lost; connecting again');
    });
    client.on(Events.ShardResume, (shard, replayed) => {
      status.up(shard);
      news(shard)({ shard, replayed }, 'gateway session resumed');
    });
    client.on(Events.ShardReady, (shard) => {
      status.up(shard);
      news(shard)({ shard }, 'gateway ready');
      // The names of all servers, the one thing that READY brings and no setting of discord.js keeps out.
      client.guilds.cache.clear();
      if (ready) handlers.begunAnew();
    });
    client.ws.on(GatewayDispatchEvents.MessageCreate, handlers.messageCreated);
    client.ws.on(GatewayDispatchEvents.MessageUpdate, handlers.messageUpdated);
    client.ws.on(GatewayDispatchEvents.MessageDelete, handlers.messageDeleted);
    client.ws.on(GatewayDispatchEvents.InteractionCreate, handlers.interaction);
    client.login(options.token).catch((error: unknown) => reject(startProblem(error, options)));
  });
  try {
    const { user, application } = await opened;
    ready = true;
    status.ready();
    return { self: user.id, application: application.id, close: () => leave(client, floor, clock, log) };
  } catch (error) {
    await leave(client, floor, clock, log);
    throw error;
  }
}

/** Ends the connections; those that don't answer are left as they are. Never rejects. */
async function leave(client: Client, floor: ReconnectFloor, clock: Clock, log: Logger): Promise<void> {
  floor.close();
  // While READY is awaited, discord.js reconnects half a second after it was destroyed: that must not be reported.
  client.ws.removeAllListeners();
  // … and its promise never settles then.
  await withTimeLimit(clock, CLOSE_LIMIT_MS, 'leaving the gateway', undefined, (signal) =>
    untilAborted(client.destroy(), signal),
  ).catch((error: unknown) => log.debug({ err: error }, 'the gateway was left without its answer'));
}

const BAD_TOKEN =
  'Discord refuses the token. Set DISCORD_TOKEN to the token of your application: discord.com/developers, Bot, Reset Token.';
const BAD_INTENTS =
  'Discord refuses the intents of this bot (4014). It requests for none that is privileged, so the application may be restricted: look at discord.com/developers, Bot.';

function refusalOf(code: number): string {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return BAD_TOKEN;
    case GatewayCloseCodes.DisallowedIntents:
    case GatewayCloseCodes.InvalidIntents:
      return BAD_INTENTS;
    default:
      return `Discord ended the connection for good (${code}${GatewayCloseCodes[code] ? ` ${GatewayCloseCodes[code]}` : ''}).`;
  }
}

function startProblem(error: unknown, { apiRoot }: GatewayOptions): Error {
  const failure = error instanceof Error ? error : new Error(String(error));
  if ('code' in failure && failure.code === 'TokenInvalid') return new DiscordStartError(BAD_TOKEN, { cause: error });
  if (failure.message === 'Authentication failed') return new DiscordStartError(BAD_TOKEN, { cause: error });
  if (/intents/i.test(failure.message)) return new DiscordStartError(BAD_INTENTS, { cause: error });
  const where = apiRoot ?? 'discord.com';
  const reason = failure.cause instanceof Error ? failure.cause.message : failure.message;
  return new DiscordStartError(`Discord cannot be reached at ${where}: ${reason}. Check the network.`, {
    cause: error,
  });
}
