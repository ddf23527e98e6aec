import { join } from 'node:path';
import { type Clock, untilAborted } from '@reelay/async';
import { discord } from '../adapters/discord/platform.ts';
import type { Platform, PlatformContext } from '../adapters/kit/platform-module.ts';
import { telegram } from '../adapters/telegram/platform.ts';
import type { PageAddress } from '../adapters/web/adapter.ts';
import { web } from '../adapters/web/platform.ts';
import { TELEGRAM_PATH } from '../adapters/web/server.ts';
import type { WebSettings } from '../adapters/web/settings.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../lib/logger.ts';
import type { App } from './app.ts';
import type { Check } from './health.ts';
import type { Shutdown } from './shutdown.ts';

export type { Platform };

/** Makes a platform when its settings are there. */
type Registered = (config: Config, context: PlatformContext) => Platform | undefined;

/** Every platform there is. A new one adds its line here and in `adapters/settings.ts`. */
const PLATFORMS: readonly Registered[] = [
  (config, context) =>
    config.telegram && telegram.create({ ...config.telegram, pageUrl: pageInTelegram(config)?.url }, context),
  (config, context) => config.discord && discord.create(config.discord, context),
];

/** How the platforms are, for the health server. */
export function platformChecks(platforms: readonly Platform[]): Check[] {
  return platforms.map((platform) => ({
    part: platform.platform,
    problem: () => platform.problem(),
    stuck: () => platform.stuck?.(),
  }));
}

/**
 * The platforms that are configured, made and known to the engine, but not started.
 * @param announce called when the page can be opened, where there is one
 */
export function createPlatforms(
  config: Config,
  app: App,
  clock: Clock,
  log: Logger,
  announce?: (page: PageAddress) => void,
): Platform[] {
  const context = contextOf(config, app, clock, log);
  const platforms = PLATFORMS.flatMap((create) => create(config, context) ?? []);
  for (const platform of platforms) app.engine.register(platform, { recoverFirst: true });
  return config.web ? [createPage(config.web, config, app, clock, log, announce), ...platforms] : platforms;
}

/** Where Telegram's menu button opens the page: where it is served, and people elsewhere reach it over HTTPS. */
function pageInTelegram({ web: page, telegram: bot, publicUrl }: Config): { url: string; token: string } | undefined {
  if (!page || !bot || !publicUrl?.startsWith('https:')) return undefined;
  return { url: new URL(TELEGRAM_PATH, publicUrl).href, token: bot.token };
}

/** The page, made and known to the engine, but not served yet. */
export function createPage(
  settings: WebSettings,
  config: Config,
  app: App,
  clock: Clock,
  log: Logger,
  announce?: (page: PageAddress) => void,
): Platform {
  const page = web.create(
    {
      ...settings,
      folder: join(config.dataDir, 'web'),
      maxFileBytes: config.maxFileBytes,
      publicUrl: config.publicUrl,
      telegramToken: pageInTelegram(config)?.token,
      owners: config.access.owners,
      timeline: (chat, signal) => app.engine.timeline(chat, signal),
      admin: { overview: app.engine.overview, credits: app.credits, problems: () => problemsOf(app.checks) },
      announce,
    },
    contextOf(config, app, clock, log),
  );
  app.engine.register(page, { recoverFirst: true });
  return page;
}

async function problemsOf(checks: readonly Check[]): Promise<{ part: string; reason: string }[]> {
  const found = await Promise.all(
    checks.map(async (check) => ({ part: check.part, reason: (await check.problem())?.reason })),
  );
  return found.flatMap(({ part, reason }) => (reason === undefined ? [] : [{ part, reason }]));
}

function contextOf(config: Config, { engine, store, skills }: App, clock: Clock, log: Logger): PlatformContext {
  const { language, joinWithinMs } = config;
  return { core: engine, store, clock, log, language, joinWithinMs, skills };
}

/**
 * Runs the platforms until the process is asked to stop or one of them ends for good; then stops in order: no more
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
