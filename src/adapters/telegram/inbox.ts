import { type Clock, deferred } from '@reelay/async';
import type { Message, Update } from 'grammy/types';
import { ShutdownError } from '../../core/queue/chat-queues.ts';
import { StoreUnavailableError } from '../../core/storage/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { JoinTimes } from '../kit/joining.ts';
import { checkUpdate } from './read-update.ts';
import { beginItem, belongsTo, grow, type Item, isWhole, messageIn, senderOf } from './waiting.ts';

export interface InboxOptions {
  clock: Clock;
  log: Logger;
  /** How long what one person says is put together. */
  joining: JoinTimes;
  /** Called with each message as it comes, whoever it is handled behind. */
  onMessage: (message: Message) => void;
  /** Whether a message is a whole request that nothing is to be joined with. */
  standsAlone: (update: Update) => boolean;
  /**
   * Called while something waits for more of it, until it gives true: whether the person was shown that it is read. Is
   * not waited for.
   */
  onWaiting: (updates: [Update, ...Update[]]) => boolean;
  /** Sees to an update, or to those that are one request; resolves once nothing of it can be lost any more. */
  handle: (updates: [Update, ...Update[]], signal: AbortSignal) => Promise<void>;
  /** Called once an update is handled, or dropped for good. */
  onHandled?: (id: number) => void;
  /** Called once for what has to wait for a store that cannot be written; is not waited for. */
  onStoreFails: (updates: [Update, ...Update[]]) => void;
}

/** How many ids are kept to know a repeated update by. */
const REMEMBERED = 2000;
const RETRY_MS = [1000, 2000, 5000, 10_000];

/**
 * What came from Telegram and is not yet journaled: in order for each person in a chat, and what they say in one go put
 * together. Telegram is asked to forget an update (by the offset) only when it left here.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #held = new Set<number>();
  readonly #done = new Set<number>();
  readonly #queues = new Map<string, Item[]>();
  readonly #working = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #next = 0;
  #emptied = deferred<void>();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** The first update that Telegram must give again if this process ended now; everything before it is safe. */
  get offset(): number {
    return this.#held.size > 0 ? Math.min(...this.#held) : this.#next;
  }

  /** Whether an update is here or was here. */
  knows(id: number): boolean {
    return this.#held.has(id) || this.#done.has(id);
  }

  /** How many updates are not yet safe. */
  get size(): number {
    return this.#held.size;
  }

  /**
   * Takes what one `getUpdates` gave, also when that is nothing. Updates that are here or were here are passed over.
   *
   * @param more whether more may be waiting at Telegram: what may grow then stays open
   */
  take(updates: Update[], more: boolean): void {
    for (const update of updates) {
      if (this.knows(update.update_id)) continue;
      this.#held.add(update.update_id);
      this.#next = update.update_id + 1;
      try {
        checkUpdate(update);
        this.#put(update);
      } catch (error) {
        // Held, it would be given again for ever, and everything behind it would wait.
        this.#options.log.error({ err: error, update: update.update_id }, 'update cannot be read; dropped');
        this.#release(update.update_id);
      }
    }
    for (const queue of this.#queues.values()) for (const item of queue) this.#closeIfWhole(item, more);
    for (const key of this.#queues.keys()) this.#work(key);
  }

  /** Resolves when nothing is held, or is about to be let go of. */
  emptied(): Promise<void> {
    return this.#held.size === 0 ? Promise.resolve() : this.#emptied.promise;
  }

  /** Begins nothing more and waits for what is being journaled. */
  async stop(): Promise<void> {
    this.#stopping.abort(new ShutdownError('the bot is stopping'));
    await Promise.all(this.#working.values());
  }

  #put(update: Update): void {
    const { clock, joining, standsAlone, onMessage } = this.#options;
    if (update.message) onMessage(update.message);
    // Before anything is kept of it: it throws where the message cannot be read.
    const alone = update.message !== undefined && standsAlone(update);
    const key = queueOf(update);
    const queue = this.#queues.get(key) ?? [];
    this.#queues.set(key, queue);
    const now = clock.now();
    const sender = senderOf(update);
    const mine = queue.filter((item) => item.window && item.sender === sender);
    const open = mine.find((item) => (!alone || isAlbum(update)) && belongsTo(item, update, joining));
    if (open) {
      grow(open, update, now);
      return;
    }
    const item = beginItem(update, now, joining, alone);
    // What was said before is complete with what begins now; members of an album may still be on their way.
    if (update.message) for (const each of item.barrier ? queue : mine) complete(each);
    queue.push(item);
  }

  #closeIfWhole(item: Item, more: boolean): void {
    if (!item.window) return;
    if (isWhole(item, this.#options.clock.now(), more)) item.window = undefined;
    else item.acknowledged ||= this.#shown(item);
  }

  /** What cannot be read together is found out when it is handled. */
  #shown({ updates }: Item): boolean {
    try {
      return this.#options.onWaiting(updates);
    } catch (error) {
      this.#options.log.warn({ err: error, update: updates[0].update_id }, 'a wait for more could not be shown');
      return true;
    }
  }

  #work(key: string): void {
    if (this.#working.has(key) || this.#stopping.signal.aborted) return;
    if (!nextOf(this.#queues.get(key) ?? [])) return;
    const working = this.#empty(key).finally(() => this.#working.delete(key));
    this.#working.set(key, working);
  }

  async #empty(key: string): Promise<void> {
    const queue = this.#queues.get(key) ?? [];
    for (let item = nextOf(queue); item; item = nextOf(queue)) {
      if (!(await this.#handled(item))) return;
      queue.splice(queue.indexOf(item), 1);
      for (const { update_id: id } of item.updates) this.#release(id);
    }
    if (queue.length === 0) this.#queues.delete(key);
  }

  /** False when the process is stopping: the update then stays with Telegram. */
  async #handled({ updates }: Item): Promise<boolean> {
    const { clock, log, handle } = this.#options;
    const { signal } = this.#stopping;
    for (let failed = 0; ; failed++) {
      if (signal.aborted) return false;
      try {
        await handle(updates, signal);
        return true;
      } catch (error) {
        if (signal.aborted || error instanceof ShutdownError) return false;
        if (!(error instanceof StoreUnavailableError)) {
          // It would fail again and again, and everything behind it would wait.
          log.error({ err: error, update: updates[0].update_id }, 'update not handled; dropped');
          return true;
        }
        log.error({ err: error }, 'message cannot be journaled; Telegram keeps it');
        if (failed === 0) this.#options.onStoreFails(updates);
        await clock.sleep(RETRY_MS[Math.min(failed, RETRY_MS.length - 1)] ?? 10_000, signal).catch(() => {});
      }
    }
  }

  #release(id: number): void {
    this.#held.delete(id);
    this.#options.onHandled?.(id);
    this.#done.add(id);
    if (this.#done.size > REMEMBERED) for (const oldest of this.#done.keys()) if (this.#done.delete(oldest)) break;
    if (this.#held.size > 0) return;
    this.#emptied.resolve();
    this.#emptied = deferred();
  }
}

/** Messages of a chat follow one another; a press waits for nobody. */
function queueOf(update: Update): string {
  const message = messageIn(update);
  return message ? `chat ${message.chat.id} ${message.message_thread_id ?? ''}` : `update ${update.update_id}`;
}

/** The first item that is whole and that nothing of the same person is before: nobody waits for what another one says. */
function nextOf(queue: readonly Item[]): Item | undefined {
  const before = new Set<string>();
  for (const item of queue) {
    if (!item.window && !before.has(item.sender) && !(item.barrier && before.size > 0)) return item;
    if (item.barrier) return undefined;
    before.add(item.sender);
  }
  return undefined;
}

function complete(item: Item): void {
  if (item.updates.some(isAlbum)) item.albumsOnly = true;
  else item.window = undefined;
}

function isAlbum({ message }: Update): boolean {
  return message?.media_group_id !== undefined;
}
