import { setTimeout as sleep } from 'node:timers/promises';

/** The time as a parameter: production code waits on the system's clock, tests on one they move by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` once after `ms` milliseconds; the returned function cancels it. Never keeps the process alive. */
  setTimeout(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  setTimeout(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Thrown (as an abort reason) when something took longer than it may. */
class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Runs `work` with a signal that is aborted when `signal` is, or with a {@link TimeLimitError} after `limitMs`.
 * The timer is released in every ending.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  limitMs: number,
  what: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const cancel = clock.setTimeout(limitMs, () =>
    limit.abort(new TimeLimitError(`${what} took longer than ${Math.round(limitMs / 1000)} s`)),
  );
  try {
    return await work(signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
  } finally {
    cancel();
  }
}

/** Settles as the work does, or rejects with the signal's reason as soon as it is aborted, whatever the work does then. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
