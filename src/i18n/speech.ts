import { withoutQuotes } from '../lib/quotes.ts';
import type { Language } from './language.ts';

/** Scripts that one language alone is commonly written in, or that the locale decides among. */
const SCRIPTS: readonly (readonly [script: RegExp, usual: string, others?: RegExp])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Cyrillic}/u, 'ru', /^(?:uk|bg|sr|mk|be|kk|ky|mn|tg)\b/],
  [/\p{Script=Arabic}/u, 'ar', /^(?:fa|ur|ps|ckb|ug)\b/],
  [/\p{Script=Hebrew}/u, 'he', /^yi\b/],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Devanagari}/u, 'hi', /^(?:mr|ne|sa)\b/],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Bengali}/u, 'bn', /^as\b/],
  [/\p{Script=Tamil}/u, 'ta'],
  [/\p{Script=Telugu}/u, 'te'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}/u, 'hy'],
  [/\p{Script=Khmer}/u, 'km'],
  [/\p{Script=Myanmar}/u, 'my'],
  [/\p{Script=Lao}/u, 'lo'],
];
const NOT_LATIN = new Set(SCRIPTS.flatMap(([, usual]) => usual).concat('zh'));

/** A longer text is judged by its beginning, in UTF-16 units. */
const JUDGED = 1000;

interface Letters {
  han: number;
  /** Words of Latin letters. */
  latin: number;
  /** The language of another script, where there is one. */
  other?: string;
}

/** What a text is written in. What it quotes is a title, not the speaker's language, unless there is nothing else. */
function lettersOf(text: string, locale: string): Letters {
  const judged = text.slice(0, JUDGED);
  const own = withoutQuotes(judged);
  const said = /\p{L}/u.test(own) ? own : judged;
  const found = SCRIPTS.find(([script]) => script.test(said));
  const other = found && (found[2]?.test(locale.toLowerCase()) ? languageIn(locale) : found[1]);
  return {
    han: said.match(/\p{Script=Han}/gu)?.length ?? 0,
    latin: said.match(/\p{Script=Latin}{2,}/gu)?.length ?? 0,
    ...(other && { other }),
  };
}

const languageIn = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? '';

/**
 * The language of the bot's own words for a message: Chinese for whoever writes it, else English; where words do not
 * decide, the platform's locale does; undefined when neither does. A message in two languages has the one of its larger
 * part.
 */
export function languageOf(text: string, locale = ''): Language | undefined {
  const { han, latin, other } = lettersOf(text, locale);
  if (other) return 'en';
  if (han > 0 && han >= latin) return 'zh';
  // A word or two, such as a name or "ok", are the same in many languages.
  if (latin >= 3 || (latin > 0 && !locale) || han > 0) return 'en';
  if (locale) return languageIn(locale) === 'zh' ? 'zh' : 'en';
  return undefined;
}

/** The ISO code of the language that somebody writes, for the backend; undefined when nothing says. */
export function speechOf(text: string, locale = '', isTraditional = false): string | undefined {
  const { han, latin, other } = lettersOf(text, locale);
  const chinese = isTraditional ? 'zh-TW' : 'zh-CN';
  if (other) return other;
  if (han > 0 && han >= latin)
    return languageIn(locale) === 'ja' && !/\p{L}/u.test(text.replace(/\p{Script=Han}/gu, '')) ? 'ja' : chinese;
  const spoken = languageIn(locale);
  const isCode = /^[a-z]{2,3}$/.test(spoken);
  if (latin > 0 && (!isCode || NOT_LATIN.has(spoken))) return latin >= 3 || !isCode ? 'en' : undefined;
  if (!isCode) return undefined;
  return spoken === 'zh' ? chinese : spoken;
}
