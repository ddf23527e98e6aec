import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { NemoError, NemoUnreachableError } from '../errors.ts';
import type { Attribution, HoldHooks } from '../nemo.ts';
import { type CircuitBreaker, jittered, outcomeOf } from './circuit-breaker.ts';

/** Attempts of a call while the breaker is closed. */
const ATTEMPTS = 4;
/** Attempts after the breaker held the call: few, so that one endpoint that alone is broken fails soon. */
const ATTEMPTS_AFTER_HOLD = 2;

/**
 * When a call may be repeated after Nemo did not answer.
 *
 * `harmless`: always, since a second one changes nothing: it reads (state, credits, render status, a download's
 * opening), it is over once done (cancel of a render), or what it makes costs nothing and goes by itself (a claim token,
 * an empty project).
 *
 * `unsent`: only when the first one certainly did not go out. A prompt is charged twice; an upload puts the files into
 * the session twice; a render runs twice. A call whose token could not be had was not sent, and asks for it again: one
 * that was issued and lost on its way would be lost either way.
 */
export type Repeat = 'harmless' | 'unsent';

/** Who calls: the attribution, and whom to tell of waits. */
export interface CallContext extends Attribution {
  hooks?: HoldHooks;
}

export interface RetriedCall {
  /** The endpoint's name for messages. */
  what: string;
  repeat: Repeat;
  signal?: AbortSignal;
  /** Instead of the client's, in ms; with 0 the call fails at once while Nemo is silent. */
  patienceMs?: number;
}

export interface RetryPolicyOptions {
  breaker: CircuitBreaker;
  clock: Clock;
  log: Logger;
  random: () => number;
  /** How long a call may be held, in ms, counted from when it first was. */
  patienceMs: number;
  /** Wait before a call's second attempt, in ms; doubled for each further one. */
  retryBaseMs: number;
}

/** Waits with a call until Nemo answers, and repeats it where that is harmless. */
export class RetryPolicy {
  readonly #options: RetryPolicyOptions;
  readonly #closing = new AbortController();

  constructor(options: RetryPolicyOptions) {
    this.#options = options;
  }

  /**
   * Runs a call's attempts. Throws what the last one threw; the signal's reason when aborted; `NemoUnreachableError`,
   * `sent: 'no'`, when the patience ended before the first attempt.
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
    return call.repeat === 'harmless' || error.sent === 'no';
  }
}

class PatienceEnded extends Error {}

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
  /** Attempts when the last hold began, from which the waits between attempts grow anew. */
  #heldAfter: number | undefined;
  #callOff: (() => void) | undefined;
  #told = false;

  constructor(as: CallContext, call: RetriedCall, options: RetryPolicyOptions, closing: AbortSignal) {
    this.#as = as;
    this.#call = call;
    this.#options = options;
    this.#stop = call.signal ? AbortSignal.any([closing, call.signal]) : closing;
  }

  /** Holds the call while the breaker is open. */
  async untilClosed(made: number): Promise<void> {
    const { breaker, clock, patienceMs: usual } = this.#options;
    const { what, patienceMs = usual } = this.#call;
    if (breaker.openedAt === undefined) return;
    if (this.#heldAfter === undefined) {
      this.#attempts = made + ATTEMPTS_AFTER_HOLD;
      // One timer from the first hold on: the time spent is never computed from a wall clock that may be set.
      if (patienceMs > 0) this.#callOff = clock.setTimeout(patienceMs, () => this.#ended.abort(new PatienceEnded()));
      else this.#ended.abort(new PatienceEnded());
    }
    this.#heldAfter = made;
    if (patienceMs > 0) this.#tell();
    try {
      await breaker.hold(this.#as, AbortSignal.any([this.#stop, this.#ended.signal]));
    } catch (reason) {
      if (!(reason instanceof PatienceEnded)) throw reason;
      throw this.#failure ?? new NemoUnreachableError(`${what}: Nemo is not answering`, { sent: 'no' });
    }
  }

  /** Throws the failure when no attempt is left, else waits until the next one may begin. */
  async beforeNext(made: number, failure: NemoError): Promise<void> {
    const { breaker, clock, random, retryBaseMs } = this.#options;
    this.#failure = failure;
    // The breaker may have opened by this very failure; the first hold brings attempts of its own.
    if (breaker.openedAt !== undefined && this.#heldAfter === undefined) return;
    if (made >= this.#attempts) throw failure;
    if (breaker.openedAt !== undefined) return;
    const inRow = made - (this.#heldAfter ?? 0);
    if (made >= 2) this.#tell();
    const ms = jittered(retryBaseMs * 2 ** (inRow - 1), random);
    if (ms > 0) await clock.sleep(ms, this.#stop);
  }

  /** Nemo has answered: the wait is over, whatever it said. */
  readonly answered = () => {
    if (!this.#told) return;
    this.#told = false;
    this.#run(this.#as.hooks?.onResume);
  };

  /** Releases the timer. */
  end(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#run(this.#as.hooks?.onHold);
  }

  #run(hook: (() => void) | undefined): void {
    try {
      hook?.();
    } catch (err) {
      this.#options.log.warn({ err }, 'a listener to the waits for Nemo failed');
    }
  }
}
