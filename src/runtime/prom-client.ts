/** What is used of prom-client 15, which is optional: https://github.com/siimon/prom-client#usage */
export interface PromClient {
  Registry: new () => Registry;
  Counter: new (settings: MetricSettings) => { inc(labels?: Labels, amount?: number): void };
  Gauge: new (settings: MetricSettings & { collect?: (this: Gauge) => void }) => Gauge;
  Histogram: new (
    settings: MetricSettings & { buckets: number[] },
  ) => { observe(labels: Labels, seconds: number): void };
  /** Node's own: event-loop delay, memory, garbage collection, processor time. */
  collectDefaultMetrics(options: { register: Registry }): void;
}

export interface Registry {
  metrics(): Promise<string>;
  readonly contentType: string;
}

interface Gauge {
  set(value: number): void;
  inc(): void;
  dec(): void;
}

type Labels = Record<string, string>;

interface MetricSettings {
  name: string;
  help: string;
  labelNames?: string[];
  registers: Registry[];
}

/** The package, where it is installed. */
export async function loadPromClient(): Promise<PromClient | undefined> {
  // As a variable: the program is also checked and run without it.
  const name: string = 'prom-client';
  try {
    const { default: promClient } = (await import(name)) as { default: PromClient };
    return promClient;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
