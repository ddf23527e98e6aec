import { expect, it } from 'vitest';
import { PlatformStartError } from '../../src/adapters/kit/platform-module.ts';
import { SpoolError } from '../../src/core/media/spool-folder.ts';
import { StoreUnavailableError } from '../../src/core/storage/errors.ts';
import { ConfigError } from '../../src/lib/config-error.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { HealthError } from '../../src/runtime/health.ts';
import { Standby } from '../../src/runtime/standby.ts';
import { startProblem } from '../../src/runtime/start-problem.ts';

const log = createLogger({ level: 'silent', pretty: false });

it('a process that waits for its store is not ready until it has it', () => {
  const standby = new Standby(log, () => {});
  expect(standby.problem()).toBeUndefined();
  standby.onStandby('process 7');
  expect(standby.problem()).toEqual({ reason: 'standing by: another process has the store' });
  standby.opened();
  expect(standby.problem()).toBeUndefined();
  expect(standby.lost).toBe(false);
});

it('a process that lost its store stops', () => {
  let stops = 0;
  const standby = new Standby(log, () => stops++);
  expect(standby.lost).toBe(false);
  standby.onLost();
  expect([standby.lost, stops]).toEqual([true, 1]);
});

it('a start that fails says in plain words what is foreseen, and everything else whole, without secrets', () => {
  for (const Kind of [StoreUnavailableError, SpoolError, PlatformStartError, HealthError]) {
    expect(startProblem(new Kind('say why'))).toBe('say why');
  }
  expect(startProblem(new ConfigError(['A is missing']))).toContain('A is missing');
  const fault = startProblem(new TypeError('refused nmv_usr_secret'));
  expect(fault).toContain('TypeError: refused [secret]');
  expect(fault).toContain('standby.test.ts');
  expect(startProblem('odd')).toBe('odd');
});
