import type { LanguageSetting, Voice } from '../../i18n/language.ts';
import { writesTraditional } from '../../i18n/traditional.ts';
import type { WebSentence } from '../../i18n/web.ts';
import { webWords } from '../../i18n/web.ts';
import type { PageVoice } from './wire.ts';

/** The language of the page, from what a browser asks for: `zh-TW,zh;q=0.9`. */
export function voiceOf(locales: string, setting: LanguageSetting): PageVoice {
  const first = locales.split(',', 1)[0]?.split(';', 1)[0]?.trim() ?? '';
  const isChinese = setting === 'auto' ? /^zh/i.test(first) : setting === 'zh';
  if (!isChinese) return 'en';
  return writesTraditional('', first) === true ? 'zh-Hant' : 'zh';
}

/** A sentence of the page, filled. */
export function say(voice: Voice, key: WebSentence, values: Record<string, string | number> = {}): string {
  return webWords(voice)[key].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
