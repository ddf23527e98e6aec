/** Readers of what patterns capture: positions in a queue, languages, names of skills. All for normalised text. */

const CARDINALS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const HAN_DIGITS = '一二三四五六七八九';

/** `2`, `two`, `2nd`, `second`. */
export const ENGLISH_NUMBER = `[1-9]\\d?|${CARDINALS.join('|')}`;
export const ENGLISH_ORDINAL = `[1-9]\\d?(?:st|nd|rd|th)|${ORDINALS.join('|')}`;
/** `2`, `二`, `十二`. */
export const CHINESE_NUMBER = '[1-9]\\d?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]';

/** A position from 1 to 99. */
export function readPosition(captured: string): number | undefined {
  const digits = /^\d+/u.exec(captured)?.[0];
  if (digits !== undefined) return Number(digits);
  const word = Math.max(CARDINALS.indexOf(captured), ORDINALS.indexOf(captured));
  return word >= 0 ? word + 1 : readHanNumber(captured.replace('两', '二'));
}

function readHanNumber(text: string): number | undefined {
  const ten = text.indexOf('十');
  const ones = HAN_DIGITS.indexOf(text.at(-1) ?? '') + 1;
  if (ten === -1) return ones > 0 ? ones : undefined;
  const tens = ten === 0 ? 1 : HAN_DIGITS.indexOf(text.charAt(0)) + 1;
  return tens * 10 + (ten === text.length - 1 ? 0 : ones);
}

const LANGUAGES: readonly (readonly [code: string, names: string])[] = [
  ['en', 'english|英文|英语'],
  ['zh', 'chinese|mandarin|cantonese|中文|汉语|国语|华语|普通话|粤语'],
  [
    'zh-Hant',
    'traditional(?: chinese(?: characters)?)?|chinese (?:traditional|\\(traditional\\))|繁体(?:中文|字)?|正体(?:中文|字)?|zh-(?:hant|tw|hk|mo)',
  ],
  [
    'zh-Hans',
    'simplified(?: chinese(?: characters)?)?|chinese (?:simplified|\\(simplified\\))|简体(?:中文|字)?|zh-(?:hans|cn|sg)',
  ],
  ['es', 'spanish|西班牙语|西班牙文'],
  ['fr', 'french|法语|法文'],
  ['de', 'german|德语|德文'],
  ['pt', 'portuguese|葡萄牙语'],
  ['it', 'italian|意大利语'],
  ['ru', 'russian|俄语|俄文'],
  ['ja', 'japanese|日语|日文'],
  ['ko', 'korean|韩语|韩文'],
  ['ar', 'arabic|阿拉伯语'],
  ['hi', 'hindi|印地语'],
  ['vi', 'vietnamese|越南语'],
  ['th', 'thai|泰语'],
  ['id', 'indonesian|印尼语'],
  ['tr', 'turkish|土耳其语'],
];
const LANGUAGE_PATTERNS = LANGUAGES.map(([code, names]) => ({ code, re: new RegExp(`^(?:${names})$`, 'u') }));

/** Any language's name. */
export const LANGUAGE = LANGUAGES.map(([, names]) => names).join('|');
/** The languages that a bare wish ("switch to English") may be about; for others it would rather be about the video. */
export const SPOKEN_LANGUAGE = LANGUAGES.slice(0, 4)
  .map(([, names]) => names)
  .join('|');

/** The ISO 639-1 code of a language's name, or of itself; with the script where Chinese names one. */
export function readLanguage(captured: string): string | undefined {
  const named = LANGUAGE_PATTERNS.find(({ re }) => re.test(captured))?.code;
  if (named) return named;
  const code = captured.replace(/[-_](?:[a-z]{2}|han[st])$/u, '');
  return LANGUAGE_PATTERNS.find((language) => language.code === code)?.code;
}

/** What cannot be a skill's name in "use the … skill". */
const NOT_A_NAME =
  /^(?:your|his|her|their|my|our|its|any|some|which|what|no|same|best|own|new|more|better|other|another|different|special|right|wrong|next|hidden)(?: |$)|^(?:bars?|trees?|levels?|points?|meters?|badges?|icons?|labels?|cards?|shots?|effects?|tests?|checks?|gaps?|names?|lists?|sets?|text)\b|\b(?:of|with|and|to show|editing|cooking|drawing|painting|dancing|football|soccer|basketball|skating|skateboard)\b|的|个$/u;

/** A skill's name, without articles and quotes. */
export function readSkill(captured: string): string | undefined {
  const name = captured
    .replace(/^(?:the|a|an|this|that)\s+/u, '')
    .replace(/["'「」『』《》]/gu, '')
    .trim();
  return name === '' || NOT_A_NAME.test(name) ? undefined : name;
}
