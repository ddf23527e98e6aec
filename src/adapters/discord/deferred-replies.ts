import { KeyedMutex } from '@reelay/async';
import { isPlatformError } from '../kit/platform-error.ts';
import type { Context } from './context.ts';
import { PLACEHOLDER_AFTER_MS } from './limits.ts';
import type { Body } from './message-body.ts';
import type { RequestRecord } from './repository.ts';

/** A note is given up after three failures: the result comes in any case. */
const NOTE = { idempotent: true, attempts: 3 };

/**
 * The deferred replies to commands ("… is thinking"). Changes of one are made one after another, and none is left
 * thinking: it becomes the answer, or a note of what was asked.
 */
export class DeferredReplies {
  readonly #context: Context;
  readonly #order = new KeyedMutex();
  readonly #placeholders = new Map<string, { request: RequestRecord; cancel: () => void }>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Puts the note there, unless something stands there already. Never rejects. */
  async settle(request: RequestRecord): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      if (now.deferredReply !== 'thinking') return;
      await this.#put(now, { content: now.note });
      await this.#save({ ...now, deferredReply: 'settled' });
    });
  }

  /** Puts the note there if the answer is not there within {@link PLACEHOLDER_AFTER_MS}. */
  settleSoon(request: RequestRecord): void {
    const key = keyOf(request);
    const cancel = this.#context.clock.setTimeout(PLACEHOLDER_AFTER_MS, () => {
      this.#placeholders.delete(key);
      void this.settle(request);
    });
    this.#placeholders.set(key, { request, cancel });
  }

  /**
   * Makes `body` the answer.
   * @returns false when that cannot be: it is answered, its token is over, or it was deleted
   */
  async answer(request: RequestRecord, body: Body, signal: AbortSignal): Promise<boolean> {
    this.#cancel(request);
    return this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const webhook = this.#context.repository.webhookOf(now);
      if (!webhook || now.deferredReply === 'none' || now.deferredReply === 'answered') return false;
      try {
        await this.#context.calls.untilDone(
          'edit reply',
          () => this.#context.api.editAnswer(webhook, '@original', body, signal),
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
      await this.#save({ ...now, deferredReply: 'answered' });
      return true;
    });
  }

  /** Removes it: the answer is elsewhere. Never rejects. */
  async remove(request: RequestRecord): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const webhook = this.#context.repository.webhookOf(now);
      if (!webhook || now.deferredReply === 'none' || now.deferredReply === 'answered') return;
      try {
        await this.#context.calls.untilDone(
          'delete reply',
          () => this.#context.api.deleteAnswer(webhook, '@original'),
          NOTE,
        );
      } catch (error) {
        this.#context.log.debug({ err: error, request: request.id }, 'note not removed');
      }
      await this.#save({ ...now, deferredReply: 'answered' });
    });
  }

  /** Shows a text in place of the note, once. Rejects as the call does. */
  async show(request: RequestRecord, text: string, signal: AbortSignal, limitMs?: number): Promise<void> {
    await this.#order.run(keyOf(request), async () => {
      const now = await this.#current(request);
      const webhook = this.#context.repository.webhookOf(now);
      if (!webhook || now.deferredReply === 'none' || now.deferredReply === 'answered') return;
      await this.#context.api.editAnswer(webhook, '@original', { content: text }, signal, limitMs);
      if (now.deferredReply === 'thinking') await this.#save({ ...now, deferredReply: 'settled' });
    });
  }

  /** Stops the timers, and puts every note that is still due. */
  async close(): Promise<void> {
    const due = [...this.#placeholders.values()];
    this.#placeholders.clear();
    for (const { cancel } of due) cancel();
    await Promise.all(due.map(({ request }) => this.settle(request)));
  }

  /** Replaces it by a sentence: the request was not accepted. Never rejects. */
  async refuse(request: RequestRecord, sentence: string): Promise<void> {
    this.#cancel(request);
    await this.#order.run(keyOf(request), () => this.#put(request, { content: sentence }));
  }

  async #put(request: RequestRecord, body: Body): Promise<void> {
    const webhook = this.#context.repository.webhookOf(request);
    if (!webhook) return;
    try {
      await this.#context.calls.untilDone(
        'edit reply',
        () => this.#context.api.editAnswer(webhook, '@original', body),
        NOTE,
      );
    } catch (error) {
      this.#context.log.debug({ err: error, request: request.id }, 'note not written');
    }
  }

  #cancel(request: RequestRecord): void {
    this.#placeholders.get(keyOf(request))?.cancel();
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
