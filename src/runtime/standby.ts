import type { OwnershipEvents } from '../core/storage/storage-engine.ts';
import type { Logger } from '../lib/logger.ts';
import type { Check, Problem } from './health.ts';

/**
 * Whether this process has its store, where several can reach it: while another one has it, this one stands by; once
 * another one has taken it over, this one ends.
 */
export class Standby implements Check, OwnershipEvents {
  readonly part = 'standby';
  readonly #log: Logger;
  readonly #stop: () => void;
  #waiting = false;
  #lost = false;

  /** @param stop begins the process's stop */
  constructor(log: Logger, stop: () => void) {
    this.#log = log;
    this.#stop = stop;
  }

  readonly onStandby = (holder: string): void => {
    this.#waiting = true;
    this.#log.info({ holder }, 'another process has the store; standing by');
  };

  readonly onLost = (): void => {
    this.#lost = true;
    this.#stop();
  };

  /** The store is this process's. */
  opened(): void {
    this.#waiting = false;
  }

  /** Whether the process ends since another one has taken the store over. */
  get lost(): boolean {
    return this.#lost;
  }

  problem(): Problem | undefined {
    return this.#waiting ? { reason: 'standing by: another process has the store' } : undefined;
  }
}
