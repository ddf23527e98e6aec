import type { Clock } from '@reelay/async';
import { type JoinTimes, JoinWindow } from './joining.ts';

export interface MessageJoinerOptions<T> {
  clock: Clock;
  times: JoinTimes;
  /** Takes what is one request, in the order it was said. Must not reject. */
  take: (messages: [T, ...T[]]) => Promise<void>;
}

interface Group<T> {
  messages: [T, ...T[]];
  window: JoinWindow;
  taken: Promise<void>;
  /** Settles `taken`, as the taking does. */
  settle: (taking: Promise<void> | undefined) => void;
}

/**
 * Puts together what one person says in one place within a quiet window, where a platform pushes messages. (Telegram's
 * inbox does it while it polls, with the same window.)
 */
export class MessageJoiner<T> {
  readonly #options: MessageJoinerOptions<T>;
  readonly #groups = new Map<string, Group<T>>();

  constructor(options: MessageJoinerOptions<T>) {
    this.#options = options;
  }

  /** A message that is a request of its own: what was said before it goes first. Resolves once it was taken. */
  takeAlone(key: string, message: T): Promise<void> {
    this.close(key);
    return this.#options.take([message]);
  }

  /**
   * A message that more may follow. Resolves once the request that it became part of was taken.
   * @param joins whether it goes on with what waits there; what it does not go on with is taken before it
   */
  add(key: string, message: T, { words, joins }: { words: boolean; joins: (waiting: T[]) => boolean }): Promise<void> {
    const { clock, times } = this.#options;
    if (times.quietMs <= 0) return this.takeAlone(key, message);
    const open = this.#groups.get(key);
    if (open && joins(open.messages)) {
      open.messages.push(message);
      open.window.grew(clock.now(), { words });
      return open.taken;
    }
    this.close(key);
    const group = this.#begin(key, message);
    group.window.grew(clock.now(), { words });
    this.#watch(key, group);
    return group.taken;
  }

  /** The messages that wait for more. */
  waiting(key: string): readonly T[] {
    return this.#groups.get(key)?.messages ?? [];
  }

  /** Changes what waits; a request of which nothing is left is dropped. */
  change(key: string, changed: (waiting: T[]) => T[]): void {
    const group = this.#groups.get(key);
    if (!group) return;
    const [first, ...others] = changed([...group.messages]);
    if (first !== undefined) group.messages = [first, ...others];
    else {
      this.#groups.delete(key);
      group.settle(undefined);
    }
  }

  /** Leaves messages out of what waits; a request of which nothing is left is dropped. */
  leaveOut(isLeftOut: (message: T) => boolean): void {
    for (const [key, { messages }] of [...this.#groups]) {
      if (messages.some(isLeftOut)) this.change(key, (waiting) => waiting.filter((each) => !isLeftOut(each)));
    }
  }

  /** What waits there is complete: it is taken now. */
  close(key: string): void {
    const group = this.#groups.get(key);
    if (!group) return;
    this.#groups.delete(key);
    group.settle(this.#options.take(group.messages));
  }

  /** Everything that waits is complete. */
  closeAll(): void {
    for (const key of [...this.#groups.keys()]) this.close(key);
  }

  #begin(key: string, message: T): Group<T> {
    const { clock, times } = this.#options;
    let settle: Group<T>['settle'] = () => {};
    const taken = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const group: Group<T> = { messages: [message], window: new JoinWindow(times, clock.now()), taken, settle };
    this.#groups.set(key, group);
    return group;
  }

  #watch(key: string, group: Group<T>): void {
    const { clock } = this.#options;
    if (this.#groups.get(key) !== group) return;
    const left = group.window.leftMs(clock.now());
    if (left <= 0) this.close(key);
    else void clock.sleep(left).then(() => this.#watch(key, group));
  }
}
