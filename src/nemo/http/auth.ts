import { type Clock, untilAborted } from '@reelay/async';
import type { Logger } from 'pino';
import { NemoAuthError, NemoClientIdError, NemoError, NemoRateLimitedError } from '../errors.ts';
import type { Attribution, CredentialStore, Credentials } from '../nemo.ts';

const TOKEN_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** A token that expires within this time is not used any more. */
const EXPIRY_MARGIN_MS = 60_000;

export interface IssuedToken {
  token: string;
  userId?: string;
  /** Milliseconds since the epoch. */
  expiresAt?: number;
}

export interface AuthOptions {
  /** The operator's own token; with it no anonymous one is ever requested. */
  configuredToken?: string;
  /** The operator's own client id, instead of a generated one. */
  clientId?: string;
  credentials: CredentialStore;
  clock: Clock;
  log: Logger;
  rateLimitWaitMs: number;
  newId: () => string;
  /** Requests an anonymous token from Nemo; throws the errors of `errors.ts`. */
  issue(clientId: string, attribution: Attribution, signal: AbortSignal): Promise<IssuedToken>;
}

/** The account that all calls are made with: one token, requested when first needed, kept between starts. */
export class Auth {
  readonly #options: AuthOptions;
  readonly #closing = new AbortController();
  #loaded: Promise<void> | undefined;
  #known: Credentials | undefined;
  #renewing: Promise<string> | undefined;

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /** The backend's id of the account, once an answer contained it. */
  get userId(): string | undefined {
    return this.#options.configuredToken ? undefined : this.#known?.userId;
  }

  /** The token of the last calls; undefined while none is known. */
  get knownToken(): string | undefined {
    return this.#options.configuredToken ?? this.#known?.token;
  }

  /** The token to call with. Concurrent callers share one request for it; an abort ends only the caller's own wait. */
  async token(attribution: Attribution, signal?: AbortSignal): Promise<string> {
    const { configuredToken, clock } = this.#options;
    if (configuredToken) return configuredToken;
    const known = await this.#load();
    const fresh = (known?.tokenExpiresAt ?? Number.POSITIVE_INFINITY) > clock.now() + EXPIRY_MARGIN_MS;
    if (known?.token && fresh) return known.token;
    try {
      return await this.#renewOnce(attribution, signal);
    } catch (error) {
      // Expired by a clock that may be wrong: where no new token is issued, Nemo decides whether the old one is valid.
      if (known?.token && error instanceof NemoRateLimitedError) return known.token;
      throw error;
    }
  }

  /**
   * Requests another token for the same client id after `refused` was refused. With a configured token there is no
   * other account, and this throws.
   */
  async renew(refused: string, cause: NemoAuthError, attribution: Attribution, signal?: AbortSignal): Promise<void> {
    const { configuredToken } = this.#options;
    if (configuredToken) {
      const { sent, nemoCode, httpStatus } = cause;
      throw new NemoAuthError(cause.message, { sent, nemoCode, httpStatus, configured: true, cause });
    }
    const known = await this.#load();
    if (known?.token !== undefined && known.token !== refused) return;
    this.#known = known && { ...known, token: undefined, tokenExpiresAt: undefined };
    await this.#renewOnce(attribution, signal);
  }

  /** Aborts a running token request. */
  async close(): Promise<void> {
    this.#closing.abort(new NemoError('unreachable', 'the Nemo client was closed', { sent: 'no' }));
    await this.#renewing?.catch(() => {});
  }

  async #load(): Promise<Credentials | undefined> {
    // A read that failed may succeed the next time.
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
    return untilAborted(this.#renewing, signal);
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
        log.info('anonymous Nemo token issued');
        return token;
      } catch (error) {
        if (error instanceof NemoError && error.code === 'rate-limited' && !waited) {
          waited = true;
          log.warn({ waitMs: rateLimitWaitMs }, 'token request rate limited');
          await clock.sleep(rateLimitWaitMs, signal);
        } else if (error instanceof NemoClientIdError && !replaced && !this.#options.clientId) {
          replaced = true;
          log.warn('client id refused by Nemo; generating another');
          clientId = await this.#newClientId();
        } else {
          throw error;
        }
      }
    }
  }

  /** The id is saved before it is used: a token that was issued to a lost id is lost for seven days. */
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
      // The token is valid until the next start; discarding it would lose the account for seven days.
      this.#options.log.error({ err }, 'Nemo token not stored');
    }
  }
}
