import { tmpdir } from 'node:os';
import { type PlatformConfigs, readPlatformConfigs } from './adapters/settings.ts';
import { contradictions, type Environment, readValues, SECRET_SETTINGS, type Settings } from './config/variables.ts';
import type { LanguageSetting } from './i18n/language.ts';
import { ConfigError } from './lib/config-error.ts';
import { DEFAULT_STORE } from './lib/store-url.ts';

export interface Config extends PlatformConfigs {
  /** Whether a platform is to run, rather than the chat on this terminal; the page runs beside either. */
  servesPlatforms: boolean;
  nemo: {
    backend: 'local' | 'cloud';
    apiUrl: string;
    webUrl: string;
    token?: string;
    clientId?: string;
  };
  /** The values of all settings that must never be shown. */
  secrets: readonly string[];
  /** Under which links of the embedded Nemo are given to people. */
  publicUrl?: string;
  /** A language model that reads instructions for the embedded Nemo. */
  localAgent?: { url: string; model: string; key?: string };
  skill: string;
  skillPlatform?: string;
  storeUrl: string;
  /** Folder beside the store for what else must outlive the process (the embedded Nemo's projects). */
  dataDir: string;
  language: LanguageSetting;
  /** So much quiet ends a request of several messages, in ms; 0 makes every message one of its own. */
  joinWithinMs: number;
  stillWorkingEveryMs: number;
  renderPollEveryMs: number;
  /** After this long a render is given up. */
  renderTimeoutMs: number;
  rateLimitWaitMs: number;
  recoveryWaitsMs: number[];
  streamTimeoutMs: number;
  spoolDir: string;
  maxFileBytes: number;
  /** Who may use the bot, and who runs it. */
  access: {
    /** People as `platform:id`. */
    owners: ReadonlySet<string>;
    access: 'open' | 'list' | 'closed';
    /** People, servers and groups as `platform:id`; `<platform>:dm` and `<platform>:*`. */
    allowed: ReadonlySet<string>;
    /** Whether `open` includes the private chats of people who are not allowed by name. */
    privateChats: 'open' | 'list';
  };
  /** How many turns run at once over all chats. */
  maxTurns: number;
  /** How many requests one person, and one place, may make: `perHour` evenly spread, `burst` at once after a quiet time. */
  turnLimits: Record<'perUser' | 'perPlace' | 'filesPerUser' | 'bytesPerUser', { perHour: number; burst: number }> & {
    /** How many requests of one person may run and wait at once. */
    openPerUser: number;
  };
  /** Terms that people agree to before anything is sent for them. */
  termsUrl?: string;
  /** Owners are told when fewer credits than this are available; 0: never. */
  creditsAlertBelow: number;
  /** Places that reports of videos go to, as `platform:id`. */
  moderatorsPlaces?: ReadonlySet<string>;
  /** Whether people of a shared place may go on with what others of it made. */
  sharedProjects: boolean;
  /** How many credits people and places may spend; a quarter of the account a day for a person unless set. */
  budgets: {
    userDailyCredits?: number;
    userMonthlyCredits?: number;
    placeDailyCredits?: number;
    placeMonthlyCredits?: number;
  };
  /** Where `/live` and `/ready` are served; nowhere without it. */
  healthPort?: number;
  /** Where traces are sent; nowhere without it. */
  traces?: { endpoint: string; headers: Readonly<Record<string, string>>; service: string };
  logLevel: string;
  /** True when `LOG_LEVEL` was set rather than left to its default. */
  logLevelChosen: boolean;
}

/** Nemo's own addresses, from the facts the project was given. */
const NEMO_API = 'https://mega-api-prod.nemovideo.ai';
const NEMO_WEB = 'https://nemovideo.com';

/**
 * Reads the settings. An empty value counts as not set. Throws a {@link ConfigError} that names every problem at once:
 * the setting, what it is, what it should be; the values of tokens are never shown.
 */
export function readConfig(environment: Environment): Config {
  const { given, s } = readValues(environment);
  const platforms = readPlatformConfigs(s);
  const servesPlatforms = platforms.discord !== undefined || platforms.telegram !== undefined;
  const backend = s.NEMO_BACKEND ?? (servesPlatforms ? 'cloud' : 'local');
  const problems = contradictions(s, backend);
  if (problems.length > 0) throw new ConfigError(problems);

  const store = s.STORE_URL ?? DEFAULT_STORE;
  return {
    ...platforms,
    servesPlatforms,
    secrets: [
      ...Object.entries(given).flatMap(([name, value]) => (SECRET_SETTINGS.has(name) ? [value] : [])),
      ...store.secrets,
    ],
    nemo: {
      backend,
      apiUrl: s.NEMO_API_URL ?? NEMO_API,
      webUrl: s.NEMO_WEB_URL ?? NEMO_WEB,
      token: s.NEMO_TOKEN,
      clientId: s.NEMO_CLIENT_ID,
    },
    publicUrl: s.PUBLIC_URL,
    ...(s.LOCAL_AGENT_URL &&
      s.LOCAL_AGENT_MODEL && {
        localAgent: { url: s.LOCAL_AGENT_URL, model: s.LOCAL_AGENT_MODEL, key: s.LOCAL_AGENT_KEY },
      }),
    skill: s.SKILL ?? 'ai-image-to-video-king',
    skillPlatform: s.SKILL_PLATFORM,
    storeUrl: store.url,
    dataDir: store.dataDir,
    language: s.LANGUAGE ?? 'auto',
    joinWithinMs: s.JOIN_WITHIN ?? 1200,
    stillWorkingEveryMs: s.STILL_WORKING_EVERY ?? 120_000,
    // The embedded Nemo answers a poll for free, and its renders take seconds: nobody should wait half a minute for one.
    renderPollEveryMs: s.RENDER_POLL_EVERY ?? (backend === 'local' ? 500 : 30_000),
    renderTimeoutMs: s.RENDER_TIMEOUT ?? 600_000,
    rateLimitWaitMs: s.RATE_LIMIT_WAIT ?? 30_000,
    recoveryWaitsMs: s.RECOVERY_WAITS ?? [30_000, 60_000, 60_000, 60_000, 60_000],
    streamTimeoutMs: s.STREAM_TIMEOUT ?? 900_000,
    spoolDir: s.SPOOL_DIR ?? tmpdir(),
    maxFileBytes: s.MAX_FILE_BYTES ?? 200 * 1024 ** 2,
    access: readAccess(s),
    maxTurns: s.MAX_TURNS ?? 200,
    turnLimits: readTurnLimits(s),
    sharedProjects: s.SHARED_PROJECTS !== 'off',
    termsUrl: s.TERMS_URL,
    creditsAlertBelow: s.CREDITS_ALERT_BELOW ?? 100,
    moderatorsPlaces: s.MODERATORS_CHANNEL,
    budgets: readBudgets(s),
    healthPort: s.HEALTH_PORT,
    traces: readTraces(s),
    logLevel: s.LOG_LEVEL ?? 'info',
    logLevelChosen: s.LOG_LEVEL !== undefined,
  };
}

/** OpenTelemetry's own variables (https://opentelemetry.io/docs/specs/otel/protocol/exporter). */
function readTraces(s: Settings): Config['traces'] {
  const endpoint = s.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  return { endpoint, headers: s.OTEL_EXPORTER_OTLP_HEADERS ?? {}, service: s.OTEL_SERVICE_NAME ?? 'reelay' };
}

function readBudgets(s: Settings): Config['budgets'] {
  return {
    userDailyCredits: s.USER_DAILY_CREDITS,
    userMonthlyCredits: s.USER_MONTHLY_CREDITS,
    placeDailyCredits: s.PLACE_DAILY_CREDITS,
    placeMonthlyCredits: s.PLACE_MONTHLY_CREDITS,
  };
}

function readTurnLimits(s: Settings): Config['turnLimits'] {
  return {
    perUser: { perHour: s.USER_HOURLY_TURNS ?? 30, burst: s.USER_BURST_TURNS ?? 10 },
    perPlace: { perHour: s.PLACE_HOURLY_TURNS ?? 120, burst: s.PLACE_BURST_TURNS ?? 30 },
    filesPerUser: evenly(s.USER_HOURLY_FILES ?? 200),
    bytesPerUser: evenly(s.USER_HOURLY_BYTES ?? 4 * 1024 ** 3),
    openPerUser: s.USER_OPEN_TURNS ?? 12,
  };
}

/** A limit of an hour that may be used up at once. */
function evenly(perHour: number): { perHour: number; burst: number } {
  return { perHour, burst: perHour };
}

/**
 * Who may use the bot. Once it has an owner, and an account of their own, private chats are for people who are allowed by
 * name unless ACCESS says that the bot is open.
 */
function readAccess(s: Settings): Config['access'] {
  const owners = s.OWNERS ?? new Set<string>();
  const isPaid = s.NEMO_TOKEN !== undefined;
  return {
    owners,
    access: s.ACCESS ?? 'open',
    allowed: s.ALLOWED ?? new Set<string>(),
    privateChats: s.ACCESS === undefined && owners.size > 0 && isPaid ? 'list' : 'open',
  };
}

/** The process's environment with what a `.env` file in the working folder adds; a variable that is set wins over the file. */
export function loadEnvironment(): Environment {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}
