/** The languages that Reelay's own sentences exist in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
/** How the bot's sentences are written: Chinese in simplified or in traditional characters. */
export type Voice = Language | 'zh-Hant';

/** The language of a voice. */
export function spokenIn(voice: Voice): Language {
  return voice === 'en' ? 'en' : 'zh';
}

/** `auto` follows each user; a language fixes it for all. */
export type LanguageSetting = 'auto' | Language;
