import { createServer } from 'node:net';
import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { type Check, HealthError, type HealthServer, startHealth } from '../../src/runtime/health.ts';

const log = createLogger({ level: 'silent', pretty: false });

async function serves(checks: readonly Check[], clock = new FakeClock()): Promise<HealthServer> {
  const server = await startHealth({ port: 0, checks: () => checks, clock, log });
  onTestFinished(() => server.close());
  return server;
}

async function tells({ port }: HealthServer, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.json() };
}

it('is live and ready while no part has a problem', async () => {
  const server = await serves([{ part: 'store', problem: () => undefined }]);
  expect(await tells(server, '/live')).toEqual({ status: 200, body: { status: 'live' } });
  expect(await tells(server, '/ready')).toEqual({ status: 200, body: { status: 'ready' } });
});

it('is not ready for every reason that there is, each with its part and its time, and ready again without', async () => {
  const since = Date.UTC(2026, 0, 2, 3, 4, 5);
  let broken = true;
  const server = await serves([
    { part: 'telegram', problem: () => (broken ? { reason: 'cannot be reached', sinceMs: since } : undefined) },
    { part: 'discord', problem: () => undefined },
    { part: 'store', problem: async () => (broken ? { reason: 'the disk is full' } : undefined) },
  ]);
  expect(await tells(server, '/ready')).toEqual({
    status: 503,
    body: {
      status: 'not ready',
      reasons: [
        { part: 'telegram', reason: 'cannot be reached', since: '2026-01-02T03:04:05.000Z' },
        { part: 'store', reason: 'the disk is full' },
      ],
    },
  });
  expect((await tells(server, '/live')).status).toBe(200);
  broken = false;
  expect((await tells(server, '/ready')).status).toBe(200);
});

it('a part that is stuck past repair costs the process its life', async () => {
  const server = await serves([
    { part: 'telegram', problem: () => undefined, stuck: () => ({ reason: 'the loop ended', sinceMs: 0 }) },
  ]);
  expect(await tells(server, '/live')).toEqual({
    status: 503,
    body: {
      status: 'stuck',
      reasons: [{ part: 'telegram', reason: 'the loop ended', since: '1970-01-01T00:00:00.000Z' }],
    },
  });
});

it('a check that hangs or fails is a reason of its own, and says nothing of the failure', async () => {
  const clock = new FakeClock();
  const server = await serves(
    [
      { part: 'store', problem: () => new Promise(() => {}) },
      { part: 'nemo', problem: () => Promise.reject(new Error('at http://user:password@nemo')) },
    ],
    clock,
  );
  const told = tells(server, '/ready');
  await clock.untilPending();
  await clock.advance(2_000);
  expect(await told).toEqual({
    status: 503,
    body: {
      status: 'not ready',
      reasons: [
        { part: 'store', reason: 'does not answer its check' },
        { part: 'nemo', reason: 'cannot be checked' },
      ],
    },
  });
  expect((await tells(server, '/live')).status).toBe(200);
});

it('a secret in a reason is not shown', async () => {
  const server = await serves([{ part: 'nemo', problem: () => ({ reason: 'refused nmv_usr_secret' }) }]);
  expect(await tells(server, '/ready')).toMatchObject({ body: { reasons: [{ reason: 'refused [secret]' }] } });
});

it('knows nothing else', async () => {
  expect((await tells(await serves([]), '/')).status).toBe(404);
});

it('a port that is taken is reported in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const failed = await startHealth({ port, checks: () => [], clock: new FakeClock(), log }).catch((error) => error);
  expect(failed).toBeInstanceOf(HealthError);
  expect(failed.message).toBe(
    `HEALTH_PORT ${port} is already in use: stop the program that uses it, or set another port.`,
  );
});
