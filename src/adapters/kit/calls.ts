import { type Clock, withTimeLimit } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { mayPass, PlatformError } from './platform-error.ts';

export interface CallsOptions {
  clock: Clock;
  log: Logger;
  /** Reads what a call was rejected with. */
  read: (error: unknown) => PlatformError;
  /** Waits after failures in a row, in ms; the last one repeats. */
  backOffMs: readonly number[];
  /** Limit of one attempt, in ms, where a call has none of its own; no limit without it. */
  limitMs?: number;
  /** True when a rate limit that one call meets holds back all calls of the bot. */
  pausesAll: boolean;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** True when doing it twice does no harm: reads, edits, deletions. */
  idempotent: boolean;
  /** Limit of one attempt, in ms. */
  limitMs?: number;
  /** How many failures it takes to give up; rate limits are waited out in any case. No limit without it. */
  attempts?: number;
}

/** Least pause after a rate limit, in ms: a platform that says "0" must not be asked in a tight loop. */
const LEAST_PAUSE_MS = 50;

/**
 * How the calls to a platform are made: the retries, the waits between them, and the pauses that the platform asks for.
 * Results go by {@link Calls.untilDone}, progress by {@link Calls.once}.
 */
export class Calls {
  readonly #options: CallsOptions;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** The platform asked for a pause that is not over. */
  get paused(): boolean {
    return this.#options.clock.now() < this.#pausedUntil;
  }

  /**
   * Makes a call until it succeeds or is refused: rate limits are waited out, what certainly did not happen is tried
   * again, and so is what may have happened when the call is idempotent.
   * @throws PlatformError for a refusal, and of the kind `unknown-outcome` for what may have happened and must not happen
   * twice; the signal's reason
   */
  async untilDone<T>(what: string, call: (signal: AbortSignal) => Promise<T>, options: CallOptions): Promise<T> {
    const { signal, idempotent, limitMs, attempts = Number.POSITIVE_INFINITY } = options;
    for (let failures = 0; ; ) {
      try {
        return await this.attempt(what, call, signal, limitMs);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const again = mayPass(error) && (error.kind !== 'unknown-outcome' || idempotent);
        if (error.kind !== 'rate-limited') failures += 1;
        if (!again || failures >= attempts) throw error;
        await this.waitAfter(what, error, failures, signal);
      }
    }
  }

  /** Makes a call once, unless the platform asked for a pause; undefined when it did not happen or nobody knows. */
  async once<T>(
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ answer: T } | undefined> {
    if (this.paused) return undefined;
    try {
      return { answer: await this.attempt(what, call, signal) };
    } catch (error) {
      if (!(error instanceof PlatformError) || !mayPass(error)) throw error;
      this.#options.log.debug({ what, kind: error.kind }, 'call skipped');
      return undefined;
    }
  }

  /**
   * One attempt, after a pause that is under way.
   * @throws PlatformError · the signal's reason
   */
  async attempt<T>(
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    limitMs = this.#options.limitMs,
  ): Promise<T> {
    const { clock, read } = this.#options;
    while (this.paused) await clock.sleep(this.#pausedUntil - clock.now(), signal);
    signal?.throwIfAborted();
    try {
      if (limitMs !== undefined) return await withTimeLimit(clock, limitMs, what, signal, call);
      return await call(signal ?? new AbortController().signal);
    } catch (thrown) {
      signal?.throwIfAborted();
      const error = read(thrown).during(what);
      if (error.kind === 'rate-limited' && this.#options.pausesAll) this.#pause(what, error);
      throw error;
    }
  }

  /** Waits before another attempt: as long as a rate limit says, else longer after each failure. */
  async waitAfter(what: string, error: PlatformError, failures: number, signal?: AbortSignal): Promise<void> {
    if (error.kind === 'rate-limited') {
      if (!this.#options.pausesAll) await this.#options.clock.sleep(pauseOf(error), signal);
      return;
    }
    this.#options.log.warn({ what, failures, err: error }, 'call failed; trying again');
    await this.backOff(failures - 1, signal);
  }

  /** Waits longer after each failure before it (from 0). */
  backOff(earlier: number, signal?: AbortSignal): Promise<void> {
    const { clock, backOffMs } = this.#options;
    return clock.sleep(backOffMs[Math.min(earlier, backOffMs.length - 1)] ?? 0, signal);
  }

  #pause(what: string, error: PlatformError): void {
    const ms = pauseOf(error);
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + ms);
    this.#options.log.info({ what, ms }, 'the platform asks for a pause');
  }
}

function pauseOf({ retryAfterMs }: PlatformError): number {
  return Math.max(retryAfterMs, LEAST_PAUSE_MS);
}
