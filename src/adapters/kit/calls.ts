import { type Clock, withTimeLimit } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../lib/logger.ts';
import type { Pacer } from './pacer.ts';
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
  /**
   * True when a rate limit holds back what else goes to the same place, and one that belongs to no place everything. Else
   * it holds back the call alone that met it.
   */
  pauses: boolean;
  /** Paces posts. */
  pacer?: Pacer;
}

/** Where a call goes, for what the platform limits by place. */
export interface CallTarget {
  place: string;
  /** It makes or changes a message, which is what platforms count. */
  posts: boolean;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** True when doing it twice does no harm: reads, edits, deletions. */
  idempotent: boolean;
  /** Limit of one attempt, in ms. */
  limitMs?: number;
  target?: CallTarget;
  /** How many failures it takes to give up; rate limits are waited out in any case. No limit without it. */
  attempts?: number;
}

/** Least pause after a rate limit, in ms: a platform that says "0" must not be asked in a tight loop. */
const LEAST_PAUSE_MS = 50;
const PLACES_KEPT = 10_000;
/** This many places that meet a rate limit within this time (ms) show that it is the bot's own. */
const PLACES_OF_ALL = 3;
const MOMENT_MS = 3000;

/**
 * How the calls to a platform are made: the retries, the waits between them, and the pauses that the platform asks for.
 * Results go by {@link Calls.untilDone}, progress by {@link Calls.once}.
 */
export class Calls {
  readonly #options: CallsOptions;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Until when calls to a place wait, in ms since the epoch. */
  readonly #placePauses = new LRUCache<string, number>({ max: PLACES_KEPT });
  /** The places that met a rate limit lately, and when. */
  #lately: { place: string; at: number }[] = [];

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** How long calls to the place, or those to none, have to wait for a pause that the platform asked for, in ms. */
  #pauseLeft(target: CallTarget | undefined): number {
    const ofPlace = target && this.#placePauses.get(target.place);
    return Math.max(this.#pausedUntil, ofPlace ?? Number.NEGATIVE_INFINITY) - this.#options.clock.now();
  }

  /**
   * Makes a call until it succeeds or is refused: rate limits are waited out, what certainly did not happen is tried
   * again, and so is what may have happened when the call is idempotent.
   * @throws PlatformError for a refusal, and of the kind `unknown-outcome` for what may have happened and must not happen
   * twice; the signal's reason
   */
  async untilDone<T>(what: string, call: (signal: AbortSignal) => Promise<T>, options: CallOptions): Promise<T> {
    const { signal, idempotent, limitMs, target, attempts = Number.POSITIVE_INFINITY } = options;
    for (let failures = 0; ; ) {
      try {
        return await this.attempt(what, call, signal, { limitMs, target });
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
    target?: CallTarget,
  ): Promise<{ answer: T } | undefined> {
    if (this.#pauseLeft(target) > 0) return undefined;
    if (target?.posts && this.#options.pacer?.spare(target.place) === false) return undefined;
    try {
      const unpaced = target && { ...target, posts: false };
      return { answer: await this.attempt(what, call, signal, { target: unpaced }) };
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
    { limitMs = this.#options.limitMs, target }: { limitMs?: number; target?: CallTarget } = {},
  ): Promise<T> {
    const { clock, read, pacer } = this.#options;
    if (target?.posts) await pacer?.turn(target.place, signal);
    for (let left = this.#pauseLeft(target); left > 0; left = this.#pauseLeft(target)) await clock.sleep(left, signal);
    signal?.throwIfAborted();
    try {
      if (limitMs !== undefined) return await withTimeLimit(clock, limitMs, what, signal, call);
      return await call(signal ?? new AbortController().signal);
    } catch (thrown) {
      signal?.throwIfAborted();
      const error = read(thrown).during(what);
      if (error.kind === 'rate-limited' && this.#options.pauses) this.#pause(what, error, target);
      throw error;
    }
  }

  /** Waits before another attempt: as long as a rate limit says, else longer after each failure. */
  async waitAfter(what: string, error: PlatformError, failures: number, signal?: AbortSignal): Promise<void> {
    if (error.kind === 'rate-limited') {
      if (!this.#options.pauses) await this.#options.clock.sleep(pauseOf(error), signal);
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

  #pause(what: string, error: PlatformError, target: CallTarget | undefined): void {
    const ms = pauseOf(error);
    const now = this.#options.clock.now();
    const until = now + ms;
    const ofAll = target === undefined || this.#isOfAll(target.place, now);
    if (ofAll) this.#pausedUntil = Math.max(this.#pausedUntil, until);
    if (target) this.#placePauses.set(target.place, Math.max(this.#placePauses.get(target.place) ?? 0, until));
    this.#options.log.info({ what, ms, ofAll }, 'the platform asks for a pause');
  }

  /** Whether so many places met a limit within a moment that it is that of the bot. */
  #isOfAll(place: string, now: number): boolean {
    const others = this.#lately.filter((each) => each.place !== place && now - each.at < MOMENT_MS);
    this.#lately = [...others, { place, at: now }];
    return this.#lately.length >= PLACES_OF_ALL;
  }
}

function pauseOf({ retryAfterMs }: PlatformError): number {
  return Math.max(retryAfterMs, LEAST_PAUSE_MS);
}
