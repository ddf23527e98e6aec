import { z } from 'zod';
import { platformSecrets, platformShape } from '../adapters/settings.ts';
import { ConfigError } from '../lib/config-error.ts';
import { oneOf, parsed, tokenField, urlField } from '../lib/setting-fields.ts';
import {
  duration,
  parseAllowed,
  parseBytes,
  parseDurationOrOff,
  parseHeaders,
  parseList,
  parsePeople,
  parsePlaces,
  parsePort,
  parseWholeOrZero,
  wholeNumber,
} from '../lib/setting-values.ts';
import { parseStoreUrl } from '../lib/store-url.ts';

/** The environment as the program reads it: names as in `.env.example`. */
export type Environment = Record<string, string | undefined>;

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
  OTEL_EXPORTER_OTLP_ENDPOINT: urlField.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: parsed(parseHeaders, 'names and values such as authorization=Bearer%20abc').optional(),
  OTEL_SERVICE_NAME: z.string().max(200).optional(),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').optional(),
});

export const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  ...platformSecrets,
  'NEMO_TOKEN',
  'LOCAL_AGENT_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
]);

function problemLine(name: string, value: string | undefined, expected: string): string {
  // A store's address may hold a password before its `@`.
  const isSecret = SECRET_SETTINGS.has(name) || (name === 'STORE_URL' && value?.includes('@'));
  const shown = isSecret ? '(hidden)' : JSON.stringify(value);
  return `${name} is ${shown}; it should be ${expected}`;
}

export type Settings = z.infer<typeof settings>;

/** The variables that are set, as they were written and as they are understood. */
export function readValues(environment: Environment): { given: Record<string, string>; s: Settings } {
  const given = Object.fromEntries(
    Object.keys(settings.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const result = settings.safeParse(given);
  if (result.success) return { given, s: result.data };
  throw new ConfigError(
    result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return problemLine(name, given[name], issue.message);
    }),
  );
}

/** Settings that do not go together, one line each. */
export function contradictions(s: Settings, backend: 'local' | 'cloud'): string[] {
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
  return problems;
}
