import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { NemoAuthError, NemoClientIdError, NemoError, NemoRateLimitedError } from '../errors.ts';
import type { Attribution, CredentialStore, Credentials } from '../nemo.ts';

const TOKEN_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** A token this close to its end is not used any more. */
const EXPIRY_MARGIN_MS = 60_000;

export interface IssuedToken {
  token: string;
  userId?: string;
  /** Milliseconds since the epoch. */
  expiresAt?: number;
}

export interface AuthOptions {
  /** The operator's own token; with it no anonymous one is ever asked for. */
  configuredToken?: string;
  /** The operator's own client id, instead of a generated one. */
  clientId?: string;
  credentials: CredentialStore;
  clock: Clock;
  log: Logger;
  rateLimitWaitMs: number;
  newId: () => string;
  /** Asks Nemo for an anonymous token; throws the errors of `errors.ts`. */
  issue(clientId: string, attribution: Attribution, signal: AbortSignal): Promise<IssuedToken>;
}

/** The account that all calls are made with: one token, got when it is first needed, kept between starts. */
export class Auth {
  readonly #options: AuthOptions;
  readonly #closing = new AbortController();
  #loaded: Promise<void> | undefined;
  #known: Credentials | undefined;
  #renewing: Promise<string> | undefined;

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /** The backend's id of the account, where an answer has told it. */
  get userId(): string | undefined {
    return this.#options.configuredToken ? undefined : this.#known?.userId;
  }

  /** The token that calls were last made with; undefined where none is known yet. */
  get knownToken(): string | undefined {
    return this.#options.configuredToken ?? this.#known?.token;
  }

  /** The token to call with. Concurrent callers wait for one and the same; an abort ends only the caller's own wait. */
  async token(attribution: Attribution, signal?: AbortSignal): Promise<string> {
    const { configuredToken, clock } = this.#options;
    if (configuredToken) return configuredToken;
    const known = await this.#load();
    const fresh = (known?.tokenExpiresAt ?? Number.POSITIVE_INFINITY) > clock.now() + EXPIRY_MARGIN_MS;
    if (known?.token && fresh) return known.token;
    try {
      return await this.#renewOnce(attribution, signal);
    } catch (error) {
      // Expired by a clock that may have jumped: where no other token is given out, Nemo is the one to refuse this one.
      if (known?.token && error instanceof NemoRateLimitedError) return known.token;
      throw error;
    }
  }

  /**
   * Another token after `refused` was refused with 1001, for the same client id. With a configured token there is no
   * other account to turn to: tells the operator and throws.
   */
  async renew(refused: string, cause: NemoAuthError, attribution: Attribution, signal?: AbortSignal): Promise<void> {
    const { configuredToken, log } = this.#options;
    if (configuredToken) {
      log.error({ nemoCode: cause.nemoCode, httpStatus: cause.httpStatus }, 'Nemo refused NEMO_TOKEN: renew it');
      const { sent, nemoCode, httpStatus } = cause;
      throw new NemoAuthError(cause.message, { sent, nemoCode, httpStatus, configured: true, cause });
    }
    const known = await this.#load();
    if (known?.token !== undefined && known.token !== refused) return;
    this.#known = known && { ...known, token: undefined, tokenExpiresAt: undefined };
    await this.#renewOnce(attribution, signal);
  }

  /** Gives up a request for a token that is still running. */
  async close(): Promise<void> {
    this.#closing.abort(new NemoError('unreachable', 'the Nemo client was closed', { sent: 'no' }));
    await this.#renewing?.catch(() => {});
  }

  async #load(): Promise<Credentials | undefined> {
    // A store that fails once may work the next time.
    this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    await this.#loaded;
    return this.#known;
  }

  async #read(): Promise<void> {
    const { clientId, credentials } = this.#options;
    const stored = await credentials.load();
    // A token belongs to the client id it was issued to.
    if (clientId && stored?.clientId !== clientId) await this.#newClientId();
    else this.#known = stored;
  }

  #renewOnce(attribution: Attribution, signal?: AbortSignal): Promise<string> {
    this.#renewing ??= this.#issue(attribution).finally(() => {
      this.#renewing = undefined;
    });
    return orAbort(this.#renewing, signal);
  }

  async #issue(attribution: Attribution): Promise<string> {
    const { clock, rateLimitWaitMs, log } = this.#options;
    const { signal } = this.#closing;
    let clientId = this.#known?.clientId ?? (await this.#newClientId());
    let waited = false;
    let replaced = false;
    for (;;) {
      try {
        const { token, userId, expiresAt } = await this.#options.issue(clientId, attribution, signal);
        const tokenExpiresAt = expiresAt ?? clock.now() + TOKEN_LIFE_MS;
        const account = userId ?? (this.#known?.clientId === clientId ? this.#known.userId : undefined);
        this.#known = { clientId, token, tokenExpiresAt, ...(account ? { userId: account } : {}) };
        await this.#save(this.#known);
        log.info('got an anonymous Nemo token');
        return token;
      } catch (error) {
        if (error instanceof NemoError && error.code === 'rate-limited' && !waited) {
          waited = true;
          log.warn({ waitMs: rateLimitWaitMs }, 'Nemo limits the rate of token requests');
          await clock.sleep(rateLimitWaitMs, signal);
        } else if (error instanceof NemoClientIdError && !replaced && !this.#options.clientId) {
          replaced = true;
          log.warn('Nemo did not accept the client id; generating another');
          clientId = await this.#newClientId();
        } else {
          throw error;
        }
      }
    }
  }

  /** The id is kept before it is used: a token that was issued to a lost id is lost for seven days. */
  async #newClientId(): Promise<string> {
    const clientId = this.#options.clientId ?? this.#options.newId();
    await this.#options.credentials.save({ clientId });
    this.#known = { clientId };
    return clientId;
  }

  async #save(credentials: Credentials): Promise<void> {
    try {
      await this.#options.credentials.save(credentials);
    } catch (err) {
      // The token is good until the next start; throwing it away would cost the account its seven days.
      this.#options.log.error({ err }, 'the Nemo token could not be stored');
    }
  }
}

function orAbort<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
