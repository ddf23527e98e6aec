import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { NemoError } from '../errors.ts';
import type { Attribution } from '../nemo.ts';

/** So many transport failures in a row open the breaker. */
const FAILURES_TO_OPEN = 4;
const FIRST_PROBE_MS = 1000;
const LONGEST_PROBE_WAIT_MS = 30_000;

/** What a request told about Nemo: no answer, some answer (also a refusal), or nothing, as an aborted one. */
export type Outcome = 'failed' | 'answered' | 'unknown';

/** What a request's error tells about Nemo: a broken connection, a 5xx or a timeout is no answer. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof NemoError) || error.code === 'file-unreadable') return 'unknown';
  return error.code === 'unreachable' || error.code === 'timeout' ? 'failed' : 'answered';
}

/** `ms`, a quarter more or less, so that those who failed together do not come back together. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (0.75 + random() / 2));
}

export interface CircuitBreakerOptions {
  clock: Clock;
  log: Logger;
  /** From 0 to below 1. */
  random: () => number;
  /** Sends one harmless request; rejects as a call does. `as` is the one who holds longest. */
  probe(as: Attribution, signal: AbortSignal): Promise<unknown>;
}

interface Holder {
  as: Attribution;
  release: () => void;
}

/**
 * A circuit breaker. It opens after four requests in a row that Nemo did not answer; then calls hold, and one probe at a
 * time asks whether Nemo is back: after 1 s, 2 s, 4 s … at most 30 s, only while somebody holds. The first answer
 * closes it, and those who hold go on in the order they came.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #holders = new Set<Holder>();
  #failures = 0;
  #openedAt: number | undefined;
  /** How often it has opened or closed: a request from before that does not tell how Nemo is now. */
  #era = 0;
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

  /** Runs a request and counts how it ends. */
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

  /** Tells that a request goes out; the returned function tells how it ended. */
  begin(): (outcome: Outcome) => void {
    const era = this.#era;
    return (outcome) => {
      if (outcome === 'answered') this.#answered();
      else if (outcome === 'failed' && era === this.#era) this.#failed();
    };
  }

  /** Resolves when the breaker closes, at once while it is closed; rejects with the signal's reason. */
  hold(as: Attribution, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#openedAt === undefined) return resolve();
      const onAbort = () => {
        this.#holders.delete(holder);
        if (this.#holders.size === 0) this.#stopProbing();
        reject(signal.reason);
      };
      const release = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const holder = { as, release };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#holders.add(holder);
      if (!this.#probing) this.#startProbing();
    });
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < FAILURES_TO_OPEN || this.#openedAt !== undefined) return;
    this.#era += 1;
    this.#openedAt = this.#options.clock.now();
    this.#planProbe(FIRST_PROBE_MS);
    this.#options.log.warn({ failures: this.#failures }, 'Nemo does not answer: calls wait until it does');
  }

  #answered(): void {
    this.#failures = 0;
    if (this.#openedAt === undefined) return;
    const silentMs = this.#options.clock.now() - this.#openedAt;
    this.#openedAt = undefined;
    this.#era += 1;
    this.#stopProbing();
    const holders = [...this.#holders];
    this.#holders.clear();
    this.#options.log.info({ silentMs, waiting: holders.length }, 'Nemo answers again');
    for (const { release } of holders) release();
  }

  #startProbing(): void {
    const probing = new AbortController();
    this.#probing = probing;
    this.#probe(probing.signal).catch((err: unknown) => {
      if (!probing.signal.aborted) this.#options.log.error({ err }, 'asking whether Nemo is back failed');
    });
  }

  #stopProbing(): void {
    this.#probing?.abort(new Error('nobody waits for Nemo'));
    this.#probing = undefined;
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const { clock, probe } = this.#options;
    for (;;) {
      await clock.sleep(this.#untilNextProbe(), signal);
      const [longest] = this.#holders;
      if (!longest) return;
      try {
        await probe(longest.as, signal);
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

  /** What is left of the wait since the last try; also a wall clock set back never makes it longer. */
  #untilNextProbe(): number {
    const left = this.#triedAt + this.#waitMs - this.#options.clock.now();
    return Math.min(this.#waitMs, Math.max(0, left));
  }
}
