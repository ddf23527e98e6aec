import { NUMBER, numberOf } from './words.ts';

const SECONDS = `(${NUMBER})(?: |-)?(?:seconds?\\b|secs?\\b|s\\b|秒钟|秒)|(\\ba|\\bhalf(?: a)?) (?:second|sec)\\b`;
/** One length of time, of either language. */
export const TIME = new RegExp(
  [
    `(${NUMBER}) ?(?:minutes?|mins?)(?:,? (?:and )?(${NUMBER}) ?(?:seconds?|secs?|s)\\b)`,
    `(${NUMBER})分(?:钟)?零?(${NUMBER})秒`,
    `(${NUMBER}) and a half (?:seconds?|secs?)\\b|(${NUMBER})秒半`,
    '(\\ba minute and a half\\b|\\bone and a half minutes\\b|一分半钟?)',
    '(\\bhalf (?:a )?minute\\b|\\bhalf-minute\\b|半分钟)',
    `(${NUMBER}|\\ba|\\bone)[ -]?(?:minutes?\\b|mins?\\b|分钟)`,
    SECONDS,
    `(\\d+(?:\\.\\d+)?) ?(?:ms|milliseconds?|毫秒)\\b`,
  ].join('|'),
);

/** The length of a match of {@link TIME}, in ms. */
export function timeOf(match: RegExpExecArray): number {
  const [, min, minSec, zhMin, zhSec, andHalf, zhAndHalf, oneAndHalf, half, minutes, seconds, aSecond, ms] = match;
  const value = (word: string | undefined) => {
    if (word === 'a') return 1;
    if (word === 'half a' || word === 'half') return 0.5;
    return numberOf(word ?? '');
  };
  if (min) return (value(min) * 60 + value(minSec)) * 1000;
  if (zhMin) return (value(zhMin) * 60 + value(zhSec)) * 1000;
  if (andHalf ?? zhAndHalf) return (value(andHalf ?? zhAndHalf) + 0.5) * 1000;
  if (oneAndHalf) return 90_000;
  if (half) return 30_000;
  if (minutes) return Math.round(value(minutes) * 60_000);
  if (ms) return Math.round(Number(ms));
  return Math.round(value(seconds ?? aSecond) * 1000);
}
