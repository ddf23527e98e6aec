/** The languages that Reelay's own sentences exist in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
/** `auto` follows each user; a language fixes it for all. */
export type LanguageSetting = 'auto' | Language;
