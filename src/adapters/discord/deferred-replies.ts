import { KeyedMutex } from '../../lib/keyed-mutex.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Body } from './api.ts';
import type { Context } from './context.ts';
import { PLACEHOLDER_AFTER_MS } from './limits.ts';
import type { Ask } from './repository.ts';

/** A note is given up after three failures: the result comes in any case. */
const NOTE = { idempotent: true, attempts: 3 };

/**
 * The messages that answer commands ("… is thinking"). Each is changed by one at a time, and none is left thinking: it
 * becomes the answer, or a note of what was asked.
 */
export class DeferredReplies {
  readonly #o: Context;
  readonly #order = new KeyedMutex();
  readonly #placeholders = new Map<string, { ask: Ask; callOff: () => void }>();

  constructor(context: Context) {
    this.#o = context;
  }

  /** Puts the note there, unless something stands there already. Never rejects. */
  async settle(ask: Ask): Promise<void> {
    await this.#order.run(keyOf(ask), async () => {
      const now = await this.#current(ask);
      if (now.original !== 'thinking') return;
      await this.#put(now, { content: now.note });
      await this.#save({ ...now, original: 'settled' });
    });
  }

  /** Sees to it that the note comes if the answer takes its time. */
  settleSoon(ask: Ask): void {
    const key = keyOf(ask);
    const callOff = this.#o.clock.setTimeout(PLACEHOLDER_AFTER_MS, () => {
      this.#placeholders.delete(key);
      void this.settle(ask);
    });
    this.#placeholders.set(key, { ask, callOff });
  }

  /**
   * Makes `body` the answer.
   * @returns false when that can't be: it is answered, its token is over, or it was deleted
   */
  async answer(ask: Ask, body: Body, signal: AbortSignal): Promise<boolean> {
    this.#callOff(ask);
    return this.#order.run(keyOf(ask), async () => {
      const now = await this.#current(ask);
      const hook = this.#o.records.hookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return false;
      try {
        await this.#o.calls.untilDone('edit reply', () => this.#o.api.editAnswer(hook, '@original', body, signal), {
          signal,
          idempotent: true,
        });
      } catch (error) {
        signal.throwIfAborted();
        if (!isPlatformError(error, 'token-expired', 'message-gone', 'chat-gone')) throw error;
        return false;
      }
      await this.#save({ ...now, original: 'answered' });
      return true;
    });
  }

  /** Takes it away, answered elsewhere. Never rejects. */
  async remove(ask: Ask): Promise<void> {
    await this.#order.run(keyOf(ask), async () => {
      const now = await this.#current(ask);
      const hook = this.#o.records.hookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return;
      try {
        await this.#o.calls.untilDone('delete reply', () => this.#o.api.deleteAnswer(hook, '@original'), NOTE);
      } catch (error) {
        this.#o.log.debug({ err: error, ask: ask.id }, 'note not taken away');
      }
      await this.#save({ ...now, original: 'answered' });
    });
  }

  /** Shows a text in place of the note, once. Rejects as the call does. */
  async show(ask: Ask, text: string, signal: AbortSignal, limitMs?: number): Promise<void> {
    await this.#order.run(keyOf(ask), async () => {
      const now = await this.#current(ask);
      const hook = this.#o.records.hookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return;
      await this.#o.api.editAnswer(hook, '@original', { content: text }, signal, limitMs);
      if (now.original === 'thinking') await this.#save({ ...now, original: 'settled' });
    });
  }

  /** Lets go of the timers, and puts down every note that is still due. */
  async close(): Promise<void> {
    const due = [...this.#placeholders.values()];
    this.#placeholders.clear();
    for (const { callOff } of due) callOff();
    await Promise.all(due.map(({ ask }) => this.settle(ask)));
  }

  /** Replaces what stands there by a sentence: the request was not taken. Never rejects. */
  async refuse(ask: Ask, sentence: string): Promise<void> {
    this.#callOff(ask);
    await this.#order.run(keyOf(ask), () => this.#put(ask, { content: sentence }));
  }

  async #put(ask: Ask, body: Body): Promise<void> {
    const hook = this.#o.records.hookOf(ask);
    if (!hook) return;
    try {
      await this.#o.calls.untilDone('edit reply', () => this.#o.api.editAnswer(hook, '@original', body), NOTE);
    } catch (error) {
      this.#o.log.debug({ err: error, ask: ask.id }, 'note not written');
    }
  }

  #callOff(ask: Ask): void {
    this.#placeholders.get(keyOf(ask))?.callOff();
    this.#placeholders.delete(keyOf(ask));
  }

  async #current(ask: Ask): Promise<Ask> {
    try {
      return (await this.#o.records.ask(ask.chat, ask.id)) ?? ask;
    } catch (error) {
      this.#o.log.warn({ err: error, ask: ask.id }, 'request not read');
      return ask;
    }
  }

  async #save(ask: Ask): Promise<void> {
    try {
      await this.#o.records.saveAsk(ask);
    } catch (error) {
      this.#o.log.warn({ err: error, ask: ask.id }, 'request not saved');
    }
  }
}

function keyOf(ask: Ask): string {
  return `${ask.chat}/${ask.id}`;
}
