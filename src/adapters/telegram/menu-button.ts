import type { Api } from 'grammy';
import type { LanguageSetting } from '../../i18n/language.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { asApiSignal } from './api.ts';
import type { Call } from './descriptions.ts';

/** Makes the button beside the message field open the page, where it does not yet; Telegram has one text for all. */
export async function writeMenuButton(api: Api, url: string, language: LanguageSetting, call: Call): Promise<void> {
  const text = telegramSentences(language === 'auto' ? 'en' : language)('menuButton');
  const now = await call('getChatMenuButton', (limited) => api.getChatMenuButton({}, asApiSignal(limited)));
  if (now.type === 'web_app' && now.web_app.url === url && now.text === text) return;
  const button = { type: 'web_app', text, web_app: { url } } as const;
  await call('setChatMenuButton', (limited) => api.setChatMenuButton({ menu_button: button }, asApiSignal(limited)));
}
