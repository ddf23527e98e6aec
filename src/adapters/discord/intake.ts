import { KeyedMutex } from '@reelay/async';
import type { IncomingMessage } from '../../core/chat.ts';
import type { Acceptance } from '../../core/engine.ts';
import { ShutdownError } from '../../core/queue/chat-queues.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { Place, Repository, RequestRecord } from './repository.ts';

/** What became of a request; all but `accepted` and `duplicate` were not accepted, and the user must hear that. */
export type IntakeResult = Acceptance | 'stopping' | 'failed';

/** What a request brings along besides its message. */
export interface IntakeRequest {
  request: RequestRecord;
  place: Place;
}

export interface IntakeOptions {
  core: CorePort;
  repository: Repository;
  log: Logger;
}

/** Brings requests to the core, with what it takes to answer them saved before. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #order = new KeyedMutex();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Does what brings a request of a channel to the core in order: what was said first gets there first, also when
   * looking something up for it takes longer.
   */
  inOrder(channel: string, work: () => Promise<void>): Promise<void> {
    return this.#order.run(channel, work);
  }

  /** Never rejects. */
  async take(message: IncomingMessage, { request, place }: IntakeRequest): Promise<IntakeResult> {
    const { core, repository, log } = this.#options;
    try {
      await repository.savePlace(message.chat, place);
      if (!(await repository.request(message.chat, message.id))) await repository.saveRequest(request);
      return await core.accept(message);
    } catch (error) {
      if (error instanceof ShutdownError) return 'stopping';
      log.error({ err: error, chat: message.chat }, 'request not accepted');
      return 'failed';
    }
  }

  /** Never rejects. An edit that asks for what the user may not do is ignored. */
  async amend(message: IncomingMessage): Promise<boolean> {
    try {
      return await this.#options.core.amend(message);
    } catch (error) {
      this.#options.log.warn({ err: error, chat: message.chat }, 'edited message not applied');
      return false;
    }
  }
}
