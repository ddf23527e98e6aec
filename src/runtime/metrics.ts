import type { WorkMetrics } from '../core/metrics.ts';
import type { NemoErrorCode } from '../nemo/errors.ts';
import type { PromClient, Registry } from './prom-client.ts';

/** Seconds: what people wait for, from a command's answer to a long render. */
const LONG = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
/** Seconds: one call to a platform. */
const SHORT = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** How much there is to do now. */
export interface Load {
  /** Turns that are worked on or wait. */
  open: number;
  /** Of those, the ones that wait behind another one of their chat. */
  waiting: number;
}

/** What the process counts of itself, for Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface Metrics {
  readonly work: WorkMetrics;
  /** A call to Nemo failed, whether or not it is repeated. */
  backendFailed(code: NemoErrorCode): void;
  /** The store has committed something. */
  committed(): void;
  /** Looked at whenever the metrics are read. */
  watch(now: { load?: () => Load; standingBy?: () => boolean; backendDown?: () => boolean }): void;
  /** The text that Prometheus reads, and its type. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Counters in a registry of their own; labels have few values, all of them known in advance. */
export function createMetrics(client: PromClient): Metrics {
  const { Counter, Registry, collectDefaultMetrics } = client;
  const registry = new Registry();
  // Event-loop delay, memory, garbage collection, processor time: under the names that Node's dashboards know.
  collectDefaultMetrics({ register: registry });
  const watch = watchGauges(client, registry);
  const backend = new Counter({
    name: 'reelay_backend_errors_total',
    help: 'Calls to Nemo that failed, by kind; a call that is repeated counts each time',
    labelNames: ['kind'],
    registers: [registry],
  });
  const commits = new Counter({
    name: 'reelay_store_commits_total',
    help: 'Transactions that the store has committed',
    registers: [registry],
  });
  return {
    work: workMetrics(client, registry),
    backendFailed: (kind) => backend.inc({ kind }),
    committed: () => commits.inc(),
    watch,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function workMetrics({ Counter, Gauge, Histogram }: PromClient, registry: Registry): WorkMetrics {
  const registers = [registry];
  const working = new Gauge({ name: 'reelay_turns_working', help: 'Turns that are worked on', registers });
  const waits = new Histogram({
    name: 'reelay_turn_wait_seconds',
    help: 'From the acceptance of a message to the begin of its turn',
    buckets: LONG,
    registers,
  });
  const turns = new Histogram({
    name: 'reelay_turn_duration_seconds',
    help: 'From the acceptance of a message to the end of its turn, by outcome',
    labelNames: ['outcome'],
    buckets: LONG,
    registers,
  });
  const pieces = new Histogram({
    name: 'reelay_step_duration_seconds',
    help: 'Duration of uploads, prompts, exports and actions',
    labelNames: ['step', 'result'],
    buckets: LONG,
    registers,
  });
  const credits = new Counter({
    name: 'reelay_credits_spent_total',
    help: 'Credits that turns have cost; estimate is true where no balance was measured',
    labelNames: ['estimate'],
    registers,
  });
  const deliveries = new Histogram({
    name: 'reelay_delivery_duration_seconds',
    help: 'Duration of posting a reply, with its repetitions',
    labelNames: ['platform', 'what', 'result'],
    buckets: SHORT,
    registers,
  });
  return {
    turnBegan(waitedMs) {
      working.inc();
      if (waitedMs !== undefined) waits.observe({}, waitedMs / 1000);
    },
    turnEnded(outcome, ms) {
      working.dec();
      if (outcome) turns.observe({ outcome }, ms / 1000);
    },
    pieceEnded: (step, result, ms) => pieces.observe({ step, result }, ms / 1000),
    spent: (amount, estimate) => credits.inc({ estimate: String(estimate) }, amount),
    delivered: (platform, what, result, ms) => deliveries.observe({ platform, what, result }, ms / 1000),
  };
}

/** Gauges whose values are looked up when they are read. */
function watchGauges({ Gauge }: PromClient, registry: Registry): Metrics['watch'] {
  const watched: Parameters<Metrics['watch']>[0] = {};
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('reelay_turns_open', 'Turns that are worked on or wait', () => watched.load?.().open ?? 0);
  gauge(
    'reelay_turns_waiting',
    'Turns that wait behind another one of their chat',
    () => watched.load?.().waiting ?? 0,
  );
  gauge('reelay_standby', '1 while another process has the store', () => Number(watched.standingBy?.() ?? false));
  gauge('reelay_backend_down', '1 while Nemo does not answer', () => Number(watched.backendDown?.() ?? false));
  return (now) => void Object.assign(watched, now);
}
