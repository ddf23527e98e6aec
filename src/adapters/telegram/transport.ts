import { Readable } from 'node:stream';
import type { Clock } from '@reelay/async';
import { Agent, type Dispatcher, request } from 'undici';

/**
 * How far a request got that has no answer. Only after `sent` may Telegram have acted on it: `unopened` never had a
 * connection, `unfinished` lacks its end, `refused` was turned away by a gateway.
 */
export type Stage = 'unopened' | 'unfinished' | 'refused' | 'sent';

/** A request without a usable answer. Its message never holds the address, which holds the token. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly stage: Stage;

  constructor(stage: Stage, detail: string) {
    super(`${stage}: ${detail}`);
    this.stage = stage;
  }
}

/** Codes of Node and undici for connections that never came to be. */
const NEVER_OPENED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const CONNECT_TIMEOUT_MS = 10_000;
/** A body that stops coming for this long is broken, in ms. */
const BODY_TIMEOUT_MS = 60_000;
/** How long an aborted request that already left may still get its answer, in ms: it may have been acted on. */
const LATE_ANSWER_MS = 5_000;

/** What grammY gives to its `fetch`, as far as it is used. */
export interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Readable;
  signal?: Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'>;
}

/** A file that is being answered. */
export interface Download {
  status: number;
  /** The byte of the file that the body begins with. */
  from: number;
  body: Dispatcher.ResponseData['body'];
}

/** The connection to the Bot API: one pool, and for each failure how far the request got. */
export class Wire {
  readonly #agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // Each call has a limit of its own: a long poll and an upload wait longer than others.
    headersTimeout: 0,
    bodyTimeout: BODY_TIMEOUT_MS,
  });
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A `fetch` for grammY, which reads no more of the answer than its JSON. Rejects with a {@link WireError}. */
  readonly fetch = async (url: string | URL, init: FetchInit = {}): Promise<{ json(): Promise<unknown> }> => {
    const progress = { sent: false };
    const abort = new AbortController();
    const body = init.body instanceof Readable ? untilSent(init.body, progress) : init.body;
    const reading = /\/get\w+$/.test(new URL(url).pathname);
    let cancel = () => {};
    const onAbort = () => {
      // What may have been acted on gets a moment to be answered; a read is given up at once.
      if (!progress.sent || reading) abort.abort();
      else cancel = this.#clock.setTimeout(LATE_ANSWER_MS, () => abort.abort());
    };
    if (init.signal?.aborted) throw new WireError('unopened', 'aborted before it began');
    init.signal?.addEventListener('abort', onAbort);
    try {
      if (typeof body === 'string') progress.sent = true;
      const { statusCode, body: answer } = await request(url, {
        method: 'POST',
        headers: init.headers,
        body,
        signal: abort.signal,
        dispatcher: this.#agent,
      });
      const parsed = parseJson(await answer.text());
      if (parsed !== undefined) return { json: async () => parsed };
      // 504 says that the gateway stopped waiting, not that nothing happened behind it.
      throw new WireError(statusCode >= 500 && statusCode !== 504 ? 'refused' : 'sent', `HTTP ${statusCode}`);
    } catch (error) {
      if (error instanceof WireError) throw error;
      throw new WireError(neverOpened(error) ? 'unopened' : progress.sent ? 'sent' : 'unfinished', codeOf(error));
    } finally {
      init.signal?.removeEventListener('abort', onAbort);
      cancel();
    }
  };

  /**
   * Opens a file for reading from `offset` bytes on, where the server can; `from` tells where the answer begins.
   *
   * @param url holds the token: goes into nothing but the request
   */
  async download(url: string, offset: number, signal: AbortSignal): Promise<Download> {
    try {
      const { statusCode, headers, body } = await request(url, {
        headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
        signal,
        dispatcher: this.#agent,
        headersTimeout: BODY_TIMEOUT_MS,
      });
      const range = /^bytes (\d+)-/.exec(String(headers['content-range'] ?? ''));
      return { status: statusCode, from: statusCode === 206 && range ? Number(range[1]) : 0, body };
    } catch (error) {
      signal.throwIfAborted();
      throw new WireError(neverOpened(error) ? 'unopened' : 'sent', codeOf(error));
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

/** The same bytes; notes when the last one was read. */
function untilSent(source: Readable, progress: { sent: boolean }): Readable {
  return Readable.from(
    (async function* () {
      for await (const chunk of source) yield chunk;
      progress.sent = true;
    })(),
    { objectMode: false },
  );
}

function neverOpened(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NEVER_OPENED.has(codeOf(error))) return true;
  if ('syscall' in error && error.syscall === 'connect') return true;
  return /before secure TLS connection/.test(error.message) || codeOf(error).startsWith('CERT_');
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
