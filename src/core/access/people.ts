import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Logger } from '../../lib/logger.ts';
import type { Store, Table } from '../storage/store.ts';

/** As long as the ledger remembers what they asked for, in ms. */
const KEPT_MS = 90 * 24 * 3_600_000;
/** A name is written again after this long, so that it is kept on, in ms. */
const FRESH_MS = 7 * 24 * 3_600_000;
/** Letters of a name that are kept. */
const LONGEST_NAME = 64;

/** What people are called, for lists that moderators read. Names decide nothing: people are their ids. */
export class People {
  readonly #table: Table<string>;
  readonly #log: Logger;
  readonly #known = new LRUCache<string, string>({ max: 10_000, ttl: FRESH_MS });

  constructor(store: Store, log: Logger) {
    this.#table = store.table('people', z.string());
    this.#log = log;
  }

  /** @param user `platform:id`. Never rejects. */
  async remember(user: string, name: string | undefined): Promise<void> {
    const shown = [...(name ?? '').replace(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('');
    if (shown === '' || this.#known.get(user) === shown) return;
    this.#known.set(user, shown);
    await this.#table.set(user, shown, KEPT_MS).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'name not saved');
    });
  }

  /** The name, or the id without its platform where none is known. */
  async nameOf(user: string): Promise<string> {
    return (await this.#table.get(user)) ?? user.slice(user.indexOf(':') + 1);
  }

  async namesOf(users: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const all = [...new Set(users)];
    const names = await Promise.all(all.map((user) => this.nameOf(user)));
    return new Map(all.map((user, index) => [user, names[index] ?? user]));
  }

  async forget(user: string): Promise<void> {
    this.#known.delete(user);
    await this.#table.delete(user);
  }
}
