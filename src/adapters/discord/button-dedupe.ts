import type { ChatKey } from '../../core/chat.ts';
import type { Context } from './context.ts';
import type { Ask } from './repository.ts';

/**
 * Tells a second click from a second wish: while a press has neither been answered nor its turn ended, another press of
 * the same button is the same request.
 */
export class ButtonDedupe {
  readonly #o: Pick<Context, 'records' | 'log'>;
  /** Presses of this process that wait for an answer, by chat. */
  readonly #open = new Map<ChatKey, Map<string, Ask>>();

  constructor(context: Pick<Context, 'records' | 'log'>) {
    this.#o = context;
  }

  /** The id of the request that a press of this button is; the same one for a second click. */
  async idOf(chat: ChatKey, message: string, command: string): Promise<string> {
    for (let count = 1; ; count++) {
      const id = `${message}-${command}-${count}`;
      const earlier = await this.#o.records.ask(chat, id);
      if (!earlier?.over) return id;
    }
  }

  /** A press was taken. */
  began(ask: Ask): void {
    const inChat = this.#open.get(ask.chat) ?? new Map<string, Ask>();
    this.#open.set(ask.chat, inChat.set(ask.id, ask));
  }

  /** A request was answered: if it was a press, the next one is a new wish. */
  async answered(ask: Ask | undefined): Promise<void> {
    if (ask?.press && !ask.over) await this.#close({ ...ask, over: true });
  }

  /** A turn of the chat ended, however it did: what was pressed for it may be pressed again. */
  async ended(chat: ChatKey): Promise<void> {
    for (const ask of this.#open.get(chat)?.values() ?? []) await this.#close({ ...ask, over: true });
  }

  async #close(ask: Ask): Promise<void> {
    const inChat = this.#open.get(ask.chat);
    inChat?.delete(ask.id);
    if (inChat?.size === 0) this.#open.delete(ask.chat);
    try {
      await this.#o.records.saveAsk(ask);
    } catch (error) {
      this.#o.log.warn({ err: error, ask: ask.id }, 'the end of a press was not saved');
    }
  }
}
