import { type Clock, TimeLimitError, untilAborted, withTimeLimit } from '@reelay/async';
import type { Logger } from '../lib/logger.ts';

export interface ShutdownOptions {
  clock: Clock;
  log: Logger;
  /** Ends the process at once, with this code. */
  exit: (code: number) => void;
}

/**
 * How long each stage of a stop may take, in ms. A platform gives what it was given to send five seconds for its last
 * word, so that the running turns need the most. Together they stay below {@link FORCED_EXIT_MS}.
 */
const STAGE_MS = { 'taking messages': 2_000, 'running turns': 6_000, connections: 1_000 };
/** A stop that is not over by then is ended, in ms: container platforms kill after ten seconds. */
const FORCED_EXIT_MS = 9_500;
/** Signals this close are one, in ms: Ctrl+C comes from the terminal, from npm and from tsx alike. */
const SAME_SIGNAL_MS = 1_000;
/** What a shell adds to a signal's number. */
const EXIT_CODES = { SIGINT: 128 + 2, SIGTERM: 128 + 15 };

type Signal = keyof typeof EXIT_CODES;
export type Stage = keyof typeof STAGE_MS;

/** The process's way from its start to its end: what tells it to stop, how long that may take, and its last resort. */
export class Shutdown {
  readonly part = 'reelay';
  readonly #o: ShutdownOptions;
  readonly #requested = new AbortController();
  #phase: 'starting' | 'running' | 'stopping' = 'starting';
  #since: number;
  /** What the process is at, for the one who wonders why it does not end. */
  #at: Stage | 'start' | 'end' = 'start';
  #callOff: (() => void) | undefined;

  constructor(options: ShutdownOptions) {
    this.#o = options;
    this.#since = options.clock.now();
  }

  /** Aborted once the process is asked to stop. */
  get signal(): AbortSignal {
    return this.#requested.signal;
  }

  /** Obeys Ctrl+C and the container's stop: the first begins the stop, another one ends the process at once. */
  listen(from: { on(signal: Signal, listener: () => void): unknown }): void {
    const { clock, log, exit } = this.#o;
    let first: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      from.on(signal, () => {
        first ??= clock.now();
        if (clock.now() - first >= SAME_SIGNAL_MS) {
          log.warn({ signal, at: this.#at }, 'second stop signal; leaving at once');
          exit(EXIT_CODES[signal]);
        } else if (!this.#requested.signal.aborted) {
          log.info({ signal }, 'stopping');
          this.stopping();
        }
      });
    }
  }

  /** The start is over, all is at work. */
  started(): void {
    if (this.#phase === 'starting') this.#enter('running');
  }

  /** The stop begins, asked for or not. From now on the process ends within ten seconds. */
  stopping(): void {
    if (this.#phase === 'stopping') return;
    this.#enter('stopping');
    this.#callOff = this.#o.clock.setTimeout(FORCED_EXIT_MS, () => {
      const open = [...new Set(process.getActiveResourcesInfo())];
      this.#o.log.error({ at: this.#at, open }, 'the stop takes too long; leaving, the rest is in the journal');
      this.#o.exit(1);
    });
    this.#requested.abort(new Error('the bot is stopping'));
  }

  /** One stage of the stop: waits for all of the work, but no longer than the stage's limit. Never rejects. */
  async stage(stage: Stage, ...work: (() => Promise<unknown>)[]): Promise<void> {
    const { clock, log } = this.#o;
    this.stopping();
    this.#at = stage;
    const one = async (run: () => Promise<unknown>) => {
      try {
        await withTimeLimit(clock, STAGE_MS[stage], stage, undefined, (signal) => untilAborted(run(), signal));
      } catch (error) {
        if (error instanceof TimeLimitError) log.warn({ stage, limitMs: STAGE_MS[stage] }, 'not waited for any longer');
        else log.error({ err: error, stage }, 'could not be ended properly');
      }
    };
    await Promise.all(work.map(one));
    this.#at = 'end';
  }

  /** Nothing is left to be ended by the last resort. */
  ended(): void {
    this.#callOff?.();
  }

  /** For the health server: a bot that starts or stops is not ready. */
  problem(): { reason: string; sinceMs: number } | undefined {
    return this.#phase === 'running' ? undefined : { reason: this.#phase, sinceMs: this.#since };
  }

  #enter(phase: 'running' | 'stopping'): void {
    this.#phase = phase;
    this.#since = this.#o.clock.now();
  }
}
