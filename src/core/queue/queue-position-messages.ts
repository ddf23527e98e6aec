import { untilAborted } from '@reelay/async';
import { translator } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ChatAdapter } from '../chat.ts';
import type { Turn } from '../turn/turn.ts';
import { voiceOf } from '../turn/voice.ts';

/** A message that takes longer than this is not waited for, in ms. */
const SHOW_LIMIT_MS = 10_000;

export interface QueuePositionMessagesOptions {
  adapterOf: (turn: Turn) => ChatAdapter;
  /** False once the turn was removed from its queue. */
  isOpen: (turn: Turn) => boolean;
  save: (turn: Turn) => Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

/** Shows waiting turns their positions, in the message that each uses for its progress when it begins. */
export class QueuePositionMessages {
  readonly #options: QueuePositionMessagesOptions;

  constructor(options: QueuePositionMessagesOptions) {
    this.#options = options;
  }

  /** Shows the turn's position in its chat's queue, 1 for the next. Never rejects. */
  async show(turn: Turn, position: number): Promise<void> {
    const t = translator(voiceOf(turn));
    await this.#post(turn, position === 1 ? t('queuedNext') : t('queuedAt', { position }));
  }

  /** Shows that the turn has to wait for those of other chats. Never rejects. */
  async showBusy(turn: Turn): Promise<void> {
    await this.#post(turn, translator(voiceOf(turn))('allSlotsBusy'));
  }

  /** Shows that the turn has to wait for somebody else's on the same project. Never rejects. */
  async showProjectBusy(turn: Turn): Promise<void> {
    await this.#post(turn, translator(voiceOf(turn))('projectBusy'));
  }

  /** Posts or changes the message; what cannot be shown is skipped. */
  async #post(turn: Turn, text: string): Promise<void> {
    const limited = AbortSignal.any([this.#options.signal, AbortSignal.timeout(SHOW_LIMIT_MS)]);
    try {
      const adapter = this.#options.adapterOf(turn);
      const ref = await untilAborted(adapter.showProgress(turn.chat, text, turn.progressRef, limited), limited);
      if (ref === undefined || ref === turn.progressRef) return;
      // Removed from the queue while the platform was asked: then the message goes too.
      if (!this.#options.isOpen(turn)) return await adapter.endProgress(turn.chat, ref, limited);
      turn.progressRef = ref;
      await this.#options.save(turn);
    } catch (error) {
      this.#options.log.debug({ err: error, turn: turn.id }, 'queue position not shown');
    }
  }

  /** Removes the message. Never rejects. */
  async remove(turn: Turn): Promise<void> {
    if (turn.progressRef === undefined) return;
    const limited = AbortSignal.timeout(SHOW_LIMIT_MS);
    try {
      await untilAborted(this.#options.adapterOf(turn).endProgress(turn.chat, turn.progressRef, limited), limited);
    } catch (error) {
      this.#options.log.debug({ err: error, turn: turn.id }, 'queue position message not removed');
    }
  }
}
