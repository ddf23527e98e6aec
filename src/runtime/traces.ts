import { randomBytes } from 'node:crypto';
import type { Clock } from '@reelay/async';
import { request } from 'undici';
import type { BeginTrace, Span, SpanFacts } from '../core/tracing.ts';
import type { Logger } from '../lib/logger.ts';

/** Where traces are sent, by OpenTelemetry's own variables. */
export interface TraceSettings {
  /** Base address of a receiver of OTLP over HTTP, such as `http://127.0.0.1:4318`. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  service: string;
}

export interface TracesOptions extends TraceSettings {
  clock: Clock;
  log: Logger;
  /** Hexadecimal digits for `bytes` bytes; random ones by default. */
  newId?: (bytes: number) => string;
}

/** Spans are sent this often, in ms, or as soon as there are so many. */
const SEND_EVERY_MS = 5_000;
const SEND_AT = 256;
/** As many may wait for a receiver that does not answer; what comes then is dropped. */
const MOST_WAITING = 4_096;
/** How long a receiver may take, in ms. */
const SEND_LIMIT_MS = 10_000;
/** How long the end of the process waits for it, in ms. */
const LAST_SEND_LIMIT_MS = 2_000;

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter and opentelemetry/proto/trace/v1/trace.proto, as JSON */
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  status: { code: number };
}
interface OtlpAttribute {
  key: string;
  value: { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean };
}
const INTERNAL = 1;
const OK = 1;
const ERROR = 2;

/** Sends traces to a receiver of OpenTelemetry's protocol; that it does not answer holds nothing up. */
export class Traces {
  readonly #options: TracesOptions;
  #waiting: OtlpSpan[] = [];
  #callOff = () => {};
  #sending = Promise.resolve();
  #dropped = 0;
  #closed = false;
  readonly #stop = new AbortController();

  constructor(options: TracesOptions) {
    this.#options = options;
    this.#arm();
  }

  readonly begin: BeginTrace = (name, facts) => this.#span(this.#newId(16), undefined, name, facts);

  /** Sends what is left; within two seconds, what is being sent included. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOff();
    const callOff = this.#options.clock.setTimeout(LAST_SEND_LIMIT_MS, () => {
      this.#stop.abort(new Error('the process ends'));
    });
    await this.#sending;
    await this.#send();
    callOff();
  }

  #newId(bytes: number): string {
    const { newId = (count: number) => randomBytes(count).toString('hex') } = this.#options;
    return newId(bytes);
  }

  #span(traceId: string, parentSpanId: string | undefined, name: string, facts: SpanFacts): Span {
    const spanId = this.#newId(8);
    const begun = this.#options.clock.now();
    let isOver = false;
    return {
      begin: (part, more = {}) => this.#span(traceId, spanId, part, more),
      end: (result, more = {}) => {
        if (isOver) return;
        isOver = true;
        this.#ended({
          ...{ traceId, spanId, ...(parentSpanId !== undefined && { parentSpanId }), name, kind: INTERNAL },
          startTimeUnixNano: nanos(begun),
          // A clock that was set back makes no span of less than nothing.
          endTimeUnixNano: nanos(Math.max(begun, this.#options.clock.now())),
          attributes: attributesOf({ ...facts, ...more }),
          status: { code: result === 'ok' ? OK : ERROR },
        });
      },
    };
  }

  #ended(span: OtlpSpan): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length === SEND_AT) this.#sendSoon();
  }

  #arm(): void {
    if (this.#closed) return;
    this.#callOff = this.#options.clock.setTimeout(SEND_EVERY_MS, () => {
      this.#sendSoon();
      this.#arm();
    });
  }

  #sendSoon(): void {
    this.#sending = this.#sending.then(() => this.#send());
  }

  /** Never rejects. What a receiver did not take is gone. */
  async #send(): Promise<void> {
    const spans = this.#waiting;
    if (spans.length === 0) return;
    this.#waiting = [];
    const { endpoint, headers, service, log } = this.#options;
    const resource = { attributes: attributesOf({ 'service.name': service }) };
    const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'reelay' }, spans }] }] });
    try {
      const answer = await request(`${endpoint.endsWith('/') ? endpoint : `${endpoint}/`}v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([AbortSignal.timeout(SEND_LIMIT_MS), this.#stop.signal]),
      });
      await answer.body.dump();
      if (answer.statusCode >= 300) throw new Error(`answered ${answer.statusCode}`);
      if (this.#dropped > 0) log.warn({ spans: this.#dropped }, 'traces were dropped: their receiver is too slow');
      this.#dropped = 0;
    } catch (error) {
      log.warn({ err: error, spans: spans.length }, 'traces not sent');
    }
  }
}

function nanos(ms: number): string {
  return `${Math.round(ms)}000000`;
}

function attributesOf(facts: SpanFacts): OtlpAttribute[] {
  return Object.entries(facts).map(([key, value]) => {
    if (typeof value === 'string') return { key, value: { stringValue: value } };
    if (typeof value === 'boolean') return { key, value: { boolValue: value } };
    return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
  });
}
