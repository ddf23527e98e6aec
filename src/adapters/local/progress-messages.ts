import type { ChatKey, MessageRef } from '../../core/chat.ts';
import type { ProgressPlatform } from '../kit/progress-messages.ts';
import type { Printer } from './printer.ts';

/** The one progress line there is. */
const REF: MessageRef = 'progress';

/** Progress on this machine: one line of the terminal, or a line for each stage; what is shown next replaces it. */
export class LocalProgress implements ProgressPlatform {
  readonly #printer: Printer;

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  async post(_chat: ChatKey, text: string): Promise<MessageRef> {
    this.#printer.show({ type: 'progress', text });
    return REF;
  }

  async edit(chat: ChatKey, _ref: MessageRef, text: string): Promise<void> {
    await this.post(chat, text);
  }

  async remove(): Promise<void> {}
}
