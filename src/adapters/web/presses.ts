import type { ChatKey, IncomingMessage } from '../../core/chat.ts';
import { keepsButtons, pressedMenu } from '../kit/action-access.ts';
import type { ButtonDedupe } from '../kit/button-dedupe.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { Api } from './api.ts';
import { withoutButton } from './buttons.ts';
import { partsOf, userIdOf } from './place.ts';

/** A button of a message that a visitor pressed. */
export interface Press {
  message: string;
  button: string;
  /** Names the press: sent again, it is the same one. */
  event: string;
  locale?: string;
}

/** `over`: there is no such button any more. */
export type PressOutcome = 'accepted' | 'pressed' | 'over' | { refusal: string | undefined };

/** Pressed buttons: each becomes one request, and is then no longer shown. */
export class Presses {
  readonly #api: Api;
  readonly #core: CorePort;
  readonly #buttons: ButtonDedupe;

  constructor(options: { api: Api; core: CorePort; buttons: ButtonDedupe }) {
    this.#api = options.api;
    this.#core = options.core;
    this.#buttons = options.buttons;
  }

  /** Resolves once the core has the request; rejects when it cannot be journaled. */
  async handle(chat: ChatKey, { message: id, button: buttonId, event, locale }: Press): Promise<PressOutcome> {
    const message = (await this.#api.read(chat)).find((each) => each.id === id);
    const button = message?.buttons?.find((each) => each.id === buttonId);
    if (!message || !button) return 'over';
    const { name, argument } = button;
    const request: Omit<IncomingMessage, 'id'> = {
      chat,
      userId: userIdOf(partsOf(chat).visitor),
      locale,
      text: '',
      attachments: [],
      command: { name, argument },
      project: message.project,
      repliesTo: id,
      ...pressedMenu(name, id),
    };
    const result = await this.#buttons.press(
      { place: chat, message: id, button: buttonId },
      event,
      async (requestId) => {
        const acceptance = await this.#core.accept({ ...request, id: requestId });
        return typeof acceptance === 'object' ? { refusal: acceptance.sentence } : acceptance;
      },
    );
    if (typeof result === 'object') return result;
    if (result !== 'accepted') return 'pressed';
    if (!keepsButtons(name)) await this.#api.edit(chat, id, (each) => withoutButton(each, buttonId), { lasting: true });
    return 'accepted';
  }
}
