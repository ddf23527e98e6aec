import type { MediaRecord } from '../records.ts';
import { type Mention, mentionsOf, uploadNamed } from './file-names.ts';
import type { Language } from './phrases.ts';

/** A request that speaks of an earlier one: its words are what was wanted then, not what is wanted now. */
export interface Repeat {
  head: string;
  earlier: string;
}

const EARLIER = /(?:\b(?:the |my )?(?:original |earlier |previous )?request was|原来的要求是)\s*[:：]/i;

/** "Make another version … The request was: …", taken apart. */
export function readRepeat(text: string): Repeat | undefined {
  const match = EARLIER.exec(text);
  if (!match) return undefined;
  return { head: text.slice(0, match.index), earlier: text.slice(match.index + match[0].length).trim() };
}

// As the bot words the parts of a batch: each file becomes a video of its own.
const ONE_FILE: { start: RegExp; end: RegExp }[] = [
  { start: /^\s*start over and make a new video of /i, end: /\s*\bonly\s*[:：]\s*/gi },
  { start: /^\s*重新开始[，,]\s*只用\s*/, end: /\s*做一个新视频\s*[:：]\s*/g },
];

// No file's name holds the sentence's own words more often.
const MOST_SPLITS = 20;

/** A request for a new video of one file alone; the file's name is not part of `instruction`. */
export interface OneFile {
  /** Undefined when no upload bears the name. */
  id: string | undefined;
  instruction: string;
}

/** "Start over and make a new video of … only: …", taken apart. The name may hold any words, those of the sentence too. */
export function readOneFile(text: string, media: MediaRecord[]): OneFile | undefined {
  for (const { start, end } of ONE_FILE) {
    const opening = start.exec(text);
    if (!opening) continue;
    const rest = text.slice(opening[0].length);
    const splits = [...rest.matchAll(end)].slice(0, MOST_SPLITS).map((match) => ({
      id: uploadNamed(rest.slice(0, match.index), media)?.id,
      instruction: rest.slice(match.index + match[0].length),
    }));
    const [first] = splits;
    if (first) return splits.find((split) => split.id !== undefined) ?? first;
  }
  return undefined;
}

const ANSWER_IN: readonly (readonly [Language, RegExp])[] = [
  ['en', /\n[ \t]*(?:please )?(?:answer|reply) in english[.!]?$/i],
  ['zh', /\n[ \t]*请?用(?:简体|繁体)?中文(?:回答|回复)[。！]?$|\n[ \t]*請?用(?:繁體)?中文(?:回答|回覆)[。！]?$/],
];

/** A message without a last line that says which language to answer in, and that language. */
export function readAnswerIn(message: string): { text: string; answerIn?: Language } {
  const trimmed = message.trimEnd();
  for (const [answerIn, line] of ANSWER_IN) {
    const at = trimmed.search(line);
    if (at >= 0) return { text: trimmed.slice(0, at).trimEnd(), answerIn };
  }
  return { text: message };
}

/** The words of a request that tell its language: an earlier request's and the names of files do not. */
export function spokenWords(text: string, media: MediaRecord[]): string {
  const repeat = readRepeat(text);
  if (repeat && repeat.head.trim() !== '') return repeat.head;
  const one = readOneFile(text, media);
  if (one) return /^\s*重/.test(text) ? text : one.instruction;
  return withReplaced(
    text,
    mentionsOf(text, media, () => true).map((mention) => ({ ...mention, by: '' })),
  );
}

/** The text with pieces of it replaced; the pieces do not overlap. */
export function withReplaced(text: string, pieces: { from: number; to: number; by: string }[]): string {
  let left = text;
  for (const { from, to, by } of pieces.toSorted((a, b) => b.from - a.from)) {
    left = left.slice(0, from) + by + left.slice(to);
  }
  return left;
}

/** Files that are wished for together ("sea.jpg and dunes.png"). */
export interface FileGroup {
  ids: string[];
  /** Of the words that say so, with the names. */
  from: number;
  to: number;
  /** `only`: said in so many words. `of`: what a new video is to be made of. Undefined: just spoken of. */
  kind: 'only' | 'of' | undefined;
  mentions: Mention[];
}

/** So many letters around a name say what it is there for. */
const NEAR = 160;
const AND = /^\s*(?:,|，|、|&|\+|(?:,\s*)?\b(?:and|plus)\b|和|跟|与|及|以及|还有)\s*(?:the |my )?$/i;
const NOUNS = '(?:the |my |this |these )?(?:photos?|pictures?|images?|files?|clips?|videos?)?(?: named| called)?';
const ONLY_BEFORE = new RegExp(
  `(?:\\b(?:use|keep|using|with|from|of|out of|take|show|include|containing)\\s+)?\\b(?:only|just|solely|nothing but)\\b(?:\\s+(?:use|using|keep|with|from|of|take|show|include))?\\s*${NOUNS}\\s*$|(?:只|仅仅?|单独)(?:需要?|能|想)?(?:使用|保留|采用|用|要|留|放|拿|以)?\\s*(?:照片|图片|文件|视频|这张|这个)?\\s*$`,
  'i',
);
const OF_BEFORE = new RegExp(
  `(?<!\\b(?:start|begin|open|end|finish|close|replace|swap)(?:s|ing)? (?:it )?)\\b(?:from|of|with|using|use|keep|out of)\\s+${NOUNS}\\s*$|(?:使用|用|拿|基于|以|从)\\s*(?:照片|图片|文件|视频)?\\s*$`,
  'i',
);
const TAKE_BEFORE = /(?:把|将)\s*$/;
const ONLY_AFTER =
  /^\s*\b(?:only(?!\s+(?:\d|from\b|the (?:first|last)\b))|alone|by (?:itself|themselves)|on its own|and nothing else)\b/i;
const MADE_AFTER = /^\s*(?:单独)?(?:做|制作|剪|生成|变成|转成)/;
/** What is said of one photo: how long it is to be, how it moves or looks. */
const SPOKEN_OF =
  /^\s?(?:for )?\d{1,3}(?:\.\d)?(?:\s?(?:s\b|secs?\b|seconds?\b|秒)|\s*(?:$|[,.;]))|^\s?(?:in )?(?:black and white|b&w|sepia|slow motion|slow mo|muted)\b|^(?:停|放)?[一二两三四五六七八九十]{1,3}秒|^(?:黑白|慢放|慢动作|静音)/i;
const ROLE_AFTER = /^\s*(?:as|for|at|first|last|in|当|作为|开头|结尾|开始)/i;

/** Whether the words before a name say that it is the only one. */
export function saysOnly(before: string): boolean {
  return ONLY_BEFORE.test(before);
}

/** Groups the mentions of a message and reads what they are wished for. Bare names count where "only" is said, or all of them. */
export function groupsOf(text: string, mentions: Mention[], bareToo: boolean): FileGroup[] {
  const runs: Mention[][] = [];
  for (const mention of mentions) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && AND.test(text.slice(before.to, mention.from))) last.push(mention);
    else runs.push([mention]);
  }
  return runs.flatMap((run) => groupOf(text, run, bareToo) ?? []);
}

function groupOf(text: string, run: Mention[], bareToo: boolean): FileGroup | undefined {
  const first = run[0]?.from ?? 0;
  const last = run.at(-1)?.to ?? 0;
  const start = Math.max(0, first - NEAR);
  const before = text.slice(start, first);
  const after = text.slice(last, last + NEAR);
  const only = ONLY_BEFORE.exec(before);
  const of = OF_BEFORE.exec(before) ?? (MADE_AFTER.test(after) ? TAKE_BEFORE.exec(before) : null);
  const onlyAfter = of ? ONLY_AFTER.exec(after) : null;
  const made = of && !ROLE_AFTER.test(after);
  const kind = only || onlyAfter ? 'only' : made ? 'of' : undefined;
  // Before there is a video, "the sea" may be what the photos show; then it is one of them.
  const isMeant = kind === 'only' || bareToo || (kind === undefined && SPOKEN_OF.test(after));
  const mentions = isMeant ? run : run.filter((mention) => !mention.bare);
  if (mentions.length === 0) return undefined;
  const said = only ?? (kind ? of : null);
  return {
    ids: [...new Set(mentions.map((mention) => mention.id))],
    from: said ? start + said.index : (mentions[0]?.from ?? first),
    to: onlyAfter ? last + onlyAfter[0].length : (mentions.at(-1)?.to ?? last),
    kind,
    mentions,
  };
}
