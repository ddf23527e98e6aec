import type { ChatKey } from '../../core/chat.ts';
import type { Voice } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { Api } from './api.ts';
import { messageId, readMessage, type Said } from './messages.ts';
import type { InboxRecord, Repository } from './repository.ts';
import { say, voiceOf } from './voice.ts';

export interface IntakeOptions {
  api: Api;
  core: CorePort;
  repository: Repository;
  now: () => number;
  log: Logger;
}

/**
 * What visitors send, on its way to the core. It is kept from before it is shown until it is journaled, so that a message
 * which is on show is answered, whenever the process ends.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #handling = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Brings to the core what an earlier process was asked and did not. */
  async takeUp(): Promise<void> {
    for (const record of await this.#options.repository.inbox()) {
      await this.#deliver(record).catch((error: unknown) => {
        this.#options.log.warn({ chat: record.chat, err: error }, 'a kept message was not accepted');
      });
    }
  }

  /** Resolves once the core has the message; rejects when it cannot be journaled now. */
  receive(chat: ChatKey, said: Said): Promise<void> {
    return this.#track(async () => {
      const record: InboxRecord = { chat, ...said };
      await this.#options.repository.setInbox(record);
      await this.#deliver(record);
    });
  }

  /** Does something that a stop waits for. */
  async #track(work: () => Promise<void>): Promise<void> {
    if (this.#closed) throw new Error('the page takes no more messages');
    const handling = work().finally(() => this.#handling.delete(handling));
    this.#handling.add(handling);
    return handling;
  }

  /** Takes nothing more; resolves once what came is journaled. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#handling);
  }

  async #deliver(record: InboxRecord): Promise<void> {
    const { api, core, repository, now } = this.#options;
    const { chat, id, text, files, locale } = record;
    const key = messageId(id);
    await api.post(chat, { id: key, from: 'user', at: now(), text, ...(files.length > 0 && { files }) });
    const acceptance = await core.accept(readMessage(chat, record));
    if (typeof acceptance === 'object')
      await this.refuse(chat, key, acceptance.sentence, voiceOf(locale ?? '', 'auto'));
    await repository.deleteInbox(record);
  }

  /** Says why something is refused. */
  async refuse(chat: ChatKey, key: string, sentence: string | undefined, voice: Voice): Promise<void> {
    const text = sentence ?? say(voice, 'refused');
    await this.#options.api.post(chat, { id: `refused-${key}`, from: 'bot', at: this.#options.now(), text });
  }
}
