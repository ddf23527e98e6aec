import { type Api, GrammyError } from 'grammy';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { PlatformError } from '../kit/platform-error.ts';
import { asApiSignal } from './api.ts';

/** How often it is tried to ask, where Telegram is away. */
const ATTEMPTS = 2;

/**
 * Whether the Bot API knows messages that one person of a group alone sees (since 10.2). An older server, such as a local
 * one, passes over the parameter that it does not know and posts the message for everybody: so it is asked before the
 * first one is sent, by a method that came with them and changes nothing.
 */
export class EphemeralSupport {
  readonly #options: { api: Api; calls: Calls; log: Logger };
  #known: boolean | undefined;

  constructor(options: { api: Api; calls: Calls; log: Logger }) {
    this.#options = options;
  }

  /** Asks once; false, and asked again later, where Telegram does not answer. */
  async isKnown(signal: AbortSignal): Promise<boolean> {
    if (this.#known !== undefined) return this.#known;
    const { api, calls, log } = this.#options;
    const ask = (limited: AbortSignal) => api.deleteEphemeralMessage(1, 1, 1, asApiSignal(limited));
    try {
      await calls.untilDone('deleteEphemeralMessage', ask, { signal, idempotent: true, attempts: ATTEMPTS });
      this.#known = true;
    } catch (error) {
      signal.throwIfAborted();
      const refusal = error instanceof PlatformError ? error.cause : undefined;
      if (!(refusal instanceof GrammyError)) return false;
      const { error_code: code } = refusal;
      // There is no such message; an unknown method is answered with 404.
      if (code === 400 || code === 403) this.#known = true;
      else if (code === 404) this.#known = false;
      log.info({ known: this.#known }, 'asked for ephemeral messages');
    }
    return this.#known ?? false;
  }

  /** One was posted for everybody. */
  isMissing(): void {
    this.#known = false;
    this.#options.log.warn({}, 'the Bot API server knows no ephemeral messages; private answers go another way');
  }
}
