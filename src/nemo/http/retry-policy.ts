import type { Clock } from '@reelay/async';
import type { Logger } from 'pino';
import { NemoError, NemoUnreachableError } from '../errors.ts';
import type { Attribution, WaitHooks } from '../nemo.ts';
import { type CircuitBreaker, jittered, outcomeOf } from './circuit-breaker.ts';

/** Attempts of a call while the breaker is closed. */
const ATTEMPTS = 4;
/** Attempts after a wait for the open breaker: few, so that a single broken endpoint fails soon. */
const ATTEMPTS_AFTER_WAIT = 2;

/**
 * When a call may be repeated after Nemo did not answer.
 *
 * `idempotent`: always, since a second call changes nothing: it reads (state, credits, render status, opening a
 * download), has the same effect when repeated (cancelling a render), or creates something free that expires by itself
 * (a claim token, an empty project).
 *
 * `at-most-once`: only when the first call certainly was not sent. A second prompt is charged again; a second upload adds
 * the files again; a second render runs again. A call for which no token could be obtained was not sent.
 */
export type Repeat = 'idempotent' | 'at-most-once';

/** On whose behalf a call is made: the attribution headers, and the hooks that are called when it waits. */
export interface CallContext extends Attribution {
  hooks?: WaitHooks;
}

export interface RetriedCall {
  /** The endpoint's name for messages. */
  what: string;
  repeat: Repeat;
  signal?: AbortSignal;
  /** Instead of the client's limit, in ms; with 0 the call fails immediately while Nemo is unreachable. */
  maxWaitMs?: number;
}

export interface RetryPolicyOptions {
  breaker: CircuitBreaker;
  clock: Clock;
  log: Logger;
  random: () => number;
  /** How long a call may wait for the breaker to close, in ms, counted from the start of its first wait. */
  maxWaitMs: number;
  /** Wait before a call's second attempt, in ms; doubled for each further one. */
  retryBaseMs: number;
}

/** Delays a call until Nemo answers, and repeats it where its kind allows. */
export class RetryPolicy {
  readonly #options: RetryPolicyOptions;
  readonly #closing = new AbortController();

  constructor(options: RetryPolicyOptions) {
    this.#options = options;
  }

  /**
   * Runs a call's attempts. Throws what the last one threw; the signal's reason when aborted; `NemoUnreachableError`,
   * `sent: 'no'`, when the wait limit was reached before the first attempt.
   *
   * @param attempt may call `answered` before it ends, as soon as Nemo has answered
   */
  async run<T>(as: CallContext, call: RetriedCall, attempt: (answered: () => void) => Promise<T>): Promise<T> {
    const wait = new CallWait(as, call, this.#options, this.#closing.signal);
    try {
      for (let made = 0; ; ) {
        await wait.untilClosed(made);
        made += 1;
        try {
          const result = await attempt(wait.answered);
          wait.answered();
          return result;
        } catch (error) {
          if (outcomeOf(error) === 'answered') wait.answered();
          if (!this.#mayRepeat(call, error)) throw error;
          await wait.beforeNext(made, error);
        }
      }
    } finally {
      wait.end();
    }
  }

  /** Ends all waits; calls that come later fail where they would have waited. */
  close(): void {
    this.#closing.abort(new NemoError('unreachable', 'the Nemo client was closed', { sent: 'no' }));
  }

  #mayRepeat(call: RetriedCall, error: unknown): error is NemoError {
    if (call.signal?.aborted || this.#closing.signal.aborted || outcomeOf(error) !== 'failed') return false;
    if (!(error instanceof NemoError)) return false;
    return call.repeat === 'idempotent' || error.sent === 'no';
  }
}

class WaitLimitReached extends Error {}

/** The waits of one call. */
class CallWait {
  readonly #as: CallContext;
  readonly #call: RetriedCall;
  readonly #options: RetryPolicyOptions;
  readonly #ended = new AbortController();
  /** Aborted by the caller, and when the client closes. */
  readonly #stop: AbortSignal;
  #attempts = ATTEMPTS;
  #failure: NemoError | undefined;
  /** Number of attempts when the last wait for the breaker began; the delays between attempts grow anew from there. */
  #waitedAfter: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #waitReported = false;

  constructor(as: CallContext, call: RetriedCall, options: RetryPolicyOptions, closing: AbortSignal) {
    this.#as = as;
    this.#call = call;
    this.#options = options;
    this.#stop = call.signal ? AbortSignal.any([closing, call.signal]) : closing;
  }

  /** Waits while the breaker is open. */
  async untilClosed(made: number): Promise<void> {
    const { breaker, clock, maxWaitMs: usual } = this.#options;
    const { what, maxWaitMs = usual } = this.#call;
    if (breaker.openedAt === undefined) return;
    if (this.#waitedAfter === undefined) {
      this.#attempts = made + ATTEMPTS_AFTER_WAIT;
      // One timer from the first wait on: elapsed time is never computed from a wall clock that may be changed.
      if (maxWaitMs > 0)
        this.#cancelTimer = clock.setTimeout(maxWaitMs, () => this.#ended.abort(new WaitLimitReached()));
      else this.#ended.abort(new WaitLimitReached());
    }
    this.#waitedAfter = made;
    if (maxWaitMs > 0) this.#reportWait();
    try {
      await breaker.waitUntilClosed(this.#as, AbortSignal.any([this.#stop, this.#ended.signal]));
    } catch (reason) {
      if (!(reason instanceof WaitLimitReached)) throw reason;
      throw this.#failure ?? new NemoUnreachableError(`${what}: Nemo is not answering`, { sent: 'no' });
    }
  }

  /** Throws the failure when no attempt is left, else waits until the next one may begin. */
  async beforeNext(made: number, failure: NemoError): Promise<void> {
    const { breaker, clock, random, retryBaseMs } = this.#options;
    this.#failure = failure;
    // This failure may have opened the breaker; the first wait for it resets the number of attempts.
    if (breaker.openedAt !== undefined && this.#waitedAfter === undefined) return;
    if (made >= this.#attempts) throw failure;
    if (breaker.openedAt !== undefined) return;
    const inRow = made - (this.#waitedAfter ?? 0);
    if (made >= 2) this.#reportWait();
    const ms = jittered(retryBaseMs * 2 ** (inRow - 1), random);
    if (ms > 0) await clock.sleep(ms, this.#stop);
  }

  /** To be called when Nemo has answered, whatever the answer: ends the reported wait. */
  readonly answered = () => {
    if (!this.#waitReported) return;
    this.#waitReported = false;
    this.#run(this.#as.hooks?.onResume);
  };

  /** Releases the timer. */
  end(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #reportWait(): void {
    if (this.#waitReported) return;
    this.#waitReported = true;
    this.#run(this.#as.hooks?.onWait);
  }

  #run(hook: (() => void) | undefined): void {
    try {
      hook?.();
    } catch (err) {
      this.#options.log.warn({ err }, 'wait hook failed');
    }
  }
}
