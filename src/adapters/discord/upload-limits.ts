import type { Clock } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../lib/logger.ts';
import type { DiscordApi } from './api.ts';
import { DEFAULT_FILE_BYTES, FILE_BYTES_BY_TIER, KEPT_IN_MEMORY, TIER_LIFE_MS } from './limits.ts';

/** How large files servers take, asked for when it matters and believed for an hour. */
export class UploadLimits {
  readonly #api: DiscordApi;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #known = new LRUCache<string, { bytes: number; at: number }>({ max: KEPT_IN_MEMORY });

  constructor({ api, clock, log }: { api: DiscordApi; clock: Clock; log: Logger }) {
    this.#api = api;
    this.#clock = clock;
    this.#log = log;
  }

  /** Bytes per file as far as they are known; Discord's least where they are not, and in DMs. */
  bytes(guild: string | undefined): number {
    return (guild && this.#known.get(guild)?.bytes) || DEFAULT_FILE_BYTES;
  }

  /** Learns a server's tier; never rejects. */
  async learn(guild: string, signal?: AbortSignal): Promise<void> {
    const known = this.#known.get(guild);
    if (known && this.#clock.now() - known.at < TIER_LIFE_MS) return;
    try {
      const { tier } = await this.#api.guild(guild, signal);
      this.#known.set(guild, { bytes: FILE_BYTES_BY_TIER[tier] ?? DEFAULT_FILE_BYTES, at: this.#clock.now() });
    } catch (error) {
      if (!signal?.aborted) this.#log.debug({ err: error, guild }, 'boost tier not known');
    }
  }
}
