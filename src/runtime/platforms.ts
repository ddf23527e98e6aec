import { createDiscord, type DiscordAdapter } from '../adapters/discord/adapter.ts';
import { createTelegram } from '../adapters/telegram/adapter.ts';
import type { Config } from '../config.ts';
import type { ChatAdapter } from '../core/chat.ts';
import { type Clock, untilAborted } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { App } from './app.ts';
import type { Check, Problem } from './health.ts';
import type { Shutdown } from './shutdown.ts';

/** A chat platform that comes over the network. */
export interface Platform extends ChatAdapter {
  /** Resolves once messages come in; rejects when they never will, with what to do about it. */
  start(signal: AbortSignal): Promise<void>;
  /** Takes no more messages; what is taken is journaled when it resolves. */
  stop(): Promise<void>;
  /** Releases the connections, once nothing is sent any more. */
  close(): Promise<void>;
  /** Resolves with the reason when the platform ends the connection for good after it had started. */
  readonly fatal: Promise<Error>;
  /** Why messages don't come in; undefined while they do. */
  problem(): Problem | undefined;
  /** Why they never will again in this process. */
  stuck?(): Problem | undefined;
}

/** How the platforms are, for the health server. */
export function platformChecks(platforms: readonly Platform[]): Check[] {
  return platforms.map((platform) => ({
    part: platform.platform,
    problem: () => platform.problem(),
    stuck: () => platform.stuck?.(),
  }));
}

/** The platforms whose token is set, made and known to the engine, but not started. */
export function createPlatforms(config: Config, app: App, clock: Clock, log: Logger): Platform[] {
  const shared = { store: app.store, clock, log, language: config.language };
  const platforms: Platform[] = [];
  if (config.telegram) {
    const { token, apiRoot, filesRoot } = config.telegram;
    platforms.push(createTelegram({ ...shared, token, apiRoot, localFilesRoot: filesRoot, core: app.engine }));
  }
  if (config.discord) platforms.push(discord(config.discord, app, shared));
  for (const platform of platforms) app.engine.register(platform, { recoverFirst: true });
  return platforms;
}

type Shared = Pick<ConstructorParameters<typeof DiscordAdapter>[0], 'store' | 'clock' | 'log' | 'language'>;

function discord(
  { token, apiRoot, guild, threads }: NonNullable<Config['discord']>,
  app: App,
  shared: Shared,
): Platform {
  let onLost: (error: Error) => void = () => {};
  const fatal = new Promise<Error>((resolve) => {
    onLost = resolve;
  });
  const { engine, skills } = app;
  const adapter = createDiscord({
    ...shared,
    token,
    apiRoot,
    developmentGuild: guild,
    threadPerProject: threads,
    core: engine,
    skills,
    activeSkill: (chat) => engine.activeSkill(chat),
    recentPrompts: (chat) => engine.recentPrompts(chat),
    onLost: (error) => onLost(error),
  });
  return Object.assign(adapter, { fatal });
}

/**
 * Runs the platforms until the process is told to stop or one of them ends for good; then stops in order: no more
 * messages, running turns journaled, connections released, each within its limit. Rejects with a platform's reason.
 */
export async function runPlatforms(
  platforms: Platform[],
  app: Pick<App, 'stop'> & { engine: Pick<App['engine'], 'recover'> },
  life: Shutdown,
  log: Logger,
): Promise<void> {
  const { signal } = life;
  try {
    signal.throwIfAborted();
    const fatal = Promise.race(platforms.map((platform) => platform.fatal));
    const starting = Promise.all(platforms.map((platform) => begin(platform, app, signal, log)));
    const failed = await untilAborted(Promise.race([starting.then(() => undefined), fatal]), signal);
    if (failed) throw failed;
    life.started();
    log.info({ platforms: platforms.map(({ platform }) => platform) }, 'listening');
    throw await untilAborted(fatal, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // Also tells a platform that is still starting, when another one failed.
    life.stopping();
    await life.stage('taking messages', ...platforms.map((platform) => () => platform.stop()));
    await life.stage('running turns', () => app.stop());
    await life.stage('connections', ...platforms.map((platform) => () => platform.close()));
  }
}

/**
 * Starts a platform and then takes up its open turns: a process that the platform refuses, such as for a wrong token or
 * because another one fetches the same bot's messages (Telegram's 409), must not begin with them. The platform's messages
 * wait in the engine until its open turns have their places in the queues.
 */
async function begin(
  platform: Platform,
  { engine }: { engine: Pick<App['engine'], 'recover'> },
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  await platform.start(signal);
  const turns = await engine.recover(platform.platform);
  if (turns > 0) log.info({ platform: platform.platform, turns }, 'resuming open turns');
}
