import { PlatformStartError } from '../kit/platform-module.ts';

/** The bot cannot be started on Telegram, or not go on; the message says why and what to do. */
export class TelegramStartError extends PlatformStartError {
  override readonly name = 'TelegramStartError';
}

export const BAD_TOKEN =
  'Telegram does not know TELEGRAM_TOKEN (401). Copy the token from @BotFather again; if it was revoked, use the new one.';
export const SECOND_POLLER =
  'Another program is fetching messages with this TELEGRAM_TOKEN (409). Only one may: stop the other one, then start this one again.';
