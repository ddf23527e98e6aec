import { createHmac } from 'node:crypto';
import type { Clock } from '@reelay/async';
import type { FakeAttachment } from './types.ts';
import type { World } from './world.ts';

/** How long a signed address is good, in ms. */
const GOOD_FOR_MS = 24 * 3600 * 1000;

/** The attachments' addresses: signed, good for a day, renewed each time the message is fetched. */
export class Cdn {
  /** Where it is served, such as `http://127.0.0.1:12345`. */
  url = '';
  readonly #world: World;
  readonly #clock: Clock;
  #key = 0;

  constructor(world: World) {
    this.#world = world;
    this.#clock = world.clock;
  }

  /** A fresh address of an attachment. */
  sign(attachment: FakeAttachment, bot = this.#world.bot): string {
    const place = attachment.ephemeral
      ? `/ephemeral-attachments/${bot.id}/${attachment.id}`
      : `/attachments/${attachment.channelId}/${attachment.id}`;
    const path = `${place}/${encodeURIComponent(attachment.name)}`;
    const seconds = Math.floor(this.#clock.now() / 1000);
    const is = seconds.toString(16);
    const ex = (seconds + GOOD_FOR_MS / 1000).toString(16);
    return `${this.url}${path}?ex=${ex}&is=${is}&hm=${this.#signature(path, ex, is)}&`;
  }

  /** Makes every address that was given out so far end now. */
  expireAll(): void {
    this.#key += 1;
  }

  /** The file behind an address, or undefined when there is none or the signature is over. */
  open(path: string, query: URLSearchParams): FakeAttachment | undefined {
    const ex = query.get('ex') ?? '';
    if (query.get('hm') !== this.#signature(path, ex, query.get('is') ?? '')) return undefined;
    if (Number.parseInt(ex, 16) * 1000 <= this.#clock.now()) return undefined;
    return this.find(path);
  }

  /** The file that a path names, whatever the signature. */
  find(path: string): FakeAttachment | undefined {
    const id = /^\/(?:ephemeral-)?attachments\/\d+\/(\d+)\//.exec(path)?.[1];
    return id === undefined ? undefined : this.#world.attachments.get(id);
  }

  #signature(path: string, ex: string, is: string): string {
    return createHmac('sha256', `key ${this.#key}`).update(`${path} ${ex} ${is}`).digest('hex');
  }
}
