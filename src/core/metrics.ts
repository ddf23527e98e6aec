import type { Turn } from './turn/turn.ts';

/** How a piece of work or a delivery ended. */
export type WorkResult = 'done' | 'failed' | 'stopped';

/**
 * What the core tells of its work, to be counted. Nothing in it says who asked, where, or what for.
 * All durations are in ms.
 */
export interface WorkMetrics {
  /** A turn begins to be worked on, so long after its message was accepted. One that an earlier process began has not waited. */
  turnBegan(waitedMs: number | undefined): void;
  /** It is not worked on any more: how it ended, and after how long since it was accepted; undefined when it stays open. */
  turnEnded(outcome: Turn['outcome'], ms: number): void;
  /** A piece of its work was done. */
  pieceEnded(kind: Turn['work'][number]['kind'], result: WorkResult, ms: number): void;
  /** A turn has cost so many credits. */
  spent(credits: number, estimate: boolean): void;
  /** A reply was posted, or could not be. */
  delivered(platform: string, what: 'text' | 'file', result: WorkResult, ms: number): void;
}

/** Where nobody counts. */
export const NO_METRICS: WorkMetrics = {
  turnBegan: () => {},
  turnEnded: () => {},
  pieceEnded: () => {},
  spent: () => {},
  delivered: () => {},
};

/** Runs the work and tells how it ended and how long it took. */
export async function timed<T>(
  { clock, signal }: { clock: { now(): number }; signal: AbortSignal },
  work: () => Promise<T>,
  ended: (result: WorkResult, ms: number) => void,
): Promise<T> {
  const begun = clock.now();
  let result: WorkResult = 'failed';
  try {
    const value = await work();
    result = 'done';
    return value;
  } finally {
    if (result === 'failed' && signal.aborted) result = 'stopped';
    ended(result, clock.now() - begun);
  }
}
