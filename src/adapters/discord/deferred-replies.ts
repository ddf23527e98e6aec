import { KeyedMutex } from '../../lib/keyed-mutex.ts';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Body } from './api.ts';
import type { Context } from './context.ts';
import { PLACEHOLDER_AFTER_MS } from './limits.ts';
import type { RequestRecord } from './repository.ts';

/** A note is given up after three failures: the result comes in any case. */
const NOTE = { idempotent: true, attempts: 3 };

/**
 * The messages that answer commands ("… is thinking"). Each is changed by one at a time, and none is left thinking: it
 * becomes the answer, or a note of what was asked.
 */
export class DeferredReplies {
  readonly #context: Context;
  readonly #order = new KeyedMutex();
  readonly #placeholders = new Map<string, { request: RequestRecord; callOff: () => void }>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Puts the note there, unless something stands there already. Never rejects. */
  async settle(request: RequestRecord): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      if (now.original !== 'thinking') return;
      await this.#put(now, { content: now.note });
      await this.#save({ ...now, original: 'settled' });
    });
  }

  /** Sees to it that the note comes if the answer takes its time. */
  settleSoon(request: RequestRecord): void {
    const key = keyOf(request);
    const callOff = this.#context.clock.setTimeout(PLACEHOLDER_AFTER_MS, () => {
      this.#placeholders.delete(key);
      void this.settle(request);
    });
    this.#placeholders.set(key, { request, callOff });
  }

  /**
   * Makes `body` the answer.
   * @returns false when that can't be: it is answered, its token is over, or it was deleted
   */
  async answer(request: RequestRecord, body: Body, signal: AbortSignal): Promise<boolean> {
    this.#callOff(request);
    return this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const hook = this.#context.repository.webhookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return false;
      try {
        await this.#context.calls.untilDone(
          'edit reply',
          () => this.#context.api.editAnswer(hook, '@original', body, signal),
          {
            signal,
            idempotent: true,
          },
        );
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
  async remove(request: RequestRecord): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const hook = this.#context.repository.webhookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return;
      try {
        await this.#context.calls.untilDone(
          'delete reply',
          () => this.#context.api.deleteAnswer(hook, '@original'),
          NOTE,
        );
      } catch (error) {
        this.#context.log.debug({ err: error, request: request.id }, 'note not taken away');
      }
      await this.#save({ ...now, original: 'answered' });
    });
  }

  /** Shows a text in place of the note, once. Rejects as the call does. */
  async show(request: RequestRecord, text: string, signal: AbortSignal, limitMs?: number): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const hook = this.#context.repository.webhookOf(now);
      if (!hook || now.original === 'none' || now.original === 'answered') return;
      await this.#context.api.editAnswer(hook, '@original', { content: text }, signal, limitMs);
      if (now.original === 'thinking') await this.#save({ ...now, original: 'settled' });
    });
  }

  /** Lets go of the timers, and puts down every note that is still due. */
  async close(): Promise<void> {
    const due = [...this.#placeholders.values()];
    this.#placeholders.clear();
    for (const { callOff } of due) callOff();
    await Promise.all(due.map(({ request }) => this.settle(request)));
  }

  /** Replaces what stands there by a sentence: the request was not taken. Never rejects. */
  async refuse(request: RequestRecord, sentence: string): Promise<void> {
    this.#callOff(request);
    await this.#order.run(keyOf(request), () => this.#put(request, { content: sentence }));
  }

  async #put(request: RequestRecord, body: Body): Promise<void> {
    const hook = this.#context.repository.webhookOf(request);
    if (!hook) return;
    try {
      await this.#context.calls.untilDone(
        'edit reply',
        () => this.#context.api.editAnswer(hook, '@original', body),
        NOTE,
      );
    } catch (error) {
      this.#context.log.debug({ err: error, request: request.id }, 'note not written');
    }
  }

  #callOff(request: RequestRecord): void {
    this.#placeholders.get(keyOf(request))?.callOff();
    this.#placeholders.delete(keyOf(request));
  }

  async #current(request: RequestRecord): Promise<RequestRecord> {
    try {
      return (await this.#context.repository.request(request.chat, request.id)) ?? request;
    } catch (error) {
      this.#context.log.warn({ err: error, request: request.id }, 'request not read');
      return request;
    }
  }

  async #save(request: RequestRecord): Promise<void> {
    try {
      await this.#context.repository.saveRequest(request);
    } catch (error) {
      this.#context.log.warn({ err: error, request: request.id }, 'request not saved');
    }
  }
}

function keyOf(request: RequestRecord): string {
  return `${request.chat}/${request.id}`;
}
