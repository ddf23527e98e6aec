/** The languages that Reelay's own sentences exist in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
/** How the bot's sentences are written: Chinese in simplified or in traditional characters. */
export const VOICES = [...LANGUAGES, 'zh-Hant'] as const;
export type Voice = (typeof VOICES)[number];

/** The language of a voice. */
export function spokenIn(voice: ChosenLanguage): Language {
  return voice === 'en' ? 'en' : 'zh';
}

/** What somebody can choose to be answered in: `zh` in the characters that they write. */
export const CHOSEN_LANGUAGES = [...VOICES, 'zh-Hans'] as const;
export type ChosenLanguage = (typeof CHOSEN_LANGUAGES)[number];

/** `auto` follows each user; a language fixes it for all. */
export type LanguageSetting = 'auto' | Language;
