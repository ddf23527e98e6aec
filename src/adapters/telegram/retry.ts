import type { Transformer } from 'grammy';
import { type Clock, withTimeLimit } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { platformErrorOf } from './platform-error.ts';

const BACKOFF_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
/** Limit of an ordinary call, in ms. */
const CALL_LIMIT_MS = 30_000;

/** The request left and no answer came: it may have been done. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

export interface MustOptions {
  signal: AbortSignal;
  /** True when doing it twice does no harm: reads, edits, deletions. */
  repeatable: boolean;
  /** Limit of one attempt, in ms. */
  limitMs?: number;
}

/** How calls are made: one owner for the pauses that Telegram asks for, and two manners: results must, progress may. */
export class Calls {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #probe: (signal: AbortSignal) => Promise<unknown>;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  /** @param probe a harmless call, to find out whether Telegram can be reached */
  constructor(options: { clock: Clock; log: Logger; probe: (signal: AbortSignal) => Promise<unknown> }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#probe = options.probe;
  }

  /** Telegram asked for a pause that is not over: nothing may be sent. */
  get paused(): boolean {
    return this.#clock.now() < this.#pausedUntil;
  }

  /** Learns of every pause that any call is answered with; they count for the whole token. */
  readonly transformer: Transformer = async (call, method, payload, signal) => {
    const answer = await call(method, payload, signal);
    if (!answer.ok && answer.error_code === 429 && method !== 'getUpdates') {
      const ms = (answer.parameters?.retry_after ?? 1) * 1000;
      this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
      this.#log.info({ method, ms }, 'Telegram asks for a pause');
    }
    return answer;
  };

  /**
   * Makes a call until it succeeds, Telegram refuses it, or the signal is aborted: pauses are waited out, what certainly
   * did not happen is tried again, and so is what may have happened when it is repeatable.
   * @throws UnknownOutcomeError for what may have happened and must not happen twice
   */
  async must<T>(what: string, call: (signal: AbortSignal) => Promise<T>, options: MustOptions): Promise<T> {
    const { signal, repeatable } = options;
    for (let failed = 0; ; failed++) {
      while (this.paused) await this.#clock.sleep(this.#pausedUntil - this.#clock.now(), signal);
      signal.throwIfAborted();
      try {
        return await withTimeLimit(this.#clock, options.limitMs ?? CALL_LIMIT_MS, what, signal, call);
      } catch (error) {
        signal.throwIfAborted();
        const failure = platformErrorOf(error);
        if (failure.kind === 'refused' || failure.kind === 'ours') throw error;
        if (failure.kind === 'flood') continue;
        if (failure.kind === 'unknown' && !repeatable) {
          throw new UnknownOutcomeError(`${what}: ${failure.detail}`, { cause: error });
        }
        this.#log.warn({ what, failed: failed + 1, detail: failure.detail }, 'call failed; trying again');
        await this.backOff(failed, signal);
      }
    }
  }

  /** Makes a call once, unless Telegram asked for a pause; undefined when it did not happen or nobody knows. */
  async may<T>(
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ answer: T } | undefined> {
    if (this.paused) return undefined;
    try {
      return { answer: await withTimeLimit(this.#clock, CALL_LIMIT_MS, what, signal, call) };
    } catch (error) {
      signal.throwIfAborted();
      const failure = platformErrorOf(error);
      if (failure.kind === 'refused' || failure.kind === 'ours') throw error;
      this.#log.debug({ what, kind: failure.kind }, 'call skipped');
      return undefined;
    }
  }

  /** Waits longer after each failure, up to half a minute. */
  backOff(failed: number, signal: AbortSignal): Promise<void> {
    return this.#clock.sleep(BACKOFF_MS[Math.min(failed, BACKOFF_MS.length - 1)] ?? 30_000, signal);
  }

  /** Resolves once Telegram answers again. */
  async untilReachable(signal: AbortSignal): Promise<void> {
    for (let failed = 0; ; failed++) {
      await this.backOff(failed, signal);
      const reached = await withTimeLimit(this.#clock, CALL_LIMIT_MS, 'getMe', signal, this.#probe).then(
        () => true,
        (error: unknown) => ['refused', 'flood'].includes(platformErrorOf(error).kind),
      );
      signal.throwIfAborted();
      if (reached) return;
    }
  }
}
