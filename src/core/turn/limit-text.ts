import type { Translate } from '../../i18n/translator.ts';

/** Characters of a reply: with what escaping adds, three messages on the platform that takes the least (Discord: 2000). */
const MAX_CHARACTERS = 5400;

/** The text, or its beginning and how much was left out. */
export function limitText(text: string, t: Translate): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const lastBreak = text.lastIndexOf('\n', MAX_CHARACTERS);
  if (lastBreak > MAX_CHARACTERS / 2) {
    const count = text.slice(lastBreak + 1).split('\n').length;
    return `${text.slice(0, lastBreak)}\n${t('moreLines', { count })}`;
  }
  const shown = withoutHalfCharacter(text.slice(0, MAX_CHARACTERS));
  return `${shown}${t('moreCharacters', { count: [...text.slice(shown.length)].length })}`;
}

function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
