import { randomBytes } from 'node:crypto';
import type { ChatKey, MessageRef } from '../../core/chat.ts';
import { PlatformError } from '../kit/platform-error.ts';
import type { ProgressPlatform } from '../kit/progress-messages.ts';
import type { Api } from './api.ts';
import { readError } from './platform-error.ts';

/** Progress on the page: a message that changes, and goes. */
export class WebProgress implements ProgressPlatform {
  readonly #api: Api;
  readonly #now: () => number;

  constructor(api: Api, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  async post(chat: ChatKey, text: string): Promise<MessageRef> {
    const id = `p-${randomBytes(6).toString('hex')}`;
    const message = { id, from: 'bot' as const, at: this.#now(), text, progress: true };
    await this.#api.post(chat, message).catch((error: unknown) => Promise.reject(readError(error)));
    return id;
  }

  async edit(chat: ChatKey, ref: MessageRef, text: string): Promise<void> {
    const found = await this.#api.edit(chat, ref, (message) => ({ ...message, text }), { lasting: false });
    if (!found) throw new PlatformError('message-gone', 'no such progress message');
  }

  async remove(chat: ChatKey, ref: MessageRef): Promise<void> {
    await this.#api.remove(chat, ref).catch((error: unknown) => Promise.reject(readError(error)));
  }
}
