import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { ConfigError } from '../src/lib/config-error.ts';
import { parseBytes, parseDuration } from '../src/lib/setting-values.ts';

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('runs on the embedded Nemo with the defaults of the settings table when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      discord: undefined,
      telegram: undefined,
      nemo: { backend: 'local', token: undefined },
      skill: 'ai-image-to-video-king',
      storeUrl: 'sqlite://data/reelay.sqlite',
      language: 'auto',
      joinWithinMs: 1200,
      stillWorkingEveryMs: 120_000,
      renderPollEveryMs: 500,
      rateLimitWaitMs: 30_000,
      recoveryWaitsMs: [30_000, 60_000, 60_000, 60_000, 60_000],
      streamTimeoutMs: 900_000,
      maxFileBytes: 209_715_200,
      maxTurns: 200,
      healthPort: undefined,
      logLevel: 'info',
    });
  });

  it('reads who runs the bot and who may use it, by their ids alone', () => {
    const { access } = readConfig({
      OWNERS: 'telegram:123, discord:456',
      ACCESS: 'list',
      ALLOWED: 'telegram:-100,discord:*',
    });
    expect(access).toEqual({
      owners: new Set(['telegram:123', 'discord:456']),
      access: 'list',
      allowed: new Set(['telegram:-100', 'discord:*']),
      privateChats: 'open',
    });
    expect(problemsOf({ OWNERS: 'ann', ALLOWED: 'telegram:@ann', ACCESS: 'some', MODERATOR_ROLES: 'mods' })).toEqual([
      'MODERATOR_ROLES is "mods"; it should be ids of Discord roles, separated by commas',
      'OWNERS is "ann"; it should be ids such as telegram:123456,discord:123456789012345678',
      'ACCESS is "some"; it should be one of open, list, closed',
      'ALLOWED is "telegram:@ann"; it should be ids of people, servers and groups such as telegram:-100123,discord:456, or telegram:dm, or discord:*',
    ]);
  });

  it('closes the private chats of strangers once somebody owns the bot and pays for it, unless told otherwise', () => {
    const paid = { TELEGRAM_TOKEN: '123:abc', OWNERS: 'telegram:1', NEMO_TOKEN: 'secret' };
    expect(readConfig(paid).access.privateChats).toBe('list');
    expect(readConfig({ ...paid, ACCESS: 'open' }).access.privateChats).toBe('open');
    expect(readConfig({ ...paid, NEMO_TOKEN: '' }).access.privateChats).toBe('open');
    expect(readConfig({ ...paid, OWNERS: '' }).access.privateChats).toBe('open');
  });

  it('goes to the cloud once a platform token is set, and polls there every 30 s', () => {
    const config = readConfig({ TELEGRAM_TOKEN: '123:abc', TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/' });
    expect(config.telegram).toEqual({ token: '123:abc', apiRoot: 'http://127.0.0.1:8081', filesRoot: undefined });
    expect(config.nemo).toMatchObject({
      backend: 'cloud',
      apiUrl: 'https://mega-api-prod.nemovideo.ai',
      webUrl: 'https://nemovideo.com',
    });
    expect(config.renderPollEveryMs).toBe(30_000);
  });

  it('keeps the embedded Nemo with a platform token when told to', () => {
    expect(readConfig({ DISCORD_TOKEN: 'x', NEMO_BACKEND: 'local' }).nemo.backend).toBe('local');
  });

  it('treats an empty value as not set', () => {
    expect(readConfig({ NEMO_BACKEND: '', LANGUAGE: '  ' })).toMatchObject({
      language: 'auto',
      nemo: { backend: 'local' },
    });
  });

  it('lists every problem at once, each with the name, the value and what it should be', () => {
    const problems = problemsOf({
      NEMO_BACKEND: 'clout',
      NEMO_API_URL: 'ftp://nemo.example',
      NEMO_CLIENT_ID: 'me',
      STORE_URL: 'redis://localhost',
      LANGUAGE: 'fr',
      RENDER_POLL_EVERY: '30',
      RECOVERY_WAITS: '30s,soon',
      MAX_FILE_BYTES: 'plenty',
      MAX_TURNS: '0',
      HEALTH_PORT: '65536',
      LOG_LEVEL: 'loud',
    });
    expect(problems).toEqual([
      'NEMO_BACKEND is "clout"; it should be one of local, cloud',
      'NEMO_API_URL is "ftp://nemo.example"; it should be an http or https address without user name and password, such as https://example.com',
      'NEMO_CLIENT_ID is "me"; it should be a UUID such as 123e4567-e89b-42d3-a456-426614174000',
      'STORE_URL is "redis://localhost"; it should be sqlite:// and a path, such as sqlite://data/reelay.sqlite, or postgres://user:password@host:port/database',
      'LANGUAGE is "fr"; it should be one of auto, en, zh',
      'RENDER_POLL_EVERY is "30"; it should be a duration such as 500ms, 30s or 2m',
      'RECOVERY_WAITS is "30s,soon"; it should be durations separated by commas, such as 30s,60s,60s',
      'MAX_FILE_BYTES is "plenty"; it should be a size such as 200 MB',
      'MAX_TURNS is "0"; it should be a whole number from 1 on',
      'HEALTH_PORT is "65536"; it should be a port number from 1 to 65535',
      'LOG_LEVEL is "loud"; it should be one of fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  it.each(['0', '-1', '80.5', '0x50', 'http', '65536'])('takes no port %s', (port) => {
    expect(problemsOf({ HEALTH_PORT: port })).toHaveLength(1);
  });

  it('reads how many turns may run at once, and the port where health is served', () => {
    expect(readConfig({ MAX_TURNS: '8', HEALTH_PORT: '65535' })).toMatchObject({ maxTurns: 8, healthPort: 65_535 });
  });

  it('never shows the value of a token', () => {
    const problems = problemsOf({ TELEGRAM_TOKEN: 'my secret', NEMO_BACKEND: 'cloud' });
    expect(problems).toEqual(['TELEGRAM_TOKEN is (hidden); it should be a token without spaces or line breaks']);
  });

  it('refuses settings of the cloud that the embedded Nemo would silently ignore', () => {
    expect(problemsOf({ NEMO_API_URL: 'https://nemo.example' })).toEqual([
      'NEMO_API_URL is set, but the embedded Nemo is in use; set NEMO_BACKEND=cloud or remove NEMO_API_URL',
    ]);
  });
});

it('reads where Telegram posts updates; address and secret belong together', () => {
  const given = { TELEGRAM_TOKEN: '123:abc', TELEGRAM_WEBHOOK_URL: 'https://bot.example/telegram' };
  const secret = 'a-secret_of_the_test';
  expect(readConfig({ ...given, TELEGRAM_WEBHOOK_SECRET: secret })).toMatchObject({
    telegram: { webhook: { url: 'https://bot.example/telegram', secret, port: 8443 } },
    secrets: ['123:abc', secret],
  });
  expect(problemsOf(given)).toEqual([
    'TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET belong together; set both or neither',
  ]);
  expect(
    problemsOf({ ...given, TELEGRAM_WEBHOOK_URL: 'http://bot.example', TELEGRAM_WEBHOOK_SECRET: 'short' }),
  ).toEqual([
    'TELEGRAM_WEBHOOK_URL is "http://bot.example"; it should be an https address such as https://bot.example.com/telegram',
    'TELEGRAM_WEBHOOK_SECRET is (hidden); it should be 16 to 256 letters, digits, “-” and “_”',
  ]);
});

it.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['2m', 120_000],
  ['1.5h', 5_400_000],
  ['30', undefined],
  ['0s', undefined],
  ['-5s', undefined],
])('reads the duration %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each([
  ['200 MB', 209_715_200],
  ['1kb', 1024],
  ['1048576', 1_048_576],
  ['1 GB', 1_073_741_824],
  ['0', undefined],
  ['big', undefined],
])('reads the size %s', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

it('reads the render’s time limit, and how much people and places may ask for', () => {
  const config = readConfig({ RENDER_TIMEOUT: '25m', USER_HOURLY_TURNS: '5', PLACE_BURST_TURNS: '7' });
  expect(config.renderTimeoutMs).toBe(1_500_000);
  expect(config.turnLimits).toEqual({
    perUser: { perHour: 5, burst: 10 },
    perPlace: { perHour: 120, burst: 7 },
    filesPerUser: { perHour: 200, burst: 200 },
    bytesPerUser: { perHour: 4_294_967_296, burst: 4_294_967_296 },
    openPerUser: 12,
  });
});

it('.env.example names every setting once, and holds as it is', async () => {
  const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  const names = [...text.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(names).toEqual([
    'DISCORD_TOKEN',
    'TELEGRAM_TOKEN',
    'DISCORD_API_ROOT',
    'TELEGRAM_API_ROOT',
    'TELEGRAM_FILES_ROOT',
    'TELEGRAM_WEBHOOK_URL',
    'TELEGRAM_WEBHOOK_SECRET',
    'TELEGRAM_WEBHOOK_PORT',
    'DISCORD_GUILD',
    'MODERATOR_ROLES',
    'DISCORD_THREADS',
    'WEB_HOST',
    'WEB_PORT',
    'WEB_PASSWORD',
    'NEMO_BACKEND',
    'PUBLIC_URL',
    'LOCAL_AGENT_URL',
    'LOCAL_AGENT_MODEL',
    'LOCAL_AGENT_KEY',
    'NEMO_API_URL',
    'NEMO_WEB_URL',
    'NEMO_TOKEN',
    'NEMO_CLIENT_ID',
    'SKILL',
    'SKILL_PLATFORM',
    'STORE_URL',
    'SPOOL_DIR',
    'MAX_FILE_BYTES',
    'OWNERS',
    'ACCESS',
    'ALLOWED',
    'CREDITS_ALERT_BELOW',
    'MODERATORS_CHANNEL',
    'MAX_TURNS',
    'USER_HOURLY_TURNS',
    'USER_BURST_TURNS',
    'PLACE_HOURLY_TURNS',
    'PLACE_BURST_TURNS',
    'USER_HOURLY_FILES',
    'USER_HOURLY_BYTES',
    'USER_OPEN_TURNS',
    'USER_DAILY_CREDITS',
    'USER_MONTHLY_CREDITS',
    'PLACE_DAILY_CREDITS',
    'PLACE_MONTHLY_CREDITS',
    'SHARED_PROJECTS',
    'TERMS_URL',
    'LANGUAGE',
    'JOIN_WITHIN',
    'STILL_WORKING_EVERY',
    'RENDER_POLL_EVERY',
    'RENDER_TIMEOUT',
    'RATE_LIMIT_WAIT',
    'RECOVERY_WAITS',
    'STREAM_TIMEOUT',
    'HEALTH_PORT',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_SERVICE_NAME',
    'LOG_LEVEL',
  ]);
  const { dataDir: here, ...fromFile } = readConfig(parseEnv(text));
  const { dataDir: there, ...byDefault } = readConfig({});
  expect({ ...fromFile, logLevelChosen: false }).toEqual(byDefault);
  expect(here).toBe(there);
});
