import { join } from 'node:path';
import { type Clock, systemClock, withTimeLimit } from '@reelay/async';
import { isLoopback } from '../adapters/web/guard.ts';
import { WEB_OWNER } from '../adapters/web/place.ts';
import type { Config } from '../config.ts';
import { Engine } from '../core/engine.ts';
import { Spool } from '../core/media/spool.ts';
import type { AlertSettings } from '../core/community/owner-alerts.ts';
import { credentialStore } from '../core/storage/credentials.ts';
import type { OwnershipEvents } from '../core/storage/storage-engine.ts';
import { openStore, type Store } from '../core/storage/store.ts';
import type { BeginTrace } from '../core/tracing.ts';
import type { TurnSettings } from '../core/turn/turn-context.ts';
import type { Logger } from '../lib/logger.ts';
import { createNemoClient, type NemoClient } from '../nemo/api.ts';
import type { CredentialStore, Credits } from '../nemo/nemo.ts';
import type { Skill } from '../skills/parse.ts';
import { attributionFor, bundledSkills, resolveSkill } from '../skills.ts';
import type { Check } from './health.ts';
import type { Metrics } from './metrics.ts';

/** The running bot without its platforms: register those with the engine, then let it recover what was left open. */
export interface App {
  engine: Engine;
  store: Store;
  skills: [Skill, ...Skill[]];
  /** How the store and Nemo are. */
  checks: readonly Check[];
  /** What the account holds; undefined where that is not to be had now, or nothing is charged. Never rejects. */
  credits(signal: AbortSignal): Promise<Credits | undefined>;
  /** Ends everything in order; a second call waits for the first. */
  stop(): Promise<void>;
}

/** What has expired lies in the store for this long at most, in ms. */
const SWEEP_EVERY_MS = 6 * 3_600_000;
/** Reading the balance for the owner's view, in ms. */
const CREDITS_LIMIT_MS = 5_000;
/** Posting a result, in ms: as long as a platform may be out of reach, since results are not to be lost. */
const SEND_LIMIT_MS = 6 * 3_600_000;

export interface StartOptions extends OwnershipEvents {
  clock?: Clock;
  /** What is counted; nothing if not given. */
  metrics?: Metrics;
  /** Begins the trace of a turn; nothing is traced if not given. */
  trace?: BeginTrace;
  /** Ends the waiting for a store that another process has. */
  signal?: AbortSignal;
}

/** Wires store, Nemo, spool and engine together; everything that was opened is closed again when a later part fails. */
export async function startApp(
  config: Config,
  log: Logger,
  { clock = systemClock, metrics, trace, ...ownership }: StartOptions = {},
): Promise<App> {
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = () => {
    closing ??= (async () => {
      // Each is closed, whatever became of the one before it.
      for (const close of closers.reverse()) {
        await close().catch((error: unknown) => log.error({ err: error }, 'a part could not be closed in order'));
      }
    })();
    return closing;
  };
  try {
    const skills = await skillsOf(config.skill, log);
    const store = await openStore(config.storeUrl, { log, clock, onWrite: metrics?.committed, ...ownership });
    closers.push(() => store.close());
    closers.push(sweepNowAndThen(store, clock, log));
    const spool = new Spool({ dir: config.spoolDir, maxFileBytes: config.maxFileBytes });
    await spool.prepare();

    const nemo = await nemoAddresses(config, { clock, log }, closers);
    // The embedded Nemo has another address at every start but stays the same account.
    const credentials = credentialStore(store, config.nemo.backend === 'local' ? 'local' : nemo.apiUrl);
    const account = nemoClient(config, nemo, { credentials, clock, log, metrics });
    closers.push(() => account.close());

    // The owner's link makes an owner of whoever opens it.
    const access = { ...config.access, owners: new Set([...config.access.owners, WEB_OWNER]) };
    const servesOthers = config.servesPlatforms || (config.web !== undefined && !isLoopback(config.web.host));
    const engine = new Engine({
      store,
      account,
      skills,
      spool,
      clock,
      log,
      settings: turnSettings(config, nemo.webUrl, access.owners),
      access,
      metrics: metrics?.work,
      trace,
      alerts: config.nemo.backend === 'local' ? undefined : alertsOf(config, credentials),
      maxTurns: config.maxTurns,
      // Whoever sits at this machine runs the bot.
      budgets: servesOthers ? config.budgets : undefined,
      turnLimits: servesOthers ? config.turnLimits : undefined,
    });
    closers.push(() => engine.stop());
    metrics?.watch({ load: () => engine.load(), backendDown: () => account.unreachableSince() !== undefined });
    log.info({ backend: config.nemo.backend, skill: skills[0].slug }, 'reelay is ready');
    const seen = { checks: checksOf(store, account, log), credits: creditsOf(config, account, skills[0], clock) };
    return { engine, store, skills, ...seen, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The skill that is set, and then the bundled ones. */
async function skillsOf(wanted: string, log: Logger): Promise<[Skill, ...Skill[]]> {
  const skill = await resolveSkill(wanted);
  for (const warning of skill.warnings) log.warn({ skill: skill.path }, warning);
  const others = (await bundledSkills()).filter(({ slug }) => slug !== skill.slug);
  return [skill, ...others];
}

interface NemoAddresses {
  apiUrl: string;
  webUrl: string;
}

/** Where Nemo is; the embedded one is started for that, and closed with the rest. */
async function nemoAddresses(
  { nemo, dataDir, localAgent: model }: Config,
  { clock, log }: { clock: Clock; log: Logger },
  closers: (() => Promise<void>)[],
): Promise<NemoAddresses> {
  if (nemo.backend !== 'local') return nemo;
  // Loaded only here: a bot that serves NemoVideo needs none of its native libraries.
  const { startLocalNemo } = await import('@reelay/local-nemo');
  const embedded = await startLocalNemo({ dataDir: join(dataDir, 'local-nemo'), clock, log, model });
  closers.push(() => embedded.close());
  return { apiUrl: embedded.url, webUrl: embedded.url };
}

interface NemoParts {
  credentials: CredentialStore;
  clock: Clock;
  log: Logger;
  metrics: Metrics | undefined;
}

function nemoClient(
  config: Config,
  addresses: NemoAddresses,
  { credentials, clock, log, metrics }: NemoParts,
): NemoClient {
  return createNemoClient({
    ...addresses,
    token: config.nemo.token,
    clientId: config.nemo.clientId,
    credentials,
    clock,
    log,
    rateLimitWaitMs: config.rateLimitWaitMs,
    streamTimeoutMs: config.streamTimeoutMs,
    onFailure: metrics?.backendFailed,
  });
}

function turnSettings(config: Config, webUrl: string, owners: ReadonlySet<string>): TurnSettings {
  return {
    language: config.language,
    skillPlatform: config.skillPlatform,
    renderPollEveryMs: config.renderPollEveryMs,
    renderLimitMs: config.renderTimeoutMs,
    recoveryWaitsMs: config.recoveryWaitsMs,
    maxFileBytes: config.maxFileBytes,
    stillWorkingEveryMs: config.stillWorkingEveryMs,
    sendLimitMs: SEND_LIMIT_MS,
    webUrl,
    publicUrl: config.publicUrl,
    anonymous: config.nemo.token === undefined,
    sharedProjects: config.sharedProjects,
    termsUrl: config.termsUrl,
    moderatorsPlaces: config.moderatorsPlaces,
    threads: config.discord?.threads,
    owners,
    freeOfCharge: config.nemo.backend === 'local',
    previews: config.nemo.backend === 'local',
  };
}

/** Takes what has expired out of the store every few hours; gives how to stop that. */
function sweepNowAndThen(store: Store, clock: Clock, log: Logger): () => Promise<void> {
  let sweeping = Promise.resolve();
  let over = false;
  let callOff = () => {};
  const arm = () => {
    if (over) return;
    callOff = clock.setTimeout(SWEEP_EVERY_MS, () => {
      sweeping = store
        .sweep()
        .catch((error: unknown) => log.warn({ err: error }, 'what has expired stays in the store for now'))
        .finally(arm);
    });
  };
  arm();
  return () => {
    over = true;
    callOff();
    return sweeping;
  };
}

/** What the account holds, for the owner's view. Nothing is charged by the embedded Nemo. */
function creditsOf(config: Config, account: NemoClient, skill: Skill, clock: Clock): App['credits'] {
  if (config.nemo.backend === 'local') return async () => undefined;
  const nemo = account.for(attributionFor(skill, config.skillPlatform));
  return (signal) =>
    withTimeLimit(clock, CREDITS_LIMIT_MS, 'credits', signal, (limited) => nemo.credits({ signal: limited })).catch(
      () => undefined,
    );
}

function checksOf(store: Store, nemo: NemoClient, log: Logger): Check[] {
  return [
    {
      part: 'store',
      problem: () =>
        store.check().then(
          () => undefined,
          (error: unknown) => {
            // Where the store lies is for the log alone.
            log.error({ err: error }, 'the store does not work');
            return { reason: 'the store cannot be read or written; nothing is accepted' };
          },
        ),
    },
    {
      part: 'nemo',
      problem() {
        if (nemo.isAccountRefused()) return { reason: 'Nemo refuses the account; see the log' };
        const sinceMs = nemo.unreachableSince();
        return sinceMs === undefined ? undefined : { reason: 'Nemo does not answer; requests wait', sinceMs };
      },
    },
  ];
}

/** What owners are told of an account at Nemo. */
function alertsOf({ creditsAlertBelow, nemo }: Config, credentials: CredentialStore): AlertSettings {
  return {
    creditsBelow: creditsAlertBelow,
    // Of a token that was set nobody knows when it ends.
    tokenEndsAt: async () => (nemo.token ? undefined : (await credentials.load())?.tokenExpiresAt),
  };
}
