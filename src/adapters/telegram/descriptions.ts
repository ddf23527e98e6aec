import type { Api } from 'grammy';
import type { LanguageSetting } from '../../i18n/language.ts';
import { telegramSentences } from '../../i18n/telegram.ts';
import { asApiSignal } from './api.ts';

export type Call = <T>(what: string, call: (limited: AbortSignal) => Promise<T>) => Promise<T>;

/** Writes what the bot's page and an empty chat with it say, in each language, where it differs from what is there. */
export async function describeBot(api: Api, language: LanguageSetting, call: Call): Promise<void> {
  for (const code of [undefined, 'zh'] as const) {
    const t = telegramSentences(language === 'auto' ? (code ?? 'en') : language);
    const own = { language_code: code };
    const long = await call('getMyDescription', (limited) => api.getMyDescription(own, asApiSignal(limited)));
    if (long.description !== t('description')) {
      await call('setMyDescription', (limited) => api.setMyDescription(t('description'), own, asApiSignal(limited)));
    }
    const short = await call('getMyShortDescription', (limited) =>
      api.getMyShortDescription(own, asApiSignal(limited)),
    );
    if (short.short_description !== t('shortDescription')) {
      await call('setMyShortDescription', (limited) =>
        api.setMyShortDescription(t('shortDescription'), own, asApiSignal(limited)),
      );
    }
  }
}
