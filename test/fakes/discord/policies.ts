import type { Clock } from '@reelay/async';
import { type ApiError, refuse } from './errors.ts';
import type { BucketScript } from './traffic.ts';
import type { FakeChannel, FakeGuild } from './types.ts';

/**
 * Buckets that Discord keeps per channel unless a test gives a route another one. Discord publishes none
 * (https://discord.com/developers/docs/topics/rate-limits); these are what its headers have said for years.
 */
export const BUCKETS: readonly [route: string, script: BucketScript][] = [
  ['POST /channels/:id/messages', { bucket: 5, perSeconds: 5 }],
  ['PATCH /channels/:id/messages/:message', { bucket: 5, perSeconds: 5 }],
  ['POST /channels/:id/typing', { bucket: 5, perSeconds: 5 }],
];

/** All requests with the bot's token together, but not the answers to interactions. */
const PER_SECOND = 50;
/** Answers 401, 403 and 429 (one for all of a channel's bots aside) within this time, in ms. */
const INVALID_WINDOW_MS = 10 * 60_000;

/** Counts what Discord counts over all routes: requests a second, and invalid ones before it bans the address. */
export class GlobalLimits {
  /** How many invalid requests it takes; Discord's own 10,000 would hide a bot that repeats them. */
  mostInvalid = 100;
  readonly #clock: Clock;
  #requests: number[] = [];
  #invalid: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the address is banned for its invalid requests. */
  get banned(): boolean {
    const now = this.#clock.now();
    this.#invalid = this.#invalid.filter((at) => now - at < INVALID_WINDOW_MS);
    return this.#invalid.length >= this.mostInvalid;
  }

  /** Notes an answer; true when it is the one that brings the ban. */
  answered(status: number, shared: boolean): boolean {
    if (![401, 403, 429].includes(status) || shared || this.banned) return false;
    this.#invalid.push(this.#clock.now());
    return this.banned;
  }

  /** Counts a request; gives how many seconds it comes too early, or undefined. */
  count(): number | undefined {
    const now = this.#clock.now();
    this.#requests = this.#requests.filter((at) => now - at < 1000);
    const first = this.#requests[0];
    if (this.#requests.length >= PER_SECOND && first !== undefined) return (first + 1000 - now) / 1000;
    this.#requests.push(now);
    return undefined;
  }
}

/** What a server's AutoMod, or Discord's own filter of links, has against a text; undefined when it passes. */
export function refusalOf(text: string, channel: FakeChannel, harmfulLinks: ReadonlySet<string>): ApiError | undefined {
  const said = text.toLowerCase();
  const blocked = (channel.guild as FakeGuild | undefined)?.blockedWords ?? [];
  if (blocked.some((word) => said.includes(word.toLowerCase()))) return refuse.blockedByAutoMod();
  return [...harmfulLinks].some((link) => said.includes(link.toLowerCase())) ? refuse.harmfulLink() : undefined;
}
