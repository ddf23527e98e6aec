import type { LanguageSetting, Voice } from './language.ts';
import { languageOf } from './speech.ts';
import { writesTraditional } from './traditional.ts';

/**
 * How somebody is answered by a sentence that belongs to no turn: in the language that the operator fixed, else in that of
 * the words and then of the platform's locale; in English where nothing says.
 */
export function voiceFor(fixed: LanguageSetting, text: string, locale?: string): Voice {
  const language = fixed === 'auto' ? (languageOf(text, locale) ?? 'en') : fixed;
  return language === 'zh' && writesTraditional(text, locale) ? 'zh-Hant' : language;
}
