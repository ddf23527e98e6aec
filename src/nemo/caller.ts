import { Auth, type AuthOptions, type IssuedToken } from './auth.ts';
import { dataOf, readAnswer } from './envelope.ts';
import { NemoAuthError, NemoClientIdError, NemoError, NemoRateLimitedError } from './errors.ts';
import { Http, type HttpRequest } from './http.ts';
import type { Attribution } from './nemo.ts';
import { resolveUrl } from './render.ts';
import { parseAnswer, tokenAnswer } from './schemas.ts';

export interface CallerOptions extends Omit<AuthOptions, 'issue'> {
  apiUrl: string;
  requestTimeoutMs: number;
  connectTimeoutMs: number;
}

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  /** The endpoint's name for messages, without ids. */
  what: string;
  headers?: Record<string, string>;
  body?: HttpRequest['body'];
  /** Instead of the usual limit of a call, in ms. */
  limitMs?: number;
  signal?: AbortSignal;
}

export const JSON_HEADERS = { 'content-type': 'application/json' };

/** Header and body of a JSON request. */
export function json(value: unknown): { headers: Record<string, string>; body: string } {
  return { headers: JSON_HEADERS, body: JSON.stringify(value) };
}

/** Sends calls under the account: headers on all of them, and the two cases in which a call is repeated. */
export class Caller {
  readonly http: Http;
  readonly apiUrl: string;
  readonly #auth: Auth;
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.apiUrl = options.apiUrl.replace(/\/+$/, '');
    this.http = new Http(options.clock, options.connectTimeoutMs);
    this.#auth = new Auth({ ...options, issue: (...args) => this.#issueToken(...args) });
  }

  /** The backend's id of the anonymous account, where an answer has told it. */
  get userId(): string | undefined {
    return this.#auth.userId;
  }

  /** What a call's answer carries, freed from its envelope. */
  async data(as: Attribution, call: Call): Promise<Record<string, unknown>> {
    return dataOf(await this.answer(as, call));
  }

  /** A call's whole answer. */
  answer(as: Attribution, call: Call): Promise<Record<string, unknown>> {
    const { method, what, body, signal, limitMs = this.#options.requestTimeoutMs } = call;
    return this.withAccount(as, signal, async (headers) => {
      const url = this.url(call.path);
      const request = { method, url, headers: { ...call.headers, ...headers }, body, what, limitMs, signal };
      return readAnswer(what, await this.http.text(request));
    });
  }

  /**
   * Runs a call, and repeats it only where Nemo certainly did not take it: once with a new token after 1001, once after
   * a wait after 429.
   */
  async withAccount<T>(
    as: Attribution,
    signal: AbortSignal | undefined,
    attempt: (headers: Record<string, string>) => Promise<T>,
  ): Promise<T> {
    let renewed = false;
    let waited = false;
    for (;;) {
      const token = await this.#auth.token(as, signal);
      try {
        return await attempt(headersFor(as, token));
      } catch (error) {
        if (error instanceof NemoAuthError && !renewed) {
          renewed = true;
          await this.#auth.renew(token, error, as, signal);
        } else if (error instanceof NemoRateLimitedError && !waited) {
          waited = true;
          await this.#options.clock.sleep(this.#options.rateLimitWaitMs, signal);
        } else {
          throw error;
        }
      }
    }
  }

  /** The headers of a single try without repeats. */
  async headers(as: Attribution, signal?: AbortSignal): Promise<Record<string, string>> {
    return headersFor(as, await this.#auth.token(as, signal));
  }

  url(path: string): URL {
    return new URL(this.apiUrl + path);
  }

  /** An address from an answer, resolved against the API's. */
  absolute(address: string): string {
    return resolveUrl(address, this.apiUrl) ?? address;
  }

  /** Breaks off what still runs and closes all connections. */
  async close(): Promise<void> {
    await this.#auth.close();
    await this.http.close();
  }

  async #issueToken(clientId: string, as: Attribution, signal: AbortSignal): Promise<IssuedToken> {
    const what = 'POST anonymous-token';
    const url = this.url('/api/auth/anonymous-token');
    const headers = { ...attributionHeaders(as), 'x-client-id': clientId };
    try {
      const limitMs = this.#options.requestTimeoutMs;
      const answer = await this.http.text({ method: 'POST', url, headers, what, limitMs, signal });
      const issued = parseAnswer(what, tokenAnswer, dataOf(readAnswer(what, answer)));
      return { token: issued.token, userId: issued.user_id, expiresAt: issued.expires_at };
    } catch (error) {
      throw error instanceof NemoError ? tokenFailure(error) : error;
    }
  }
}

/** However the request for a token fails, the call that needed it was not sent. */
function tokenFailure(error: NemoError): NemoError {
  error.sent = 'no';
  const { nemoCode, httpStatus } = error;
  if ((nemoCode ?? httpStatus) !== 400) return error;
  return new NemoClientIdError(error.message, { sent: 'no', nemoCode, httpStatus, cause: error });
}

function headersFor(as: Attribution, token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...attributionHeaders(as) };
}

function attributionHeaders({ source, version, platform }: Attribution): Record<string, string> {
  return { 'x-skill-source': source, 'x-skill-version': version, 'x-skill-platform': platform };
}
