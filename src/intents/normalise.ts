import { Converter } from 'opencc-js/t2cn';
import { trimCharacters } from './trim.ts';

const toSimplified = Converter({ from: 't', to: 'cn' });

const HAN = /\p{Script=Han}/u;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/gu;
const EMOJI =
  /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0e|\ufe0f|\u20e3)+|(?<=^|\s)(?:[:;]-?[)(dp]|<3|\^_?\^|xd)(?=\s|$)/gu;
const EDGE_START = /[\s.,!?;:~。、·*_`>()[\]{}\-—–|\\]/u;
const EDGE_END = /[\s.,!?;:~。、·*_`>()[\]{}\-—–|\\/]/u;
const WRAPPED = /^(?:"([^"]*)"|'([^']*)'|「([^」]*)」|『([^』]*)』)$/u;

/** True when the text holds at least one Chinese character. */
export function isChinese(text: string): boolean {
  return HAN.test(text);
}

/** The same text in simplified characters, as long as before. */
export function simplify(text: string): string {
  return text.replace(/\p{Script=Han}+/gu, (words) => {
    const simplified = toSimplified(words);
    // A phrase may have another length; characters by themselves never have.
    return simplified.length === words.length ? simplified : [...words].map((each) => toSimplified(each)).join('');
  });
}

/**
 * A message in the one form that patterns are written for: NFKC, lower case, simplified characters, straight quotes,
 * no apostrophes within words (`what's` → `whats`), single spaces. Emoji become `!`, since people end sentences with them.
 */
export function normalise(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase();
  if (HAN.test(folded)) {
    folded = simplify(folded);
  }
  return folded
    .replace(INVISIBLE, '')
    .replace(EMOJI, '!')
    .replace(/[‘’]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/(\p{L})'(\p{L})/gu, '$1$2')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Takes punctuation, Markdown marks and one pair of quotes around everything off a normalised text. */
export function trimEdges(text: string): string {
  const trimmed = trimCharacters(text, EDGE_START, EDGE_END);
  const wrapped = WRAPPED.exec(trimmed);
  if (!wrapped) return trimmed;
  return trimCharacters(wrapped.slice(1).find((inner) => inner !== undefined) ?? '', EDGE_START, EDGE_END);
}

/** Chinese without the spaces and commas that people put anywhere; quotes stay, since they mark words that are not commands. */
export function compact(text: string): string {
  return text.replace(/[\s,.!?;:~。、…]+/gu, '');
}
