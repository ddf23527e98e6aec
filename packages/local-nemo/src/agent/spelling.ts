import type { MediaRecord } from '../records.ts';
import { isKnownWord } from './vocabulary.ts';
import { quotedSpans } from './words.ts';

/** How people spell on phones, and what they mean. */
const CHAT: Record<string, string> = {
  txt: 'text', txts: 'texts', teh: 'the', hte: 'the', th: 'the', da: 'the', vid: 'video', vids: 'videos', vdo: 'video', pix: 'pics', foto: 'photo', fotos: 'photos',
  fone: 'phone', lil: 'little', lill: 'little', lttle: 'little', id: "i'd", im: "i'm", ill: "i'll", wanna: 'want to', wnat: 'want',
  gimme: 'give me', lemme: 'let me', gonna: 'going to', cud: 'could', wud: 'would', plse: 'please', plis: 'please', rlly: 'really',
  abit: 'a bit', alot: 'a lot', alittle: 'a little', adn: 'and', nd: 'and', frm: 'from', wiht: 'with', fro: 'for', jsut: 'just',
  mkae: 'make', amke: 'make', tehn: 'then', thier: 'their', becuase: 'because', secound: 'second', seconed: 'second', sceond: 'second',
  tittle: 'title', titel: 'title', musik: 'music', muzik: 'music', zom: 'zoom', zooom: 'zoom', fst: 'fast', lenght: 'length',
  widht: 'width', heigth: 'height', tha: 'the', thrd: 'third', frst: 'first', lst: 'last', fade0ut: 'fade out', hafl: 'half',
}; // biome-ignore format: a table

/** Words that orders are made of: a slip in one of them is still that word. */
const TARGETS = `
photo photos picture pictures image images video videos clip clips second seconds minute minutes music title titles caption
captions subtitle vertical square landscape portrait remove delete longer shorter faster slower louder quieter transition
transitions crossfade crossfades volume motion movement camera first third fourth fifth middle beginning please thanks change
bottom center bigger smaller without background between before after happy upbeat cinematic romantic black white colour color
yellow orange purple green sepia slide reverse shuffle original sound swap replace instead should everything another speed
double twice quarter order frame screen`
  .trim()
  .split(/\s+/);
const TARGET_SET = new Set(TARGETS);
/** What follows is words on screen, which keep their spelling. */
const WORDS_FOLLOW =
  /\b(?:titles?|captions?|subtitles?|texts?|say|says|saying|writes?|label|heading|headline|call it|named?|reads?)\b/i;
const SHORTEST = 5;

/**
 * A message with the slips of phone keyboards mended: "teh strom" is the storm. Words in quotes, words on screen and
 * known words stay as they are. Takes time in the text's length.
 */
export function mendSpelling(text: string, media: readonly MediaRecord[]): string {
  const called = media.flatMap(({ filename }) => filename.toLowerCase().split(/[^a-z']+/));
  const names = new Set(called.filter((word) => word.length >= SHORTEST));
  const asCalled = new Set(called);
  const quotes = quotedSpans(text);
  let out = '';
  let at = 0;
  for (const match of text.matchAll(/[A-Za-z']{2,40}/g)) {
    const word = match[0].toLowerCase();
    if (isKnownWord(word) || asCalled.has(word) || TARGET_SET.has(word)) continue;
    const mended = Object.hasOwn(CHAT, word) ? CHAT[word] : nearest(word, names);
    if (mended === undefined || isApart(text, match.index, match[0].length, quotes)) continue;
    out += text.slice(at, match.index) + mended;
    at = match.index + match[0].length;
  }
  return out + text.slice(at);
}

/** Part of a quotation, of words on screen, of a file's name, or of a number with its unit. */
function isApart(text: string, from: number, length: number, quotes: { from: number; to: number }[]): boolean {
  if (quotes.some((quote) => quote.from < from && from < quote.to)) return true;
  if (/[\w.@/-]$/.test(text.slice(Math.max(0, from - 1), from)) || /^(?:[\w@/-]|\.\w)/.test(text.slice(from + length)))
    return true;
  const before = text.slice(Math.max(0, from - 80), from);
  return WORDS_FOLLOW.test(before.split(/[,;.!?\n，。；！]/).at(-1) ?? '');
}

function nearest(word: string, names: ReadonlySet<string>): string | undefined {
  if (word.length < SHORTEST - 1) return undefined;
  // "The bench" is no slip of "the beach": in names, letters are only swapped, doubled or dropped.
  const near = [...names].filter((name) => isSwap(word, name) || isDropped(word, name) || isDropped(name, word));
  if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  const found = TARGETS.filter(
    (target) =>
      target.length >= SHORTEST &&
      target[0] === word[0] &&
      (isSwap(word, target) || isDropped(target, word) || isDropped(word, target)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Two neighbouring letters in the wrong order. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** The second is the first without one letter, the first letter aside. */
function isDropped(whole: string, shorter: string): boolean {
  if (whole.length !== shorter.length + 1 || shorter.length < SHORTEST - 1) return false;
  const at = [...whole].findIndex((letter, i) => letter !== shorter[i]);
  return at > 0 && whole.slice(at + 1) === shorter.slice(at);
}
