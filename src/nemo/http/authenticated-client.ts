import { guardedUrl } from '@reelay/media/address-guard';
import {
  NemoAuthError,
  NemoClientIdError,
  NemoError,
  type NemoErrorCode,
  NemoRateLimitedError,
  NemoTimeoutError,
  NemoUnreachableError,
} from '../errors.ts';
import type { Attribution } from '../nemo.ts';
import { parseAnswer, tokenAnswer } from '../schemas.ts';
import { Auth, type AuthOptions, type IssuedToken } from './auth.ts';
import { CircuitBreaker, outcomeOf } from './circuit-breaker.ts';
import { dataOf, readAnswer } from './envelope.ts';
import { Http, type HttpAnswer, type HttpRequest } from './http.ts';
import { type CallContext, type RetriedCall, RetryPolicy } from './retry-policy.ts';

export interface AuthenticatedClientOptions extends Omit<AuthOptions, 'issue'> {
  apiUrl: string;
  requestTimeoutMs: number;
  connectTimeoutMs: number;
  maxWaitMs: number;
  retryBaseMs: number;
  random: () => number;
  /** Follows addresses in answers to hosts that are not in the public internet. */
  allowPrivateHosts?: boolean;
  /** Called for each attempt of a call that failed, also when it is repeated. */
  onFailure?: (code: NemoErrorCode) => void;
}

/** Limit of one probe request, in ms. */
const PROBE_TIMEOUT_MS = 10_000;

export interface Call extends RetriedCall {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: HttpRequest['body'];
  /** Instead of the client's `requestTimeoutMs`, in ms. */
  limitMs?: number;
}

export const JSON_HEADERS = { 'content-type': 'application/json' };

/** Header and body of a JSON request. */
export function json(value: unknown): { headers: Record<string, string>; body: string } {
  return { headers: JSON_HEADERS, body: JSON.stringify(value) };
}

/** Sends calls under the account: adds the headers, waits while Nemo is unreachable, repeats where that is safe. */
export class AuthenticatedClient {
  readonly http: Http;
  readonly apiUrl: string;
  readonly breaker: CircuitBreaker;
  readonly #retryPolicy: RetryPolicy;
  readonly #auth: Auth;
  #refusedAccount = false;
  readonly #options: AuthenticatedClientOptions;

  constructor(options: AuthenticatedClientOptions) {
    this.#options = options;
    this.apiUrl = options.apiUrl.replace(/\/+$/, '');
    this.http = new Http(options.clock, options.connectTimeoutMs);
    this.breaker = new CircuitBreaker({ ...options, probe: (...args) => this.#probe(...args) });
    this.#retryPolicy = new RetryPolicy({ ...options, breaker: this.breaker });
    this.#auth = new Auth({ ...options, issue: (...args) => this.#issueToken(...args) });
  }

  /** The backend's id of the anonymous account, once an answer contained it. */
  get userId(): string | undefined {
    return this.#auth.userId;
  }

  /** True while Nemo refuses the account, also after a renewal of its token. */
  get isAccountRefused(): boolean {
    return this.#refusedAccount;
  }

  /** The data of a call's answer, without its envelope. */
  async data(as: CallContext, call: Call): Promise<Record<string, unknown>> {
    return dataOf(await this.answer(as, call));
  }

  /** A call's whole answer. */
  answer(as: CallContext, call: Call): Promise<Record<string, unknown>> {
    const { method, what, body, signal, limitMs = this.#options.requestTimeoutMs } = call;
    return this.withAccount(as, call, (headers) => {
      const url = this.url(call.path);
      const request = { method, url, headers: { ...call.headers, ...headers }, body, what, limitMs, signal };
      return this.breaker.watch(async () => readAnswer(what, await this.http.text(request)));
    });
  }

  /**
   * Runs a call, and repeats it where Nemo certainly did not accept it (once with a new token after an authentication
   * error, once after a wait after 429) and, as its kind allows, where Nemo did not answer. The attempt reports what it
   * sends to the breaker; it may call `answered` as soon as Nemo has answered.
   */
  withAccount<T>(
    as: CallContext,
    call: RetriedCall,
    attempt: (headers: Record<string, string>, answered: () => void) => Promise<T>,
  ): Promise<T> {
    const { signal } = call;
    let renewed = false;
    let waited = false;
    return this.#retryPolicy.run(as, call, async (answered) => {
      for (;;) {
        const token = await this.#counted(this.#auth.token(as, signal));
        try {
          const result = await this.#counted(attempt(headersFor(as, token), answered));
          this.#refusedAccount = false;
          return result;
        } catch (error) {
          if (error instanceof NemoAuthError && !renewed) {
            renewed = true;
            await this.#renew(token, error, as, signal);
          } else if (error instanceof NemoRateLimitedError && !waited) {
            waited = true;
            await this.#options.clock.sleep(this.#options.rateLimitWaitMs, signal);
          } else {
            if (error instanceof NemoAuthError) this.#noteRefusedAccount(error);
            throw error;
          }
        }
      }
    });
  }

  async #counted<T>(attempt: Promise<T>): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof NemoError) this.#options.onFailure?.(error.code);
      throw error;
    }
  }

  async #renew(token: string, cause: NemoAuthError, as: Attribution, signal?: AbortSignal): Promise<void> {
    try {
      await this.#auth.renew(token, cause, as, signal);
    } catch (error) {
      if (error instanceof NemoAuthError) this.#noteRefusedAccount(error);
      throw error;
    }
  }

  /** The operator hears of it once, until the account is accepted again. */
  #noteRefusedAccount(err: NemoAuthError): void {
    if (!this.#refusedAccount) {
      const advice = err.configured ? 'renew NEMO_TOKEN' : 'the anonymous account is refused also with a new token';
      this.#options.log.error({ err, advice }, 'Nemo refuses the account');
    }
    this.#refusedAccount = true;
  }

  /** Opens a URL; one of the API's own origin is reported to the breaker. Throws as {@link Http.open} does. */
  async open(request: HttpRequest): Promise<HttpAnswer> {
    if (!this.isOwn(request.url)) return this.http.open({ ...request, publicOnly: !this.#options.allowPrivateHosts });
    const report = this.breaker.begin();
    try {
      const answer = await this.http.open(request);
      report(answer.status >= 500 ? 'failed' : 'answered');
      return answer;
    } catch (error) {
      report(outcomeOf(error));
      throw error;
    }
  }

  /** True for a URL of the API's own origin: only there token and attribution headers are sent. */
  isOwn(url: URL): boolean {
    return url.origin === new URL(this.apiUrl).origin;
  }

  /** The headers for a single attempt. */
  async headers(as: Attribution, signal?: AbortSignal): Promise<Record<string, string>> {
    return headersFor(as, await this.#auth.token(as, signal));
  }

  url(path: string): URL {
    return new URL(this.apiUrl + path);
  }

  /** A URL from an answer, resolved against `base`; undefined where it must neither be fetched nor shown. */
  guarded(address: string, base = this.apiUrl): URL | undefined {
    const { allowPrivateHosts } = this.#options;
    return guardedUrl(address, { base, trustedOrigin: new URL(this.apiUrl).origin, allowPrivateHosts });
  }

  /** Aborts running calls and closes all connections. */
  async close(): Promise<void> {
    this.#retryPolicy.close();
    await this.#auth.close();
    await this.http.close();
  }

  /** Any answer shows that Nemo is reachable, so no token is requested for it. */
  async #probe(as: Attribution, signal: AbortSignal): Promise<void> {
    const what = 'GET credits as a probe';
    const token = this.#auth.knownToken;
    const headers = token === undefined ? attributionHeaders(as) : headersFor(as, token);
    const url = this.url('/api/credits/balance/simple');
    readAnswer(what, await this.http.text({ method: 'GET', url, headers, what, limitMs: PROBE_TIMEOUT_MS, signal }));
  }

  async #issueToken(clientId: string, as: Attribution, signal: AbortSignal): Promise<IssuedToken> {
    const what = 'POST anonymous-token';
    const url = this.url('/api/auth/anonymous-token');
    const headers = { ...attributionHeaders(as), 'x-client-id': clientId };
    try {
      const limitMs = this.#options.requestTimeoutMs;
      const request = { method: 'POST', url, headers, what, limitMs, signal } as const;
      const answer = await this.breaker.watch(async () => readAnswer(what, await this.http.text(request)));
      const issued = parseAnswer(what, tokenAnswer, dataOf(answer));
      return { token: issued.token, userId: issued.user_id, expiresAt: issued.expires_at };
    } catch (error) {
      throw error instanceof NemoError ? tokenFailure(error) : error;
    }
  }
}

/**
 * However the request for a token fails, the call that needed it was not sent. Where no answer came, `cause` is the
 * failure of the token request itself, with its own `sent`.
 */
function tokenFailure(error: NemoError): NemoError {
  const { nemoCode, httpStatus, message } = error;
  if (error instanceof NemoUnreachableError) {
    return new NemoUnreachableError(message, { sent: 'no', httpStatus, cause: error });
  }
  if (error instanceof NemoTimeoutError) return new NemoTimeoutError(message, { sent: 'no', cause: error });
  error.sent = 'no';
  if ((nemoCode ?? httpStatus) !== 400) return error;
  return new NemoClientIdError(error.message, { sent: 'no', nemoCode, httpStatus, cause: error });
}

function headersFor(as: Attribution, token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...attributionHeaders(as) };
}

function attributionHeaders({ source, version, platform }: Attribution): Record<string, string> {
  return { 'x-skill-source': source, 'x-skill-version': version, 'x-skill-platform': platform };
}
