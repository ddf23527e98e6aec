import { translator } from '../../i18n/translator.ts';
import { untilAborted } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ChatAdapter } from '../chat.ts';
import type { Turn } from '../turn/turn.ts';

/** A note that takes longer than this is not waited for, in ms. */
const NOTE_LIMIT_MS = 10_000;

export interface QueuePositionMessagesOptions {
  adapterOf: (turn: Turn) => ChatAdapter;
  /** False once the turn was taken out of its line. */
  isOpen: (turn: Turn) => boolean;
  save: (turn: Turn) => Promise<void>;
  log: Logger;
  signal: AbortSignal;
}

/** Tells waiting turns their place, in the message that each goes on with as its progress when it begins. */
export class QueuePositionMessages {
  readonly #o: QueuePositionMessagesOptions;

  constructor(options: QueuePositionMessagesOptions) {
    this.#o = options;
  }

  /** Tells the turn's place in its chat's line. Never rejects. */
  async tell(turn: Turn, place: number): Promise<void> {
    const say = translator(turn.language);
    await this.#show(turn, place === 1 ? say('notedNext') : say('notedPlace', { place }));
  }

  /** Tells that the turn has to wait for those of other chats. Never rejects. */
  async tellBusy(turn: Turn): Promise<void> {
    await this.#show(turn, translator(turn.language)('placesTaken'));
  }

  /** Shows or changes the note; what can't be shown is skipped. */
  async #show(turn: Turn, text: string): Promise<void> {
    const limited = AbortSignal.any([this.#o.signal, AbortSignal.timeout(NOTE_LIMIT_MS)]);
    try {
      const adapter = this.#o.adapterOf(turn);
      const ref = await untilAborted(adapter.showProgress(turn.chat, text, turn.progressRef, limited), limited);
      if (ref === undefined || ref === turn.progressRef) return;
      // Taken out of the line while the platform was asked: then the note goes too.
      if (!this.#o.isOpen(turn)) return await adapter.endProgress(turn.chat, ref, limited);
      turn.progressRef = ref;
      await this.#o.save(turn);
    } catch (error) {
      this.#o.log.debug({ err: error, turn: turn.id }, 'place in line not told');
    }
  }

  /** Takes a note away. Never rejects. */
  async takeAway(turn: Turn): Promise<void> {
    if (turn.progressRef === undefined) return;
    const limited = AbortSignal.timeout(NOTE_LIMIT_MS);
    try {
      await untilAborted(this.#o.adapterOf(turn).endProgress(turn.chat, turn.progressRef, limited), limited);
    } catch (error) {
      this.#o.log.debug({ err: error, turn: turn.id }, 'note not taken away');
    }
  }
}
