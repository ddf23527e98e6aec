import { lookup } from 'node:dns';
import type { Readable } from 'node:stream';
import { type Clock, TimeLimitError, untilAborted, withTimeLimit } from '@reelay/async';
import { guardedLookup } from '@reelay/media/address-guard';
import { Agent, type Dispatcher } from 'undici';
import { NemoBadAnswerError, NemoError, NemoTimeoutError, NemoUnreachableError } from '../errors.ts';

/** Largest JSON answer that is read, in bytes. */
const JSON_LIMIT_BYTES = 4 * 1024 * 1024;

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  /** A text, or a factory for a stream: called once, at the moment of sending. */
  body?: string | (() => Readable);
  /** Connects to hosts of the public internet only. */
  publicOnly?: boolean;
  /** The call's name for messages, without ids. */
  what: string;
  /** How long it may take, in ms: to the end of the answer for `text`, to its headers for `open`. */
  limitMs: number;
  signal?: AbortSignal;
}

/** An answer whose headers have arrived. The receiver must read the body to its end or destroy it. */
export interface HttpAnswer {
  status: number;
  /** Media type without parameters, lower case; empty when the header is missing. */
  type: string;
  /** From Content-Length. */
  bytes?: number;
  location?: string;
  body: Readable;
}

/** An answer with its whole body. */
export interface TextAnswer {
  status: number;
  type: string;
  text: string;
}

/** HTTP with keep-alive connections, limits on the given clock, and typed failures. One for all calls of a client. */
export class Http {
  readonly #agent: Agent;
  readonly #publicAgent: Agent;
  readonly #clock: Clock;

  constructor(clock: Clock, connectTimeoutMs: number) {
    this.#clock = clock;
    // Limits use the injected clock; only establishing a connection keeps undici's own timer.
    const limits = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 };
    this.#agent = new Agent({ ...limits, connect: { timeout: connectTimeoutMs } });
    const publicLookup = guardedLookup((host, done) => lookup(host, { all: true }, done));
    this.#publicAgent = new Agent({ ...limits, connect: { timeout: connectTimeoutMs, lookup: publicLookup } });
  }

  /**
   * Sends a request and gives its answer when the headers are there; `signal` stays in force for the body.
   * Throws the signal's reason when aborted, else a `NemoError` whose `sent` says whether the request was sent.
   */
  open(request: HttpRequest): Promise<HttpAnswer> {
    return withTimeLimit(this.#clock, request.limitMs, request.what, request.signal, (signal) =>
      this.#exchange(request, signal),
    );
  }

  /** Sends a request and reads its answer whole, at most {@link JSON_LIMIT_BYTES}. Throws as `open` does. */
  text(request: HttpRequest): Promise<TextAnswer> {
    return withTimeLimit(this.#clock, request.limitMs, request.what, request.signal, async (signal) => {
      const answer = await this.#exchange(request, signal);
      const text = await readText(request.what, answer, signal);
      return { status: answer.status, type: answer.type, text };
    });
  }

  /** Aborts running requests and closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#publicAgent.destroy()]);
  }

  async #exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    let started = false;
    const agent = request.publicOnly ? this.#publicAgent : this.#agent;
    const dispatcher = agent.compose(watchStart(() => (started = true)));
    const body = typeof request.body === 'function' ? request.body() : request.body;
    try {
      const sending = dispatcher.request({
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: request.headers,
        body: body ?? null,
        signal,
      });
      // undici reacts to an abort only once it is connected.
      const { statusCode, headers, body: answer } = await untilAborted(sending, signal, (late) => late.body.destroy());
      // A body that fails before it is read must not end the process; a later reader still sees the error.
      answer.on('error', () => {});
      return {
        status: statusCode,
        type: (one(headers['content-type']) ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
        bytes: byteCount(one(headers['content-length'])),
        location: one(headers.location),
        body: answer,
      };
    } catch (error) {
      if (typeof body === 'object') body.destroy();
      throw failure(request.what, error, signal, started);
    }
  }
}

/** Reads a whole body as UTF-8. Throws a `NemoError`, or the signal's reason. */
export async function readText(what: string, answer: HttpAnswer, signal?: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const abort = () => answer.body.destroy();
  // This may be another signal than the request's, which destroys the body by itself.
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > JSON_LIMIT_BYTES) {
        throw new NemoBadAnswerError(`${what}: the answer is larger than ${JSON_LIMIT_BYTES} bytes`, {
          sent: 'yes',
          httpStatus: answer.status,
        });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw failure(what, error, signal, true);
  } finally {
    signal?.removeEventListener('abort', abort);
    answer.body.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Maps the failure of a request or its body to what the client throws. */
export function failure(what: string, error: unknown, signal: AbortSignal | undefined, started: boolean): unknown {
  const sent = started ? 'maybe' : 'no';
  if (signal?.aborted) {
    const { reason } = signal;
    if (!(reason instanceof TimeLimitError) || reason.what !== what) return reason;
    return new NemoTimeoutError(reason.message, { sent, cause: reason });
  }
  if (error instanceof NemoError) return error;
  return new NemoUnreachableError(`${what} failed: ${describe(error)}`, { sent, cause: error });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message.includes(code) ? error.message : `${code} ${error.message}`.trim();
}

/**
 * Calls `onStart` when a request is about to be written to an established connection: before that it was certainly not
 * sent. undici calls `onRequestStart` right before it writes the request's head.
 */
function watchStart(onStart: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, inner) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onStart();
        inner.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => inner.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => inner.onResponseStart?.(...args),
      onResponseData: (...args) => inner.onResponseData?.(...args),
      onResponseEnd: (...args) => inner.onResponseEnd?.(...args),
      onResponseError: (...args) => inner.onResponseError?.(...args),
    });
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function byteCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}
