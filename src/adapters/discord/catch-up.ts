import type { GatewayMessageCreateDispatchData } from 'discord.js';
import { z } from 'zod';
import type { Store, Table } from '../../core/storage/store.ts';
import { isPlatformError, mayPass } from '../kit/platform-error.ts';
import type { Context } from './context.ts';
import { CATCH_UP_AT_ONCE, CATCH_UP_CHANNELS, CATCH_UP_MS, CATCH_UP_PAGES, KNOWN_CHANNEL_MS } from './limits.ts';
import { snowflakeAt } from './place.ts';

const seenSchema = z.object({
  /** The last message that was handled there, with all before it. */
  last: z.string(),
  guild: z.string().optional(),
  channelType: z.number().optional(),
});
export type SeenChannel = z.infer<typeof seenSchema>;

export type MissedMessage = GatewayMessageCreateDispatchData;

/** Where a message stands, and its id; an interaction's id is as good. */
export interface Place {
  id: string;
  channel: string;
  guild?: string;
  channelType?: number;
}

export interface CatchUpOptions {
  context: Context;
  store: Store;
  /** Brings missed messages of one person to the core, in order; resolves once they are there. */
  handle: (messages: readonly MissedMessage[]) => Promise<void>;
  /** Messages of one person that are no further apart belong to one request, in ms. */
  togetherMs: number;
  signal: AbortSignal;
}

/**
 * What was said while the bot was away. Discord gives a new session nothing of before it, so the conversations and the
 * channels where the bot was addressed are read back to the last message that was handled there, as far as a day and a few
 * hundred messages.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #seen: Table<SeenChannel>;
  /** Messages that are being handled, by channel, and those behind them that are done. */
  readonly #handling = new Map<string, { open: Set<string>; done: Set<string> }>();
  /** Channels that are being read: what comes there now waits for what came before. */
  readonly #reading = new Map<string, Promise<void>>();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#seen = options.store.table('discord-seen', seenSchema);
  }

  /** Settles once the channel has been read, where it is being read; never rejects. */
  reading(channel: string): Promise<void> | undefined {
    return this.#reading.get(channel);
  }

  /** Handles something that addresses the bot; once it and all before it are done, the next process begins behind it. */
  async handling(place: Place, work: () => Promise<void>): Promise<void> {
    const { channel, id } = place;
    const state = this.#handling.get(channel) ?? { open: new Set<string>(), done: new Set<string>() };
    this.#handling.set(channel, state);
    state.open.add(id);
    await work();
    state.open.delete(id);
    state.done.add(id);
    // Erased meanwhile.
    if (this.#handling.get(channel) !== state) return;
    const complete = [...state.done].filter((each) => [...state.open].every((other) => BigInt(each) < BigInt(other)));
    for (const each of complete) state.done.delete(each);
    if (state.open.size === 0) this.#handling.delete(channel);
    const last = complete.reduce((one, other) => (BigInt(one) > BigInt(other) ? one : other), '0');
    if (last !== '0') await this.#save({ ...place, id: last });
  }

  async #save({ channel, id, guild, channelType }: Place): Promise<void> {
    const before = await this.#seen.get(channel);
    const last = before && BigInt(before.last) > BigInt(id) ? before.last : id;
    await this.#seen.set(
      channel,
      { ...before, ...(guild && { guild }), ...(channelType !== undefined && { channelType }), last },
      KNOWN_CHANNEL_MS,
    );
  }

  /** Forgets that the bot was addressed in a channel. */
  async forget(channel: string): Promise<void> {
    this.#handling.delete(channel);
    await this.#seen.delete(channel);
  }

  /** Reads what was missed, oldest first in each channel. While it runs, another call makes it run once more. Never rejects. */
  run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#all().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.run();
    });
    return this.#running;
  }

  async #all(): Promise<void> {
    const { context, signal } = this.#options;
    try {
      const known = (await this.#seen.all()).sort(([, one], [, other]) =>
        BigInt(one.last) < BigInt(other.last) ? 1 : -1,
      );
      const waiting = known.slice(0, CATCH_UP_CHANNELS);
      const worker = async () => {
        for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) await this.#read(...next);
      };
      await Promise.all(Array.from({ length: CATCH_UP_AT_ONCE }, worker));
    } catch (error) {
      if (!signal.aborted) context.log.warn({ err: error }, 'what was said meanwhile could not be read');
    }
  }

  /** Never rejects. */
  async #read(channel: string, seen: SeenChannel): Promise<void> {
    const { context, signal } = this.#options;
    const reading = this.#missed(channel, seen).catch(async (error: unknown) => {
      if (signal.aborted) return;
      // A channel that is gone, or may not be read any more, stays unread; no more is asked about it.
      const isOver = isPlatformError(error) && !mayPass(error);
      context.log.info({ err: error, channel }, 'a channel could not be read for what was said meanwhile');
      if (isOver) await this.forget(channel);
    });
    this.#reading.set(
      channel,
      reading.finally(() => this.#reading.delete(channel)),
    );
    await this.#reading.get(channel);
  }

  async #missed(channel: string, seen: SeenChannel): Promise<void> {
    const { context, handle, signal } = this.#options;
    const { api, calls, clock, log } = context;
    const earliest = snowflakeAt(clock.now() - CATCH_UP_MS);
    let after = BigInt(seen.last) > BigInt(earliest) ? seen.last : earliest;
    let count = 0;
    for (let page = 0; page < CATCH_UP_PAGES; page++) {
      const read = (own: AbortSignal) => api.messagesSince(channel, after, own);
      const found = await calls.untilDone('catch up', read, { signal, idempotent: true, attempts: 5 });
      const messages = found
        .filter(({ id }) => !this.#handling.get(channel)?.open.has(id))
        .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
      for (const group of this.#groups(messages)) {
        await handle(
          group.map((each) => ({
            ...each,
            ...(seen.guild && { guild_id: seen.guild }),
            ...(seen.channelType !== undefined && { channel_type: seen.channelType }),
          })),
        );
        count += group.length;
      }
      after = found.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after);
      if (found.length < 100) break;
    }
    if (count > 0) log.info({ channel, messages: count }, 'read what was said meanwhile');
  }

  /** Messages in a row that one person sent within the quiet window. */
  #groups(messages: readonly MissedMessage[]): MissedMessage[][] {
    const groups: MissedMessage[][] = [];
    for (const message of messages) {
      const last = groups.at(-1)?.at(-1);
      const gapMs = last ? Date.parse(message.timestamp) - Date.parse(last.timestamp) : 0;
      if (last && last.author.id === message.author.id && gapMs <= this.#options.togetherMs)
        groups.at(-1)?.push(message);
      else groups.push([message]);
    }
    return groups;
  }
}
