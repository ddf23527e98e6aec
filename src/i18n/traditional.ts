import { Converter as FromSimplified } from 'opencc-js/cn2t';
import { Converter as FromTraditional } from 'opencc-js/t2cn';

const toTraditional = FromSimplified({ from: 'cn', to: 'twp' });
const toSimplified = FromTraditional({ from: 't', to: 'cn' });

/** What the dictionary takes from computing, where people in Taiwan and their apps say something else. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = { 遮蔽: '封鎖' };
const OTHERWISE = new RegExp(Object.keys(SAID_OTHERWISE).join('|'), 'g');

/** Sentences of the bot that were converted; there are some hundreds. */
const converted = new Map<string, string>();

/** A sentence of the bot in traditional characters. */
export function traditional(sentence: string): string {
  const known = converted.get(sentence);
  if (known !== undefined) return known;
  const result = toTraditional(sentence).replaceAll(OTHERWISE, (word: string) => SAID_OTHERWISE[word] ?? word);
  if (converted.size < 5000) converted.set(sentence, result);
  return result;
}

/** A longer text is judged by its beginning, in UTF-16 units. */
const JUDGED = 500;

/** Whether somebody writes traditional characters; undefined where the words, and then the locale, do not say. */
export function writesTraditional(text: string, locale = ''): boolean | undefined {
  const characters = [...text.slice(0, JUDGED)].filter((each) => /\p{Script=Han}/u.test(each));
  const traditionalOnes = characters.filter((each) => toSimplified(each) !== each).length;
  const simplifiedOnes = characters.filter(
    (each) => toTraditional(each) !== each && toSimplified(each) === each,
  ).length;
  if (traditionalOnes !== simplifiedOnes) return traditionalOnes > simplifiedOnes;
  if (/^zh-(?:hant|tw|hk|mo)/i.test(locale.replace('_', '-'))) return true;
  return /^zh/i.test(locale) || traditionalOnes > 0 ? false : undefined;
}
