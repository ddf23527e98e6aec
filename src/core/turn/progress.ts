import { type Clock, untilAborted, withTimeLimit } from '@reelay/async';
import type { Logger } from '../../lib/logger.ts';
import type { ChatAdapter, ChatKey, MessageRef } from '../chat.ts';

export interface ProgressOptions {
  chat: ChatKey;
  adapter: ChatAdapter;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  /** The message of an earlier process to go on with. */
  ref?: MessageRef;
  /** Called with the message's id when it changes, so that it can be journaled. */
  onRef: (ref: MessageRef) => void;
  /** How the time since the turn began is written behind the stage. */
  elapsed: (elapsedMs: number) => string;
  stillWorkingEveryMs: number;
  /** The "still working" line for this many ms since the turn began. */
  stillWorking: (elapsedMs: number) => string;
}

/** A platform that takes longer for a progress message is not waited for, in ms. */
const SHOW_LIMIT_MS = 10_000;

/** A hold that is over sooner is not worth a word, in ms. */
const HOLD_SHOWN_AFTER_MS = 1_500;

/** The elapsed time is shown, and moves on, in steps of this many ms. */
const ELAPSED_STEP_MS = 15_000;

/**
 * The live message of a turn: one pending text, one request in flight, the latest wins, never faster than the platform
 * allows. Every so often it grows a "still working" line. What cannot be shown is skipped: progress is never a result.
 */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #startedAt: number;
  readonly #closing = new AbortController();
  #ref: MessageRef | undefined;
  #stage = '';
  #still = '';
  #held = '';
  #shown = '';
  #shownAt = Number.NEGATIVE_INFINITY;
  #pumping: Promise<void> | undefined;
  #cancelTimers: (() => void)[] = [];
  #cancelHold: () => void = () => {};

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#ref = options.ref;
    this.#startedAt = options.clock.now();
    this.#every(options.stillWorkingEveryMs, () => {
      this.#still = options.stillWorking(options.clock.now() - this.#startedAt);
    });
    this.#every(ELAPSED_STEP_MS, () => {});
  }

  /** Shows a stage as soon as the platform allows; an older one that was not yet shown is dropped. */
  show(stage: string): void {
    this.#stage = stage;
    this.#wake();
  }

  /** Says below the stage why it does not move on, if that lasts; nothing more once it does move on. */
  hold(reason = ''): void {
    this.#cancelHold();
    if (!reason) {
      this.#held = '';
      this.#wake();
      return;
    }
    this.#cancelHold = this.#options.clock.setTimeout(HOLD_SHOWN_AFTER_MS, () => {
      this.#held = reason;
      this.#wake();
    });
  }

  /** Shows a stage and waits until it, or a later one, was shown or skipped. For the few stages worth a pause. */
  async showNow(stage: string): Promise<void> {
    this.show(stage);
    await this.#pumping;
  }

  /** Drops a stage that was not shown yet: what it announced is about to be seen itself. */
  skip(): void {
    this.#shown = this.#text();
  }

  /** Stops for good and removes the message. */
  async close(): Promise<void> {
    await this.leave();
    if (this.#ref === undefined) return;
    try {
      await this.#options.adapter.endProgress(this.#options.chat, this.#ref, AbortSignal.timeout(10_000));
    } catch (error) {
      this.#options.log.debug({ err: error }, 'progress message not removed');
    }
  }

  /** Stops for good but leaves the message where it is, for the next process to go on with. */
  async leave(): Promise<void> {
    for (const cancel of [...this.#cancelTimers, this.#cancelHold]) cancel();
    this.#closing.abort(new Error('progress closed'));
    await this.#pumping;
  }

  /** Does something again and again until the progress is closed, and shows what came of it. */
  #every(ms: number, work: () => void): void {
    const index = this.#cancelTimers.length;
    const arm = () => {
      this.#cancelTimers[index] = this.#options.clock.setTimeout(ms, () => {
        work();
        this.#wake();
        arm();
      });
    };
    arm();
  }

  #text(): string {
    const steps = Math.floor((this.#options.clock.now() - this.#startedAt) / ELAPSED_STEP_MS);
    const stage =
      this.#stage && steps > 0 ? `${this.#stage} · ${this.#options.elapsed(steps * ELAPSED_STEP_MS)}` : this.#stage;
    return [stage, this.#held, this.#still].filter(Boolean).join('\n');
  }

  #wake(): void {
    if (this.#closing.signal.aborted || this.#pumping) return;
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
    });
  }

  async #pump(): Promise<void> {
    const { adapter, chat, clock, log } = this.#options;
    const signal = AbortSignal.any([this.#closing.signal, this.#options.signal]);
    try {
      while (this.#text() !== this.#shown && !signal.aborted) {
        const wait = this.#shownAt + adapter.limits(chat).progressEveryMs - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        const text = this.#text();
        if (text === this.#shown) break;
        this.#shown = text;
        this.#shownAt = clock.now();
        // The platform's answer has the message's id, so a request that was sent is waited for, within limits.
        const ref = await withTimeLimit(clock, SHOW_LIMIT_MS, 'showing progress', this.#options.signal, (limited) =>
          untilAborted(adapter.showProgress(chat, text, this.#ref, limited), limited),
        );
        if (ref !== undefined && ref !== this.#ref) {
          this.#ref = ref;
          this.#options.onRef(ref);
        }
      }
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'progress skipped');
    }
  }
}
