import { EventEmitter } from 'node:events';
import { FakeClock } from '@reelay/async/fake-clock';
import { beforeEach, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { Shutdown } from '../../src/runtime/shutdown.ts';

let clock: FakeClock;
let exits: number[];
let lines: string[];
let signals: EventEmitter;
let life: Shutdown;

beforeEach(() => {
  clock = new FakeClock();
  exits = [];
  lines = [];
  signals = new EventEmitter();
  const log = createLogger({ level: 'trace', pretty: false, write: (line) => lines.push(line) });
  life = new Shutdown({ clock, log, exit: (code) => exits.push(code) });
  life.listen(signals);
});

const never = () => new Promise<never>(() => {});

it('is not ready while it starts and while it stops', async () => {
  expect(life.problem()).toEqual({ reason: 'starting', sinceMs: Date.UTC(2026, 0, 1) });
  life.started();
  expect(life.problem()).toBeUndefined();
  await clock.advance(5_000);
  signals.emit('SIGTERM');
  expect(life.problem()).toEqual({ reason: 'stopping', sinceMs: Date.UTC(2026, 0, 1, 0, 0, 5) });
  life.started();
  expect(life.problem()?.reason).toBe('stopping');
});

it.each(['SIGTERM', 'SIGINT'])('%s begins the stop', (signal) => {
  expect(life.signal.aborted).toBe(false);
  signals.emit(signal);
  expect(life.signal.aborted).toBe(true);
  expect(exits).toEqual([]);
});

it('one Ctrl+C that comes from the terminal, npm and tsx is one; another one leaves at once', async () => {
  signals.emit('SIGINT');
  signals.emit('SIGINT');
  await clock.advance(999);
  signals.emit('SIGTERM');
  expect(exits).toEqual([]);
  await clock.advance(1);
  signals.emit('SIGTERM');
  expect(exits).toEqual([143]);
});

it('a stop in which everything hangs goes through all stages, and is over within nine seconds', async () => {
  life.started();
  signals.emit('SIGTERM');
  let done = false;
  const stopped: string[] = [];
  const stop = async () => {
    await life.stage('taking messages', never, async () => stopped.push('the other platform'));
    await life.stage('running turns', never);
    await life.stage('connections', () => Promise.reject(new Error('broken')), never);
    done = true;
    life.ended();
  };
  const stopping = stop();
  await clock.advance(9_000);
  expect(done).toBe(true);
  await stopping;
  expect(stopped).toEqual(['the other platform']);
  await clock.advance(60_000);
  expect(exits).toEqual([]);
});

it('a process that hangs elsewhere is left after 9.5 s, with a word where it was', async () => {
  signals.emit('SIGTERM');
  await clock.advance(9_499);
  expect(exits).toEqual([]);
  await clock.advance(1);
  expect(exits).toEqual([1]);
  expect(lines.at(-1)).toMatch(/"at":"start".*the stop takes too long/);
});

it('a stop that nobody asked for has the same limit', async () => {
  life.started();
  void life.stage('running turns', never);
  expect(life.signal.aborted).toBe(true);
  await clock.advance(9_500);
  expect(exits).toEqual([1]);
});

it.each([
  ['taking messages', 2000],
  ['running turns', 6000],
  ['connections', 1000],
] as const)('the stage of %s has %i ms', async (stage, limitMs) => {
  let isOver = false;
  const staged = life.stage(stage, never).then(() => {
    isOver = true;
  });
  await clock.advance(limitMs - 1);
  expect(isOver).toBe(false);
  await clock.advance(1);
  await staged;
  expect(lines.at(-1)).toContain('not waited for any longer');
});

it('work that fails is told as such, and holds nobody up', async () => {
  await life.stage(
    'connections',
    () => Promise.reject(new Error('broken')),
    async () => {},
  );
  expect(lines.at(-1)).toContain('could not be ended properly');
});
