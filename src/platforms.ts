import { createDiscord, type DiscordAdapter } from './adapters/discord/discord.ts';
import { createTelegram } from './adapters/telegram/telegram.ts';
import type { App } from './app.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { ChatAdapter } from './core/chat.ts';
import type { Logger } from './log.ts';

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
  for (const platform of platforms) app.engine.register(platform);
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
    engine,
    skills,
    activeSkill: (chat) => engine.activeSkill(chat),
    recentPrompts: (chat) => engine.recentPrompts(chat),
    onLost: (error) => onLost(error),
  });
  return Object.assign(adapter, { fatal });
}

/**
 * Runs the platforms until the signal is aborted or one of them ends for good; then stops in order: no more messages,
 * running turns journaled, connections released. Rejects with a platform's reason.
 */
export async function runPlatforms(platforms: Platform[], app: App, signal: AbortSignal, log: Logger): Promise<void> {
  try {
    // Turns of the process before come first in their lanes; what they send waits for nothing but the network.
    const recovered = await app.engine.recover();
    if (recovered > 0) log.info({ turns: recovered }, 'picking up open turns');
    await Promise.all(platforms.map((platform) => platform.start(signal)));
    log.info({ platforms: platforms.map(({ platform }) => platform) }, 'listening');
    const stopped = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      else signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const fatal = await Promise.race([stopped, ...platforms.map((platform) => platform.fatal)]);
    if (fatal) throw fatal;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await app.stop();
    await Promise.allSettled(platforms.map((platform) => platform.close()));
  }
}
