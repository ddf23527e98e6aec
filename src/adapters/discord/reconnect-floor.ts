import type { Clock } from '@reelay/async';
import { type ClientOptions, SimpleShardingStrategy } from 'discord.js';
import type { Logger } from '../../lib/logger.ts';

/** Pauses before a connection, in ms: more after each one before it that did not last. */
const WAITS_MS = [0, 0, 1000, 2000, 5000, 15_000, 30_000, 60_000];
/** A connection that was begun longer ago than this has lasted, in ms. */
const LASTED_MS = 120_000;

type BuildStrategy = NonNullable<NonNullable<ClientOptions['ws']>['buildStrategy']>;

interface Attempts {
  /** How many in a row did not last. */
  short: number;
  /** When the last one was begun, in ms since the epoch. */
  at: number;
}

/**
 * Slows down connecting to the gateway where it closes the connection over and over: discord.js itself tries again after
 * half a second, without end.
 */
export class ReconnectFloor {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #attempts = new Map<number, Attempts>();
  readonly #timers = new Set<() => void>();
  /** Shards that have a connection, or make one. */
  readonly #connected = new Set<number>();
  #closed = false;

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether the shard's last connections did not last, which was logged. */
  isSlow(shard: number): boolean {
    return this.#waitOf(this.#attempts.get(shard)) > 0;
  }

  /** The shard's connection has ended; its next one may have to wait. */
  lost(shard: number): void {
    this.#connected.delete(shard);
  }

  /** Resolves when the shard may connect; never once this is closed. */
  pass(shard: number): Promise<void> {
    const now = this.#clock.now();
    const before = this.#attempts.get(shard);
    const next = { short: before && now - before.at < LASTED_MS ? before.short + 1 : 0, at: now };
    const waitMs = this.#waitOf(next);
    if (waitMs > 0 && this.#waitOf(before) === 0) {
      this.#log.warn({ shard }, 'the gateway closes the connection again and again; connecting less often');
    }
    this.#attempts.set(shard, { ...next, at: now + waitMs });
    return new Promise((resolve) => {
      if (this.#closed) return;
      if (waitMs === 0) return resolve();
      const cancel = this.#clock.setTimeout(waitMs, () => {
        this.#timers.delete(cancel);
        resolve();
      });
      this.#timers.add(cancel);
    });
  }

  /** Lets nothing connect any more. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** discord.js's own way of connecting its shards, each connection held back as long as it has to be. */
  readonly strategy: BuildStrategy = (manager) => {
    const { retrieveSessionInfo } = manager.options;
    // Asked for right before each connection, and again with each event and heartbeat of it, which are not to wait.
    manager.options.retrieveSessionInfo = async (shard) => {
      if (!this.#connected.has(shard)) {
        this.#connected.add(shard);
        await this.pass(shard);
      }
      return retrieveSessionInfo(shard);
    };
    return new SimpleShardingStrategy(manager);
  };

  #waitOf(attempts: Attempts | undefined): number {
    return WAITS_MS[Math.min(attempts?.short ?? 0, WAITS_MS.length - 1)] ?? 0;
  }
}
