import type { Clause, Context } from './clauses.ts';
import { namedClips } from './clip-refs.ts';
import type { ClipRef } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

const OVER = [
  `\\b(?:loop|repeat|play|run|show)(?:s|ed|ing)?\\b.{0,24}?\\b(?:(${NUMBER}) ?(?:x|times)|(twice|thrice))(?! (?:as|the))`,
  `(?:循环|重复|播放?|放|来|出现)(?:播放)?(${NUMBER})(?:遍|次|轮)`,
  `(${NUMBER})遍`,
].join('|');
const TIMES_OVER = new RegExp(OVER);
/** Of clips that are named, without a verb: "the first pic twice". */
const NAMED_OVER = new RegExp(
  `${OVER}|\\b(?:(${NUMBER}) times|(twice|thrice))\\b(?! (?:as|the|faster|slower|longer|bigger))`,
);
const AGAIN =
  /\b(?:show|play|repeat|use|put|have|add|insert|end|finish|close|see|bring)\w*\b.{0,60}\b(?:again|once more|one more time|a second time|another time)\b|^\W*(?:please |then |and )?(?:repeat|duplicate|copy)\b|再(?:放|播|播放|出现|来|用|展示|显示|加)(?:一[次遍份个张]|一下)|(?:重复|复制)(?:播放|放|显示|一[次遍份个张]|一下)/;
const AS_BEFORE = /\b(?:do|try|make) (?:it|that|this) again\b|\bback again\b|再来一[个版首]/;
const AT_START = /\b(?:at|in|to) the (?:very )?(?:start|beginning|front)\b|开头|最前/;
const BEHIND = /\b(?:after|behind|following)\b(.{1,40})|(.{1,20}?)(?<![最然])(?:之后|的?后面|后)/;
const LOOPS =
  /\bloop(?:s|ed|ing|able)?\b|\b(?:plays?|repeats?|goes) (?:forever|endlessly|over and over)\b|循环|首尾相(?:接|连)/;

/** Reads what is to be seen more than once: all clips in rounds, single clips again, or an end that leads back. */
export function parseRepeat(clause: Clause, context: Context): boolean {
  if (copiesClips(clause, context)) return true;
  const times = timesOf(TIMES_OVER.exec(clause.text));
  if (times !== undefined) {
    if (clause.negated) return false;
    clause.edit('clips', { kind: 'repeat', times });
    return true;
  }
  if (!LOOPS.test(clause.text) || clause.has(/\b(?:music|song|gif)\b|音乐|歌/)) return false;
  clause.edit('clips', { kind: 'loop', on: !clause.negated });
  return true;
}

/** How many times in all; undefined below two. */
function timesOf(match: RegExpExecArray | null): number | undefined {
  const word = match?.slice(1).find((group) => group !== undefined);
  if (word === undefined) return undefined;
  const times = word === 'twice' ? 2 : word === 'thrice' ? 3 : numberOf(word);
  return times >= 2 ? times : undefined;
}

/** "Show the cat twice", "end with the first photo again". */
function copiesClips(clause: Clause, context: Context): boolean {
  if (clause.negated || AS_BEFORE.test(clause.text)) return false;
  const named = clause.refsOrIt(context);
  if (!Array.isArray(named)) return false;
  const after: ClipRef | undefined = AT_START.test(clause.text) ? 0 : neighbourOf(clause.text, context.clips);
  const clips = named.filter((clip) => clip !== after);
  const times = timesOf(NAMED_OVER.exec(clause.text)) ?? (AGAIN.test(clause.text) ? 2 : undefined);
  if (clips.length === 0 || times === undefined) return false;
  clause.edit('clips', { kind: 'copy-clips', clips, times: times - 1, ...(after !== undefined && { after }) });
  return true;
}

/** The clip behind which others are to be seen: in English named after the word, in Chinese right before it. */
function neighbourOf(text: string, count: number): ClipRef | undefined {
  const [, following, preceding] = BEHIND.exec(text) ?? [];
  return following === undefined ? namedClips(preceding ?? '', count).at(-1) : namedClips(following, count)[0];
}
