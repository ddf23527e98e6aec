import type { WebSentence } from '../../../i18n/web.ts';

let words: Record<string, string> = {};

/** Takes the sentences that the server has sent. */
export function setWords(sent: Record<string, string>): void {
  words = sent;
}

/** A sentence in the page's language, filled. */
export function t(key: WebSentence, values: Record<string, string | number> = {}): string {
  return (words[key] ?? '').replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}

/** `1.4 MB`, `820 KB`. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 ** 2
    ? `${(bytes / 1024 ** 2).toFixed(1).replace(/\.0$/, '')} MB`
    : `${Math.ceil(bytes / 1024)} KB`;
}

/** Seconds of a time in ms with at most one decimal. */
export function secondsText(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

/** `1:05`, from ms. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
