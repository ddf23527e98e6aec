import { FakeClock } from '@reelay/async/fake-clock';
import { beforeEach, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { type Platform, platformChecks, runPlatforms } from '../../src/runtime/platforms.ts';
import { Shutdown } from '../../src/runtime/shutdown.ts';

const log = createLogger({ level: 'silent', pretty: false });
const never = () => new Promise<never>(() => {});

let clock: FakeClock;
let life: Shutdown;
let steps: string[];

beforeEach(() => {
  clock = new FakeClock();
  life = new Shutdown({ clock, log, exit: (code) => steps.push(`exit ${code}`) });
  steps = [];
});

function platform(name: string, own: Partial<Platform> = {}): Platform {
  const step = (what: string) => async () => void steps.push(`${name} ${what}`);
  return {
    platform: name,
    start: step('starts'),
    stop: step('stops'),
    close: step('closes'),
    fatal: never(),
    problem: () => undefined,
    limits: () => ({ maxFileBytes: 1, progressEveryMs: 1 }),
    open: never,
    send: never,
    showProgress: never,
    endProgress: never,
    showBusy: never,
    ...own,
  };
}

const app = {
  engine: {
    recover: async (platform?: string) => {
      steps.push(`${platform} recovers`);
      return 0;
    },
  },
  stop: async () => void steps.push('turns stop'),
};

it('recovers each platform once it has started, and stops in order: messages, turns, connections', async () => {
  const running = runPlatforms([platform('a'), platform('b')], app, life, log);
  await clock.advance(0);
  expect(life.problem()).toBeUndefined();
  life.stopping();
  await running;
  expect(steps).toEqual([
    'a starts',
    'b starts',
    'a recovers',
    'b recovers',
    'a stops',
    'b stops',
    'turns stop',
    'a closes',
    'b closes',
  ]);
});

it('a platform that cannot start ends the start of the others, which may take for ever', async () => {
  let told: AbortSignal | undefined;
  const slow = platform('slow', {
    start: (signal) => {
      told = signal;
      return never();
    },
  });
  const wrong = platform('wrong', { start: () => Promise.reject(new Error('no such token')) });
  await expect(runPlatforms([slow, wrong], app, life, log)).rejects.toThrow('no such token');
  expect(told?.aborted).toBe(true);
  expect(steps).toEqual(['slow stops', 'wrong stops', 'turns stop', 'slow closes', 'wrong closes']);
});

it('open turns are left to the process that the platform serves, when it refuses this one', async () => {
  const refused = platform('telegram', { start: () => Promise.reject(new Error('409: another process polls')) });
  await expect(runPlatforms([refused], app, life, log)).rejects.toThrow('another process polls');
  expect(steps).toEqual(['telegram stops', 'turns stop', 'telegram closes']);
});

it('a platform’s open turns are taken up although another platform cannot be reached', async () => {
  const running = runPlatforms([platform('a'), platform('away', { start: never })], app, life, log);
  await clock.advance(0);
  expect(steps).toContain('a recovers');
  life.stopping();
  await running;
});

it('a platform that ends for good, also while another one starts, ends the bot with its reason', async () => {
  const slow = platform('slow', { start: never });
  const lost = platform('lost', { fatal: Promise.resolve(new Error('the token was revoked')) });
  await expect(runPlatforms([slow, lost], app, life, log)).rejects.toThrow('the token was revoked');
});

it('a stop that comes while the journal is read or a platform cannot be reached is heeded', async () => {
  const stuck = { ...app, engine: { recover: never } };
  const running = runPlatforms([platform('a')], stuck, life, log);
  life.stopping();
  await running;
  expect(steps).toEqual(['a starts', 'a stops', 'turns stop', 'a closes']);
});

it('open turns that are taken up are told, where there are any', async () => {
  const lines: string[] = [];
  const told = createLogger({ level: 'info', pretty: false, write: (line) => lines.push(line) });
  const recovers = (turns: number) => ({ ...app, engine: { recover: async () => turns } });
  const run = async (turns: number) => {
    const own = new Shutdown({ clock, log, exit: () => {} });
    const running = runPlatforms([platform('a')], recovers(turns), own, told);
    await clock.advance(0);
    own.stopping();
    await running;
  };
  await run(0);
  expect(lines.join()).not.toContain('resuming');
  await run(1);
  expect(lines.join()).toContain('resuming open turns');
});

it('a stop that came before the start begins nothing', async () => {
  life.stopping();
  await runPlatforms([platform('a')], app, life, log);
  expect(steps).toEqual(['a stops', 'turns stop', 'a closes']);
});

it('a stop goes on past whatever hangs', async () => {
  const deaf = platform('deaf', { stop: never, close: never });
  const running = runPlatforms([deaf, platform('b')], { ...app, stop: never }, life, log);
  await clock.advance(0);
  life.stopping();
  await clock.advance(9_000);
  await running;
  expect(steps).toEqual(['deaf starts', 'b starts', 'deaf recovers', 'b recovers', 'b stops', 'b closes']);
});

it('the platforms are parts for the health server', () => {
  const ill = platform('ill', { problem: () => ({ reason: 'away' }), stuck: () => ({ reason: 'gone' }) });
  expect(platformChecks([ill, platform('well')]).map((each) => [each.part, each.problem(), each.stuck?.()])).toEqual([
    ['ill', { reason: 'away' }, { reason: 'gone' }],
    ['well', undefined, undefined],
  ]);
});
