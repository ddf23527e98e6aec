import { hostname } from 'node:os';
import type { Clock } from '@reelay/async';
import type { Client } from 'pg';
import type { Logger } from '../../../lib/logger.ts';
import type { OwnershipEvents } from '../storage-engine.ts';
import { unavailable } from './unavailable.ts';

/** The advisory lock of the process that has the store; any two numbers that no other program takes in this database. */
const LOCK = [0x7265_656c, 1] as const;
/** The server ends a session that says nothing for this long, and with it the lock: the process is frozen or cut off. */
const SESSION_TIMEOUT_MS = 5_000;
/** How often the lock's session says something, and how often a waiting process asks for the lock, in ms. */
const PING_MS = 1_000;

export interface OwnershipOptions extends OwnershipEvents {
  /** What messages call the store. */
  name: string;
  /** A connection that is not open yet. */
  client: () => Client;
  clock: Clock;
  log: Logger | undefined;
  /** Ends the waiting. */
  signal: AbortSignal | undefined;
}

/**
 * That the store belongs to this process. A lock on a session of its own tells who may begin; the lock can be lost without
 * notice (a frozen process, a cut connection), so each owner has a higher epoch than the one before, and each write is
 * made under the condition that its epoch is still the last.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #over = new AbortController();
  #client: Client | undefined;
  #watching: Promise<void> = Promise.resolve();
  #epoch = 0;

  private constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /**
   * Waits until no other process has the store, and takes it.
   * @throws StoreUnavailableError when the database cannot be used, or the signal's reason
   */
  static async take(options: OwnershipOptions): Promise<Ownership> {
    const ownership = new Ownership(options);
    try {
      await ownership.#acquire();
    } catch (error) {
      await ownership.#disconnect();
      options.signal?.throwIfAborted();
      throw unavailable(options.name, error);
    }
    ownership.#watching = ownership.#watch();
    return ownership;
  }

  /** Which owner of the store this is, counted from 1. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Lets the next process have the store. */
  async release(): Promise<void> {
    this.#over.abort(new Error('the store is closed'));
    await this.#watching;
    await this.#disconnect();
  }

  async #acquire(): Promise<void> {
    const { clock, signal, onStandby } = this.#options;
    this.#client = await this.#connect();
    for (let waiting = false; !(await this.#lock()); waiting = true) {
      if (!waiting) onStandby?.((await this.#owner())?.holder ?? 'another process');
      await clock.sleep(PING_MS, signal);
    }
    const { rows } = await this.#client.query<{ epoch: number }>(
      `insert into store_owner (id, epoch, holder) values (1, 1, $1)
       on conflict (id) do update set epoch = store_owner.epoch + 1, holder = excluded.holder returning epoch`,
      [`process ${process.pid} on ${hostname()}`],
    );
    this.#epoch = rows[0]?.epoch ?? 0;
  }

  async #connect(): Promise<Client> {
    const client = this.#options.client();
    // A session that the server ends is noticed by the next ping; unheard, the event would end the process.
    client.on('error', () => {});
    await client.connect();
    await client.query(`set idle_session_timeout = ${SESSION_TIMEOUT_MS}`);
    // Two processes that start at once may both find no table.
    await client
      .query(
        'create table if not exists store_owner (id integer primary key, epoch bigint not null, holder text not null)',
      )
      .catch((error: unknown) => this.#owner(client).catch(() => Promise.reject(error)));
    return client;
  }

  async #lock(): Promise<boolean> {
    const result = await this.#client?.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
      ...LOCK,
    ]);
    return result?.rows[0]?.held === true;
  }

  async #owner(client = this.#client): Promise<{ epoch: number; holder: string } | undefined> {
    const result = await client?.query<{ epoch: number; holder: string }>('select epoch, holder from store_owner');
    return result?.rows[0];
  }

  /** Keeps the lock's session alive, and takes the lock again after a cut unless another process was faster. */
  async #watch(): Promise<void> {
    const { clock, log, onLost } = this.#options;
    const { signal } = this.#over;
    for (let failed = false; !signal.aborted; ) {
      try {
        await clock.sleep(PING_MS, signal);
        if (!failed) await this.#client?.query('select 1');
        else if (await this.#retake()) failed = false;
        else {
          log?.error({ store: this.#options.name, epoch: this.#epoch }, 'another process has taken the store over');
          onLost?.();
          return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!failed) log?.warn({ err: error }, 'the connection that holds the store was cut; taking it again');
        failed = true;
        await this.#disconnect();
      }
    }
  }

  /** Whether the lock could be had again, with no other owner in between. */
  async #retake(): Promise<boolean> {
    await this.#disconnect();
    this.#client = await this.#connect();
    return (await this.#lock()) && (await this.#owner())?.epoch === this.#epoch;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }
}
