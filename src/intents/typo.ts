/** Words of commands that are known again with one letter wrong. Short words and those of deletion are not among them. */
const WORDS = [
  'export',
  'download',
  'render',
  'credits',
  'balance',
  'status',
  'progress',
  'timeline',
  'upload',
  'cancel',
  'again',
  'another',
  'version',
  'variation',
  'browser',
  'project',
  'video',
  'language',
  'english',
  'chinese',
  'please',
] as const;

/** Other words that are one letter away from one of these. */
const OTHERS = new Set(
  'expert extort statue statues stratus stats state states unload cancer protect browse brows bowser reader renter gender pleased credit creditor agains aversion inversion vision balanced timely videos'.split(
    ' ',
  ),
);
/** "exports", "balanced": another form is another word; "downloadd" is none. */
const isOtherForm = (word: string, right: string) =>
  word.startsWith(right) && /^[sdry]$/u.test(word.slice(right.length)) && !right.endsWith(word.slice(right.length));
const SHORTEST = 5;

/** True when `word` becomes `right` by one letter more, less, other, or two neighbours exchanged. */
function isOneLetterOff(word: string, right: string): boolean {
  if (word === right || word[0] !== right[0] || Math.abs(word.length - right.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === right[start]) start++;
  if (word.length !== right.length) {
    const [longer, shorter] = word.length > right.length ? [word, right] : [right, word];
    return longer.slice(start + 1) === shorter.slice(start);
  }
  if (word.slice(start + 1) === right.slice(start + 1)) return true;
  return (
    word[start] === right[start + 1] &&
    word[start + 1] === right[start] &&
    word.slice(start + 2) === right.slice(start + 2)
  );
}

function rightWord(word: string): string | undefined {
  if (word.length < SHORTEST || OTHERS.has(word)) return undefined;
  return WORDS.find((right) => isOneLetterOff(word, right) && !isOtherForm(word, right));
}

/** Short words as fingers mix them up; they do not count as the one wrong word. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['teh', 'the'],
  ['hte', 'the'],
  ['thsi', 'this'],
  ['taht', 'that'],
  ['yuo', 'you'],
  ['cna', 'can'],
  ['waht', 'what'],
  ['hwo', 'how'],
  ['jsut', 'just'],
  ['nwo', 'now'],
  ['snd', 'send'],
  ['sned', 'send'],
]);

/** The words that a typo may be mistaken in: more are no command. */
const MOST_WORDS = 8;

/**
 * A normalised English text with the one misspelled word of a command put right ("exprot it" → "export it"); undefined when
 * there is none, or more than one.
 */
export function withoutTypo(normalised: string): string | undefined {
  const words = normalised.split(' ').map((word) => SHORT.get(word) ?? word);
  if (words.length > MOST_WORDS) return undefined;
  const mended = words.join(' ');
  let corrected: string | undefined = mended === normalised ? undefined : mended;
  let found = false;
  for (const [i, token] of words.entries()) {
    const word = /^[^\p{L}]*(\p{L}+)[^\p{L}\p{N}]*$/u.exec(token)?.[1];
    const right = word === undefined ? undefined : rightWord(word);
    if (word === undefined || right === undefined) continue;
    if (found) return undefined;
    found = true;
    corrected = words.with(i, token.replace(word, right)).join(' ');
  }
  return corrected;
}
