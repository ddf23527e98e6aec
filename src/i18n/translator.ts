import { en } from './en.ts';
import { FREE_OF_CHARGE } from './free.ts';
import { type Language, spokenIn, type Voice } from './language.ts';
import { traditional } from './traditional.ts';
import type { Placeholders, SentenceKey, Sentences } from './translation.ts';
import { zh } from './zh.ts';

const sentences: Record<Language, Record<SentenceKey, string>> = { en, zh };

/** What must be given to fill a sentence; nothing for one without placeholders. */
type Fill<K extends SentenceKey> = [Placeholders<Sentences[K]>] extends [never]
  ? []
  : [values: Record<Placeholders<Sentences[K]>, string | number>];

/** Gives a sentence in one language with its placeholders filled. */
export type Translate = <K extends SentenceKey>(key: K, ...values: Fill<K>) => string;

/** The sentences of a language. @param backend where it takes no credits, none are mentioned */
export function translator(voice: Voice, backend: { freeOfCharge?: boolean } = {}): Translate {
  const language = spokenIn(voice);
  const instead = backend.freeOfCharge ? FREE_OF_CHARGE[language] : {};
  return (key, ...[values]) => {
    const given: Record<string, string | number> = values ?? {};
    const written = instead[key] ?? sentences[language][key];
    const sentence = voice === 'zh-Hant' ? traditional(written) : written;
    return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(given[name] ?? placeholder));
  };
}

export { languageOf } from './speech.ts';

/** One of a text's languages, in the characters of the voice. */
export function inVoice(text: Readonly<Record<Language, string>>, voice: Voice): string {
  return voice === 'zh-Hant' ? traditional(text.zh) : text[voice];
}

/** The texts of one language, in the characters of the voice. */
export function listInVoice(texts: Readonly<Record<Language, readonly string[]>>, voice: Voice): readonly string[] {
  return voice === 'zh-Hant' ? texts.zh.map(traditional) : texts[voice];
}

/** `1.4 MB`, `820 KB`. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 ** 2
    ? `${(bytes / 1024 ** 2).toFixed(1).replace(/\.0$/, '')} MB`
    : `${Math.ceil(bytes / 1024)} KB`;
}

const UNITS: Record<Voice, [hour: string, minute: string, second: string]> = {
  en: [' h', ' min', ' s'],
  zh: [' 小时', ' 分钟', ' 秒'],
  'zh-Hant': [' 小時', ' 分鐘', ' 秒'],
};

/** `45 s`, `2 min`, `1 h 5 min`, the same in both languages but for the units. */
export function elapsedText(voice: Voice, ms: number): string {
  const [hour, minute, second] = UNITS[voice];
  // A clock that was set back must not show.
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}${second}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${minute}`;
  return `${Math.floor(minutes / 60)}${hour} ${minutes % 60}${minute}`;
}

/** Seconds of a time in ms with at most one decimal: `10`, `2.5`. */
export function secondsText(ms: number): string {
  return (Math.round(ms / 100) / 10).toString();
}

/** A bar of ten characters, such as `▓▓▓░░░░░░░` for 30. */
export function bar(percent: number): string {
  const full = Math.max(0, Math.min(10, Math.round(percent / 10)));
  return '▓'.repeat(full) + '░'.repeat(10 - full);
}
