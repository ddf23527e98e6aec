import { KeyedMutex } from '@reelay/async';
import { z } from 'zod';
import type { ChatKey, PlaceKey } from '../../core/chat.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import type { Logger } from '../../lib/logger.ts';

/** A button of a message. */
export interface PressedButton {
  place: PlaceKey;
  /** The message that it stands under. */
  message: string;
  /** Which of the message's buttons it is; holds no dot. */
  button: string;
}

const pressSchema = z.object({
  /** How many requests the button has made. */
  count: z.number(),
  /** The platform's ids of the presses that were accepted, the latest last. */
  events: z.array(z.string()),
});

export interface ButtonDedupeOptions {
  store: Store;
  /** Name of its table in the store. */
  table: string;
  /** How long a press is remembered, in ms: at least as long as the core knows its turn. */
  ttlMs: number;
  /** Whether the turn of this message has not ended. */
  isOpen: (place: PlaceKey, messageId: string) => Promise<boolean>;
  log: Logger;
}

/** What became of a press: `pressed` when the button's request is still open, `repeated` for the same event again. */
export type PressResult<Refusal> = 'accepted' | 'pressed' | 'repeated' | { refusal: Refusal };

/** What the core made of a press. */
export type PressAcceptance<Refusal> = 'accepted' | 'duplicate' | { refusal: Refusal };

/** How many presses of one button are remembered as events. */
const EVENTS_KEPT = 10;

/**
 * One press, one request. Presses of one button are looked at one after another: while the request of an earlier press
 * is open, another press is the same request; after its end it is a new one. A press that was refused leaves the button
 * as it was.
 */
export class ButtonDedupe {
  readonly #options: ButtonDedupeOptions;
  readonly #table: Table<z.infer<typeof pressSchema>>;
  readonly #order = new KeyedMutex();

  constructor(options: ButtonDedupeOptions) {
    this.#options = options;
    this.#table = options.store.table(options.table, pressSchema);
  }

  /**
   * Makes a request of a press.
   *
   * @param event the platform's id of the press: a platform that gives it twice means one press
   * @param accept brings the request with this id to the core, or refuses it
   */
  async press<Refusal>(
    pressed: PressedButton,
    event: string,
    accept: (id: string) => Promise<PressAcceptance<Refusal>>,
  ): Promise<PressResult<Refusal>> {
    const { place, message, button } = pressed;
    const key = `${place}/${message}.${button}`;
    return this.#order.run(key, async () => {
      const earlier = await this.#table.get(key);
      if (earlier?.events.includes(event)) return 'repeated';
      const count = earlier?.count ?? 0;
      if (count > 0 && (await this.#options.isOpen(place, idOf(pressed, count)))) return 'pressed';
      const acceptance = await accept(idOf(pressed, count + 1));
      if (typeof acceptance === 'object') return acceptance;
      const events = [...(earlier?.events ?? []), event].slice(-EVENTS_KEPT);
      try {
        await this.#table.set(key, { count: count + 1, events }, this.#options.ttlMs);
      } catch (error) {
        // The request is journaled: a repeated event has its id, and the core drops it.
        this.#options.log.warn({ err: error, place }, 'press not saved');
      }
      return acceptance === 'accepted' ? 'accepted' : 'pressed';
    });
  }

  /** Erases what is known of a chat's buttons. */
  async forget(chat: ChatKey): Promise<void> {
    for (const [key] of await this.#table.all()) if (key.startsWith(`${chat}/`)) await this.#table.delete(key);
  }
}

/** Begins with the id of the message, so that the answer can be a reply to it. */
function idOf({ message, button }: PressedButton, count: number): string {
  return `${message}.${button}.${count}`;
}
