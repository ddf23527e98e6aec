import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { ChatAdapter, ChatKey, MessageRef } from './chat.ts';

export interface ProgressOptions {
  chat: ChatKey;
  adapter: ChatAdapter;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  /** The message of an earlier process to go on with. */
  ref?: MessageRef;
  /** Called when the message gets another place, so that it can be journaled. */
  onRef: (ref: MessageRef) => void;
  stillWorkingEveryMs: number;
  /** The "still working" line for this many ms since the turn began. */
  stillWorking: (elapsedMs: number) => string;
}

/**
 * The live message of a turn: one pending text, one request in flight, the latest wins, never faster than the platform
 * allows. Every so often it grows a "still working" line. What can't be shown is skipped: progress is never a result.
 */
export class Progress {
  readonly #o: ProgressOptions;
  readonly #startedAt: number;
  readonly #closing = new AbortController();
  #ref: MessageRef | undefined;
  #stage = '';
  #still = '';
  #shown = '';
  #shownAt = Number.NEGATIVE_INFINITY;
  #pumping: Promise<void> | undefined;
  #callOff: () => void = () => {};

  constructor(options: ProgressOptions) {
    this.#o = options;
    this.#ref = options.ref;
    this.#startedAt = options.clock.now();
    this.#armStillWorking();
  }

  /** Shows a stage as soon as the platform allows; an older one that was not yet shown is dropped. */
  show(stage: string): void {
    this.#stage = stage;
    this.#wake();
  }

  /** Shows a stage and waits until it, or a later one, was shown or skipped. For the few stages worth a pause. */
  async showNow(stage: string): Promise<void> {
    this.show(stage);
    await this.#pumping;
  }

  /** Stops for good and takes the message away. */
  async close(): Promise<void> {
    await this.leave();
    if (this.#ref === undefined) return;
    try {
      await this.#o.adapter.endProgress(this.#o.chat, this.#ref, AbortSignal.timeout(10_000));
    } catch (error) {
      this.#o.log.debug({ err: error }, 'progress message not taken away');
    }
  }

  /** Stops for good but leaves the message where it is, for the next process to go on with. */
  async leave(): Promise<void> {
    this.#callOff();
    this.#closing.abort(new Error('progress closed'));
    await this.#pumping;
  }

  #armStillWorking(): void {
    this.#callOff = this.#o.clock.after(this.#o.stillWorkingEveryMs, () => {
      this.#still = this.#o.stillWorking(this.#o.clock.now() - this.#startedAt);
      this.#wake();
      this.#armStillWorking();
    });
  }

  #text(): string {
    return [this.#stage, this.#still].filter(Boolean).join('\n');
  }

  #wake(): void {
    if (this.#closing.signal.aborted || this.#pumping) return;
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
    });
  }

  async #pump(): Promise<void> {
    const { adapter, chat, clock, log } = this.#o;
    const signal = AbortSignal.any([this.#closing.signal, this.#o.signal]);
    try {
      while (this.#text() !== this.#shown && !signal.aborted) {
        const wait = this.#shownAt + adapter.limits(chat).progressEveryMs - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        const text = this.#text();
        this.#shown = text;
        this.#shownAt = clock.now();
        // The platform's answer brings the place of the message, so a request that left is always waited for.
        const ref = await adapter.showProgress(chat, text, this.#ref, this.#o.signal);
        if (ref !== undefined && ref !== this.#ref) {
          this.#ref = ref;
          this.#o.onRef(ref);
        }
      }
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'progress skipped');
    }
  }
}
