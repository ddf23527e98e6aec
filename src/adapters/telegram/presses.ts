import type { Api } from 'grammy';
import type { CallbackQuery } from 'grammy/types';
import { type IncomingMessage, placeOf as placeKeyOf } from '../../core/chat.ts';
import { ANSWER } from '../../core/steps/asked.ts';
import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { voiceFor } from '../../i18n/voice.ts';
import type { Logger } from '../../lib/logger.ts';
import { keepsButtons, pressedMenu } from '../kit/action-access.ts';
import type { ButtonDedupe, PressAcceptance } from '../kit/button-dedupe.ts';
import type { Calls } from '../kit/calls.ts';
import type { CorePort } from '../kit/core-port.ts';
import { asApiSignal } from './api.ts';
import { buttonIndex, withoutButton } from './buttons.ts';
import type { EphemeralReplies } from './ephemeral-replies.ts';
import { ephemeralNumber, idOf } from './message-id.ts';
import { chatOf, isPrivate, keyOf, placeOf, placeOfMessage } from './place.ts';
import type { ButtonRecord, Repository } from './repository.ts';

export interface PressesOptions {
  api: Api;
  calls: Calls;
  core: CorePort;
  buttons: ButtonDedupe;
  repository: Repository;
  ephemeral: EphemeralReplies;
  log: Logger;
  language: LanguageSetting;
}

/** A press is answered within this long or not at all, in ms: Telegram forgets it. */
const ANSWER_LIMIT_MS = 15_000;

/** A press whose button is known to stand under this message. */
interface KnownPress {
  query: CallbackQuery;
  message: NonNullable<CallbackQuery['message']>;
  data: string;
  record: ButtonRecord;
  chat: string;
  language: Voice;
}

/** Pressed buttons: each becomes one request of the person who may press it, and is then removed from its message. */
export class Presses {
  readonly #options: PressesOptions;
  readonly #answering = new Set<Promise<void>>();

  constructor(options: PressesOptions) {
    this.#options = options;
  }

  /** Resolves once the core has the request; rejects when it cannot be journaled. */
  async handle(query: CallbackQuery): Promise<void> {
    const { language: setting } = this.#options;
    const language = voiceFor(setting, '', query.from.language_code);
    let refusal: string | undefined;
    try {
      const press = await this.#find(query, language);
      refusal = press ? await this.#press(press) : telegramSentences(language)('buttonOver');
    } finally {
      this.#answer(query.id, refusal);
    }
  }

  /** Waits for the answers to presses that are on their way. */
  async settled(): Promise<void> {
    await Promise.all(this.#answering);
  }

  /** What a client sends as a press may be made up: the record shows where its button really stands. */
  async #find(query: CallbackQuery, language: Voice): Promise<KnownPress | undefined> {
    const { repository } = this.#options;
    const { message, data } = query;
    const record = data === undefined ? undefined : await repository.button(data);
    if (!record || !message || data === undefined) return undefined;
    const place = placeOf(record.chat);
    const chatId = await repository.chatNow(place.chatId);
    if (chatId !== String(message.chat.id)) return undefined;
    // Of a message that is too old Telegram gives the chat only.
    const now = message.date === 0 ? { ...place, chatId } : placeOfMessage(message);
    const chat = chatOf(now, String(query.from.id));
    return { query, message, data, record, chat, language };
  }

  /** @returns why the press was refused */
  async #press(press: KnownPress): Promise<string | undefined> {
    const { message, data, record, chat, query } = press;
    const t = telegramSentences(press.language);
    const own = record.userId === undefined || record.userId === String(query.from.id);
    // The question is asked of the one whose project it is about.
    if (record.name === ANSWER && !own) return t('notYourButton');
    const pressed = { place: placeKeyOf(chat), message: idOf(message), button: buttonIndex(data) };
    const result = await this.#options.buttons.press(pressed, query.id, (id) => this.#accept(id, press));
    // Pressed by somebody else it stays for the one whose result it is.
    if (result === 'accepted' && own && !keepsButtons(record.name)) this.#removeButton(press);
    if (typeof result === 'object') return result.refusal;
    return result === 'pressed' ? t('buttonPressed') : undefined;
  }

  async #accept(id: string, press: KnownPress): Promise<PressAcceptance<string>> {
    const { query, message, record, chat, language } = press;
    const { core, repository } = this.#options;
    const userId = String(query.from.id);
    const { name, argument, project } = record;
    const locale = query.from.language_code;
    const request: IncomingMessage = {
      id,
      chat,
      userId,
      locale,
      text: '',
      attachments: [],
      command: { name, argument },
      project,
      repliesTo: idOf(message),
      ...pressedMenu(name, idOf(message)),
    };
    if (!isPrivate(message.chat)) {
      request.shared = { community: keyOf({ chatId: String(message.chat.id) }) };
      await repository.setRequester(chat, id, userId);
      this.#options.ephemeral.pressed(chat, id, query.id);
    }
    const acceptance = await core.accept(request);
    if (typeof acceptance !== 'object') return acceptance;
    return { refusal: acceptance.sentence ?? telegramSentences(language)('notForYou') };
  }

  /** Nobody waits for it: it only saves a press that would be answered "pressed already". */
  #removeButton({ message, data, query }: KnownPress): void {
    const { api, calls, log } = this.#options;
    const markup = 'reply_markup' in message ? withoutButton(message.reply_markup, data) : undefined;
    if (!markup) return;
    const { chat, message_id: id } = message;
    const alone = ephemeralNumber(idOf(message));
    const edit = (limited: AbortSignal) =>
      alone === undefined
        ? api.editMessageReplyMarkup(chat.id, id, { reply_markup: markup }, asApiSignal(limited))
        : api.editEphemeralMessageReplyMarkup(
            ...[chat.id, query.from.id, alone, { reply_markup: markup }, asApiSignal(limited)],
          );
    const target = { place: String(chat.id), posts: true };
    const options = { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), idempotent: true, target };
    this.#track(
      calls.untilDone<unknown>('editMessageReplyMarkup', edit, options).then(
        () => {},
        (error: unknown) => log.debug({ err: error }, 'used button not removed'),
      ),
    );
  }

  #answer(id: string, text: string | undefined): void {
    const { api, calls, log } = this.#options;
    const answer = (limited: AbortSignal) =>
      api.answerCallbackQuery(id, text === undefined ? {} : { text, show_alert: true }, asApiSignal(limited));
    const options = { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), idempotent: true };
    this.#track(
      calls.untilDone('answerCallbackQuery', answer, options).then(
        () => {},
        (error: unknown) => log.debug({ err: error }, 'callback query not answered'),
      ),
    );
  }

  #track(work: Promise<void>): void {
    const running = work.finally(() => this.#answering.delete(running));
    this.#answering.add(running);
  }
}
