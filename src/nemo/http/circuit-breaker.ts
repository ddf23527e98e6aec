import type { Clock } from '@reelay/async';
import type { Logger } from 'pino';
import { NemoError } from '../errors.ts';
import type { Attribution } from '../nemo.ts';

/** Number of consecutive transport failures that open the breaker. */
const FAILURES_TO_OPEN = 4;
const FIRST_PROBE_MS = 1000;
const LONGEST_PROBE_WAIT_MS = 30_000;

/** What a request showed about Nemo: no answer, some answer (also a refusal), or nothing (it was aborted). */
export type Outcome = 'failed' | 'answered' | 'unknown';

/** What a request's error shows about Nemo: a broken connection, a 5xx or a timeout counts as no answer. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof NemoError) || error.code === 'file-unreadable') return 'unknown';
  return error.code === 'unreachable' || error.code === 'timeout' ? 'failed' : 'answered';
}

/** `ms` plus or minus up to a quarter, so that calls that failed together are not repeated together. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (0.75 + random() / 2));
}

export interface CircuitBreakerOptions {
  clock: Clock;
  log: Logger;
  /** From 0 to below 1. */
  random: () => number;
  /** Sends one idempotent request; rejects as a call does. `as` is the caller that has waited longest. */
  probe(as: Attribution, signal: AbortSignal): Promise<unknown>;
}

interface Waiter {
  as: Attribution;
  release: () => void;
}

/**
 * A circuit breaker. It opens after four consecutive requests that Nemo did not answer; then calls wait, and one probe at
 * a time checks whether Nemo answers: after 1 s, 2 s, 4 s … at most 30 s, only while a call waits. The first answer
 * closes it, and the waiting calls continue in their order.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #waiters = new Set<Waiter>();
  #failures = 0;
  #openedAt: number | undefined;
  /** Number of times it has opened or closed: a request from before the last change says nothing about Nemo now. */
  #generation = 0;
  #probing: AbortController | undefined;
  #baseMs = FIRST_PROBE_MS;
  #waitMs = FIRST_PROBE_MS;
  #triedAt = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /** When it opened, in ms since the epoch; undefined while it is closed. */
  get openedAt(): number | undefined {
    return this.#openedAt;
  }

  /** Runs a request and records its outcome. */
  async watch<T>(request: () => Promise<T>): Promise<T> {
    const report = this.begin();
    try {
      const answer = await request();
      report('answered');
      return answer;
    } catch (error) {
      report(outcomeOf(error));
      throw error;
    }
  }

  /** Records that a request begins; the returned function records its outcome. */
  begin(): (outcome: Outcome) => void {
    const generation = this.#generation;
    return (outcome) => {
      if (outcome === 'answered') this.#answered();
      else if (outcome === 'failed' && generation === this.#generation) this.#failed();
    };
  }

  /** Resolves when the breaker closes, at once while it is closed; rejects with the signal's reason. */
  waitUntilClosed(as: Attribution, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#openedAt === undefined) return resolve();
      const onAbort = () => {
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#stopProbing();
        reject(signal.reason);
      };
      const release = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiter = { as, release };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(waiter);
      if (!this.#probing) this.#startProbing();
    });
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < FAILURES_TO_OPEN || this.#openedAt !== undefined) return;
    this.#generation += 1;
    this.#openedAt = this.#options.clock.now();
    this.#planProbe(FIRST_PROBE_MS);
    this.#options.log.warn({ failures: this.#failures }, 'Nemo unreachable, circuit breaker open');
  }

  #answered(): void {
    this.#failures = 0;
    if (this.#openedAt === undefined) return;
    const silentMs = this.#options.clock.now() - this.#openedAt;
    this.#openedAt = undefined;
    this.#generation += 1;
    this.#stopProbing();
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    this.#options.log.info({ silentMs, waiting: waiters.length }, 'Nemo reachable, circuit breaker closed');
    for (const { release } of waiters) release();
  }

  #startProbing(): void {
    const probing = new AbortController();
    this.#probing = probing;
    this.#probe(probing.signal).catch((err: unknown) => {
      if (!probing.signal.aborted) this.#options.log.error({ err }, 'circuit breaker probe failed');
    });
  }

  #stopProbing(): void {
    this.#probing?.abort(new Error('no call waits for Nemo'));
    this.#probing = undefined;
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const { clock, probe } = this.#options;
    for (;;) {
      await clock.sleep(this.#untilNextProbe(), signal);
      const [oldest] = this.#waiters;
      if (!oldest) return;
      try {
        await probe(oldest.as, signal);
        return this.#answered();
      } catch (error) {
        signal.throwIfAborted();
        if (outcomeOf(error) === 'answered') return this.#answered();
      }
      this.#planProbe(this.#baseMs * 2);
    }
  }

  #planProbe(baseMs: number): void {
    this.#baseMs = Math.min(LONGEST_PROBE_WAIT_MS, baseMs);
    this.#waitMs = Math.min(LONGEST_PROBE_WAIT_MS, jittered(this.#baseMs, this.#options.random));
    this.#triedAt = this.#options.clock.now();
  }

  /** The rest of the delay since the last try, in ms; a wall clock set back never makes it longer. */
  #untilNextProbe(): number {
    const left = this.#triedAt + this.#waitMs - this.#options.clock.now();
    return Math.min(this.#waitMs, Math.max(0, left));
  }
}
