import { tmpdir } from 'node:os';
import { z } from 'zod';
import { type PlatformConfigs, platformSecrets, platformShape, readPlatformConfigs } from './adapters/settings.ts';
import type { LanguageSetting } from './i18n/language.ts';
import { oneOf, parsed, tokenField, urlField } from './lib/setting-fields.ts';
import {
  parseAllowed,
  parseBytes,
  parseDuration,
  parseDurationOrOff,
  parseList,
  parsePeople,
  parsePlaces,
  parsePort,
  parseWhole,
  parseWholeOrZero,
} from './lib/setting-values.ts';
import { DEFAULT_STORE, parseStoreUrl } from './lib/store-url.ts';

/** The environment as the program reads it: names as in `.env.example`. */
export type Environment = Record<string, string | undefined>;

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
  logLevel: string;
  /** True when `LOG_LEVEL` was set rather than left to its default. */
  logLevelChosen: boolean;
}

/** Every problem of the environment, one line each, in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Nemo's own addresses, from the facts the project was given. */
const NEMO_API = 'https://mega-api-prod.nemovideo.ai';
const NEMO_WEB = 'https://nemovideo.com';

const wholeNumber = parsed(parseWhole, 'a whole number from 1 on');
const duration = parsed(parseDuration, 'a duration such as 500ms, 30s or 2m');

const settings = z.object({
  ...platformShape,
  NEMO_BACKEND: oneOf('local', 'cloud').optional(),
  NEMO_API_URL: urlField.optional(),
  NEMO_WEB_URL: urlField.optional(),
  PUBLIC_URL: urlField.optional(),
  LOCAL_AGENT_URL: urlField.optional(),
  LOCAL_AGENT_MODEL: z.string().max(200).optional(),
  LOCAL_AGENT_KEY: tokenField.optional(),
  NEMO_TOKEN: tokenField.optional(),
  NEMO_CLIENT_ID: z.uuid({ error: 'a UUID such as 123e4567-e89b-42d3-a456-426614174000' }).optional(),
  SKILL: z.string().optional(),
  SKILL_PLATFORM: z
    .string()
    .regex(/^[\w./-]+$/, { error: 'a word such as clawhub' })
    .optional(),
  STORE_URL: parsed(
    parseStoreUrl,
    'sqlite:// and a path, such as sqlite://data/reelay.sqlite, or postgres://user:password@host:port/database',
  ).optional(),
  LANGUAGE: oneOf('auto', 'en', 'zh').optional(),
  JOIN_WITHIN: parsed(parseDurationOrOff, 'off, or a duration such as 1200ms').optional(),
  STILL_WORKING_EVERY: duration.optional(),
  RENDER_POLL_EVERY: duration.optional(),
  RENDER_TIMEOUT: duration.optional(),
  RATE_LIMIT_WAIT: duration.optional(),
  RECOVERY_WAITS: parsed(parseList, 'durations separated by commas, such as 30s,60s,60s').optional(),
  STREAM_TIMEOUT: duration.optional(),
  SPOOL_DIR: z.string().optional(),
  MAX_FILE_BYTES: parsed(parseBytes, 'a size such as 200 MB').optional(),
  OWNERS: parsed(parsePeople, 'ids such as telegram:123456,discord:123456789012345678').optional(),
  ACCESS: oneOf('open', 'list', 'closed').optional(),
  ALLOWED: parsed(
    parseAllowed,
    'ids of people, servers and groups such as telegram:-100123,discord:456, or telegram:dm, or discord:*',
  ).optional(),
  CREDITS_ALERT_BELOW: parsed(parseWholeOrZero, 'a whole number of credits, or 0').optional(),
  MODERATORS_CHANNEL: parsed(parsePlaces, 'ids of places such as telegram:-100123,discord:456').optional(),
  MAX_TURNS: wholeNumber.optional(),
  USER_HOURLY_TURNS: wholeNumber.optional(),
  USER_BURST_TURNS: wholeNumber.optional(),
  PLACE_HOURLY_TURNS: wholeNumber.optional(),
  PLACE_BURST_TURNS: wholeNumber.optional(),
  USER_HOURLY_FILES: wholeNumber.optional(),
  USER_HOURLY_BYTES: parsed(parseBytes, 'a size such as 2 GB').optional(),
  USER_OPEN_TURNS: wholeNumber.optional(),
  SHARED_PROJECTS: oneOf('on', 'off').optional(),
  TERMS_URL: urlField.optional(),
  USER_DAILY_CREDITS: wholeNumber.optional(),
  USER_MONTHLY_CREDITS: wholeNumber.optional(),
  PLACE_DAILY_CREDITS: wholeNumber.optional(),
  PLACE_MONTHLY_CREDITS: wholeNumber.optional(),
  HEALTH_PORT: parsed(parsePort, 'a port number from 1 to 65535').optional(),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').optional(),
});

const SECRET_SETTINGS: ReadonlySet<string> = new Set([...platformSecrets, 'NEMO_TOKEN', 'LOCAL_AGENT_KEY']);

function problemLine(name: string, value: string | undefined, expected: string): string {
  // A store's address may hold a password before its `@`.
  const isSecret = SECRET_SETTINGS.has(name) || (name === 'STORE_URL' && value?.includes('@'));
  const shown = isSecret ? '(hidden)' : JSON.stringify(value);
  return `${name} is ${shown}; it should be ${expected}`;
}

/**
 * Reads the settings. An empty value counts as not set. Throws a {@link ConfigError} that names every problem at once:
 * the setting, what it is, what it should be; the values of tokens are never shown.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(settings.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const result = settings.safeParse(given);
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return problemLine(name, given[name], issue.message);
      }),
    );
  }
  const s = result.data;
  const platforms = readPlatformConfigs(s);
  const servesPlatforms = platforms.discord !== undefined || platforms.telegram !== undefined;
  const backend = s.NEMO_BACKEND ?? (servesPlatforms ? 'cloud' : 'local');
  const problems: string[] = [];
  if (backend === 'local') {
    for (const name of ['NEMO_API_URL', 'NEMO_WEB_URL', 'NEMO_TOKEN', 'NEMO_CLIENT_ID'] as const) {
      if (s[name]) {
        problems.push(`${name} is set, but the embedded Nemo is in use; set NEMO_BACKEND=cloud or remove ${name}`);
      }
    }
  }
  if ((s.LOCAL_AGENT_URL === undefined) !== (s.LOCAL_AGENT_MODEL === undefined)) {
    problems.push('LOCAL_AGENT_URL and LOCAL_AGENT_MODEL belong together; set both or neither');
  }
  if ((s.TELEGRAM_WEBHOOK_URL === undefined) !== (s.TELEGRAM_WEBHOOK_SECRET === undefined)) {
    problems.push('TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET belong together; set both or neither');
  }
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
    turnLimits: {
      perUser: { perHour: s.USER_HOURLY_TURNS ?? 30, burst: s.USER_BURST_TURNS ?? 10 },
      perPlace: { perHour: s.PLACE_HOURLY_TURNS ?? 120, burst: s.PLACE_BURST_TURNS ?? 30 },
      filesPerUser: evenly(s.USER_HOURLY_FILES ?? 200),
      bytesPerUser: evenly(s.USER_HOURLY_BYTES ?? 4 * 1024 ** 3),
      openPerUser: s.USER_OPEN_TURNS ?? 12,
    },
    sharedProjects: s.SHARED_PROJECTS !== 'off',
    termsUrl: s.TERMS_URL,
    creditsAlertBelow: s.CREDITS_ALERT_BELOW ?? 100,
    moderatorsPlaces: s.MODERATORS_CHANNEL,
    budgets: {
      userDailyCredits: s.USER_DAILY_CREDITS,
      userMonthlyCredits: s.USER_MONTHLY_CREDITS,
      placeDailyCredits: s.PLACE_DAILY_CREDITS,
      placeMonthlyCredits: s.PLACE_MONTHLY_CREDITS,
    },
    healthPort: s.HEALTH_PORT,
    logLevel: s.LOG_LEVEL ?? 'info',
    logLevelChosen: s.LOG_LEVEL !== undefined,
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
function readAccess(s: z.infer<typeof settings>): Config['access'] {
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
