import { readFile } from 'node:fs/promises';
import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { startHealth } from '../../src/runtime/health.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import { loadPromClient } from '../../src/runtime/prom-client.ts';
import { startsLongWork } from '../core/rig/kill.ts';
import { Rig, type RigOptions } from '../core/rig/rig.ts';
import { answer, ROUTES } from '../fakes/nemo/index.ts';

const client = (await loadPromClient()) ?? expect.fail('prom-client is not installed');
const log = createLogger({ level: 'silent', pretty: false });

/** What Prometheus reads, without what Node tells of itself. */
async function scrape(metrics: Metrics): Promise<string[]> {
  const server = await startHealth({ port: 0, checks: () => [], metrics, clock: new FakeClock(), log });
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return (await response.text()).split('\n').filter((line) => line !== '');
  } finally {
    await server.close();
  }
}

async function counted(options: RigOptions = {}): Promise<{ rig: Rig; metrics: Metrics }> {
  const metrics = createMetrics(client);
  const rig = await Rig.start({ ...options, metrics });
  onTestFinished(() => rig.close());
  return { rig, metrics };
}

it('counts turns by outcome, steps, credits, deliveries and errors of the backend', async () => {
  const { rig, metrics } = await counted({ freeOfCharge: true });
  rig.nemo.next(ROUTES.prompt, answer.status(429));
  await rig.says('animate it and then export it', [await rig.photo('secret-holiday.jpg')]);
  rig.nemo.on(ROUTES.prompt, answer.code(2001, 'out of credits'));
  await rig.says('make it longer');
  const lines = await scrape(metrics);
  for (const line of [
    'reelay_turn_duration_seconds_count{outcome="done"} 1',
    'reelay_turn_duration_seconds_count{outcome="failed"} 1',
    'reelay_turn_wait_seconds_count 2',
    'reelay_step_duration_seconds_count{step="upload",result="done"} 1',
    'reelay_step_duration_seconds_count{step="prompt",result="done"} 1',
    'reelay_step_duration_seconds_count{step="prompt",result="failed"} 1',
    'reelay_step_duration_seconds_count{step="export",result="done"} 1',
    'reelay_backend_errors_total{kind="rate-limited"} 1',
    'reelay_backend_errors_total{kind="out-of-credits"} 1',
    'reelay_delivery_duration_seconds_count{platform="test",what="file",result="done"} 1',
    'reelay_turns_working 0',
  ]) {
    expect(lines).toContain(line);
  }
  expect(lines.some((line) => line.startsWith('reelay_credits_spent_total{estimate="'))).toBe(true);
  expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  // Nothing of a person, a chat, a file or a text.
  expect(lines.join('\n')).not.toMatch(/secret-holiday|animate|longer|test:1|u1\b|m1\b/);
});

it('tells what runs, what waits, and who stands by, at the moment of reading', async () => {
  const { rig, metrics } = await counted();
  let standingBy = true;
  metrics.watch({ standingBy: () => standingBy, load: () => rig.engine.load() });
  await rig.says('', [await rig.photo()]);
  await startsLongWork(rig);
  await rig.engine.accept(rig.chat.message('make it longer'));
  expect(await scrape(metrics)).toEqual(
    expect.arrayContaining([
      'reelay_turns_open 2',
      'reelay_turns_waiting 1',
      'reelay_turns_working 1',
      'reelay_standby 1',
    ]),
  );
  standingBy = false;
  await rig.engine.accept(rig.chat.message('cancel all'));
  await rig.engine.idle();
  const lines = await scrape(metrics);
  expect(lines).toEqual(
    expect.arrayContaining([
      'reelay_turns_open 0',
      'reelay_turns_waiting 0',
      'reelay_turns_working 0',
      'reelay_standby 0',
    ]),
  );
  expect(lines).toContain('reelay_step_duration_seconds_count{step="prompt",result="stopped"} 1');
});

it('durations are told in seconds, and how many turns are worked on', async () => {
  const metrics = createMetrics(client);
  const { work } = metrics;
  work.turnBegan(1500);
  work.turnBegan(undefined);
  work.turnEnded('done', 2500);
  work.turnEnded(undefined, 9000);
  work.turnBegan(undefined);
  work.pieceEnded('export', 'failed', 3500);
  work.spent(12, true);
  work.spent(3, true);
  work.delivered('telegram', 'text', 'done', 250);
  metrics.watch({ backendDown: () => true });
  const lines = (await metrics.text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'reelay_turns_working 1',
      'reelay_turn_wait_seconds_sum 1.5',
      'reelay_turn_wait_seconds_count 1',
      'reelay_turn_duration_seconds_sum{outcome="done"} 2.5',
      'reelay_step_duration_seconds_sum{step="export",result="failed"} 3.5',
      'reelay_credits_spent_total{estimate="true"} 15',
      'reelay_delivery_duration_seconds_sum{platform="telegram",what="text",result="done"} 0.25',
      'reelay_delivery_duration_seconds_bucket{le="0.1",platform="telegram",what="text",result="done"} 0',
      'reelay_delivery_duration_seconds_bucket{le="0.25",platform="telegram",what="text",result="done"} 1',
      'reelay_turn_wait_seconds_bucket{le="1"} 0',
      'reelay_turn_wait_seconds_bucket{le="2.5"} 1',
      'reelay_backend_down 1',
      'reelay_standby 0',
      'reelay_turns_open 0',
    ]),
  );
});

it('two processes in one share no counter', async () => {
  const [one, other] = [createMetrics(client), createMetrics(client)];
  one.committed();
  expect(await scrape(one)).toContain('reelay_store_commits_total 1');
  expect(await scrape(other)).toContain('reelay_store_commits_total 0');
});

it('the dashboard asks for nothing that is not served', async () => {
  const dashboard = await readFile(new URL('../../ops/grafana-dashboard.json', import.meta.url), 'utf8');
  const asked = new Set(dashboard.match(/\b(?:reelay|nodejs|process)_[a-z0-9_]+/g));
  const served =
    (await createMetrics(client).text()).match(/^# TYPE \S+/gm)?.map((line) => line.slice('# TYPE '.length)) ?? [];
  const names = new Set(served.flatMap((name) => [name, `${name}_bucket`, `${name}_count`]));
  expect([...asked].filter((name) => !names.has(name))).toEqual([]);
  expect(
    served.filter((name) => name.startsWith('reelay_') && ![...asked].some((each) => each.startsWith(name))),
  ).toEqual([]);
});
