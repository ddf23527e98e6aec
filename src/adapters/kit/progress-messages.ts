import type { Clock } from '@reelay/async';
import { LRUCache } from 'lru-cache';
import { ChatGoneError, type ChatKey, type MessageRef } from '../../core/chat.ts';
import type { Logger } from '../../lib/logger.ts';
import { isPlatformError, mayPass, PlatformError } from './platform-error.ts';

/** What a platform does with a progress message; each call is made once and rejects with a {@link PlatformError}. */
export interface ProgressPlatform {
  /** Posts one; undefined when it was skipped. */
  post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined>;
  edit(chat: ChatKey, ref: MessageRef, text: string, signal: AbortSignal): Promise<void>;
  /** Takes it away; waits out what may pass. */
  remove(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void>;
  /** False for a message that cannot be posted anew, such as the answer to an interaction. */
  canRenew?(ref: MessageRef): boolean;
  /** Shows "typing" or the like once; false where there is no such thing. */
  showBusy?(chat: ChatKey, signal: AbortSignal): Promise<boolean>;
}

export interface ProgressMessagesOptions {
  platform: ProgressPlatform;
  clock: Clock;
  log: Logger;
  /** How long "typing" is seen, in ms: it is shown again after this. */
  busyEveryMs: number;
}

/** How many renewed messages and paused chats are remembered. */
const REMEMBERED = 1000;

/**
 * The progress message of a turn: posted, edited, posted anew once when somebody deleted it, removed. What cannot be
 * shown is skipped and never repeated; after a rate limit nothing is asked of the platform until that is over. The core
 * keeps the pace between two edits (`Limits.progressEveryMs`).
 */
export class ProgressMessages {
  readonly #options: ProgressMessagesOptions;
  /** Messages that stand for one that was deleted: deleted again, they are not wanted. */
  readonly #renewed = new LRUCache<string, true>({ max: REMEMBERED });
  /** Until when a chat's progress is skipped, in ms since the epoch. */
  readonly #pausedUntil = new LRUCache<ChatKey, number>({ max: REMEMBERED });

  constructor(options: ProgressMessagesOptions) {
    this.#options = options;
  }

  /**
   * Shows a text, in the message at `ref` if there is one; gives where it is now.
   * @throws ChatGoneError · PlatformError when the message cannot be posted at all · the signal's reason
   */
  async show(
    chat: ChatKey,
    text: string,
    ref: MessageRef | undefined,
    signal: AbortSignal,
  ): Promise<MessageRef | undefined> {
    if (this.#options.clock.now() < (this.#pausedUntil.get(chat) ?? 0)) return ref;
    if (ref === undefined) return this.#post(chat, text, signal);
    const { platform } = this.#options;
    try {
      await platform.edit(chat, ref, text, signal);
      return ref;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PlatformError)) throw error;
      this.#notePause(chat, error);
      if (error.kind === 'chat-gone') throw new ChatGoneError('the chat is gone', { cause: error });
      const renews = error.kind === 'message-gone' && (platform.canRenew?.(ref) ?? true);
      // Any other refusal skips this text; "not modified" is not even a failure.
      if (!renews || this.#renewed.has(`${chat}/${ref}`)) return ref;
      const renewed = await this.#post(chat, text, signal);
      if (renewed !== undefined) this.#renewed.set(`${chat}/${renewed}`, true);
      return renewed ?? ref;
    }
  }

  /** Takes the message away; that it is gone already is no failure. */
  async end(chat: ChatKey, ref: MessageRef, signal: AbortSignal): Promise<void> {
    this.#renewed.delete(`${chat}/${ref}`);
    try {
      await this.#options.platform.remove(chat, ref, signal);
    } catch (error) {
      if (!(error instanceof PlatformError) || mayPass(error) || error.kind === 'internal') throw error;
      // It is gone, or cannot be deleted any more: there is nothing left to do about it.
    }
  }

  /** Shows that the bot is at work until the signal is aborted; never rejects. */
  async showBusy(chat: ChatKey, signal: AbortSignal): Promise<void> {
    const { platform, clock, log, busyEveryMs } = this.#options;
    try {
      while (!signal.aborted) {
        const shown = await platform.showBusy?.(chat, signal).catch((error: unknown) => {
          // What is refused for good is found out by the turn itself.
          if (!(error instanceof PlatformError) || !mayPass(error)) throw error;
          return true;
        });
        if (!shown) return;
        await clock.sleep(busyEveryMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error, chat }, 'chat action not shown');
    }
  }

  async #post(chat: ChatKey, text: string, signal: AbortSignal): Promise<MessageRef | undefined> {
    try {
      return await this.#options.platform.post(chat, text, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isPlatformError(error, 'chat-gone')) throw new ChatGoneError('the chat is gone', { cause: error });
      if (!(error instanceof PlatformError) || !mayPass(error)) throw error;
      this.#notePause(chat, error);
      return undefined;
    }
  }

  #notePause(chat: ChatKey, error: PlatformError): void {
    if (error.kind === 'rate-limited') this.#pausedUntil.set(chat, this.#options.clock.now() + error.retryAfterMs);
  }
}
