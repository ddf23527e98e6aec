import { simplify } from '../../intents/normalise.ts';

/** What nobody sees, and marks on letters, such as the accents of `ｂäd` in its decomposed form. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|[\u{300}-\u{36f}]/gu;
/** Scripts that are written without spaces between words: there a word may begin and end anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SPACED_LETTER = /[\p{L}\p{N}]/u;

interface Branch {
  next: Map<string, Branch>;
  /** A word ends here. */
  ends: boolean;
}

/** Ends part of a sentence: no word goes on behind it. */
const BREAK = '\n';

/**
 * The one form in which words and texts are compared: without case, width, accents and invisible characters, in
 * simplified characters; punctuation that ends part of a sentence as a break, and whatever else is no letter or digit as
 * one space.
 */
export function foldWord(text: string): string {
  const plain = text.normalize('NFKD').replace(UNSEEN, '').normalize('NFC').toUpperCase().toLowerCase();
  return simplify(plain)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, (between) => (/[,;:!?。、\n]/u.test(between) ? BREAK : ' '))
    .trim();
}

/**
 * Whether a text contains one of the words: as a whole word where words have spaces between them (`ass` is not in
 * `class`), anywhere in Chinese and other scripts without, there also with spaces put in between. A word of several is
 * found as they follow one another. Linear in the text: each position is followed no further than the longest word.
 */
export function containsWord(text: string, words: readonly string[]): boolean {
  const tree = treeOf(words);
  const letters = [...foldWord(text)];
  return letters.some((_, at) => beginsHere(letters, at, tree));
}

function treeOf(words: readonly string[]): Branch {
  const tree: Branch = { next: new Map(), ends: false };
  for (const word of words) {
    const letters = [...foldWord(word)];
    if (letters.length === 0) continue;
    let branch = tree;
    for (const letter of letters) {
      const known = branch.next.get(letter) ?? { next: new Map(), ends: false };
      branch.next.set(letter, known);
      branch = known;
    }
    branch.ends = true;
  }
  return tree;
}

function beginsHere(letters: readonly string[], at: number, tree: Branch): boolean {
  if (!isEdge(letters[at - 1], letters[at])) return false;
  let branch = tree;
  let before: string | undefined;
  for (let index = at; index < letters.length; index++) {
    const letter = letters[index] ?? '';
    const next = branch.next.get(letter);
    if (next) branch = next;
    // A space between two characters that need none changes nothing.
    else if (!(letter === ' ' && isUnspaced(before) && isUnspaced(letters[index + 1]))) return false;
    if (next?.ends && isEdge(letter, letters[index + 1])) return true;
    before = letter === ' ' ? before : letter;
  }
  return false;
}

/** Whether a word may end between two characters. */
function isEdge(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  if (!SPACED_LETTER.test(before) || !SPACED_LETTER.test(after)) return true;
  return UNSPACED.test(before) || UNSPACED.test(after);
}

function isUnspaced(letter: string | undefined): boolean {
  return letter !== undefined && UNSPACED.test(letter);
}
