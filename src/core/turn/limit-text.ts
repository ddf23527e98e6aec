import type { Translate } from '../../i18n/translator.ts';

/** Characters of a reply as the platform sends it: three messages on the one that takes the least (Discord: 2000). */
const MAX_CHARACTERS = 5400;

/**
 * The text, or its beginning and how much was left out.
 * @param measure how long the platform makes a text, with what escaping adds; never below the text's own length
 */
export function limitText(
  text: string,
  t: Translate,
  measure: (text: string) => number = (each) => each.length,
): string {
  if (text.length <= MAX_CHARACTERS && measure(text) <= MAX_CHARACTERS) return text;
  const most = longestFitting(text, measure);
  const lastBreak = text.lastIndexOf('\n', most);
  if (lastBreak > most / 2) {
    const count = text.slice(lastBreak + 1).split('\n').length;
    return `${text.slice(0, lastBreak)}\n${t('moreLines', { count })}`;
  }
  const shown = withoutHalfCharacter(text.slice(0, most));
  return `${shown}${t('moreCharacters', { count: charactersFrom(text, shown.length) })}`;
}

/** How many UTF-16 units from the start may be sent. */
function longestFitting(text: string, measure: (text: string) => number): number {
  let [fitting, over] = [0, Math.min(text.length, MAX_CHARACTERS) + 1];
  while (over - fitting > 1) {
    const middle = Math.floor((fitting + over) / 2);
    if (measure(text.slice(0, middle)) <= MAX_CHARACTERS) fitting = middle;
    else over = middle;
  }
  return fitting;
}

function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

/** Characters from there on; a pair of surrogates is one. */
function charactersFrom(text: string, start: number): number {
  let count = 0;
  for (let at = start; at < text.length; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
}
