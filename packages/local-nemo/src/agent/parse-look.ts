import type { Look } from '../draft.ts';
import type { Clause, Context } from './clauses.ts';
import type { FadeEdit } from './edits.ts';
import { TIME, timeOf } from './time.ts';

const LOOKS: [RegExp, Look][] = [
  [
    /\bblack(?: |-)?(?:and|n|&|'n'|\/)(?: |-)?white\b|\bb ?& ?w\b|\bbw\b|\bb ?\/ ?w\b|\bgr[ae]y ?scale\b|\bmonochrome\b|\bblack & white\b|黑白/,
    'bw',
  ],
  [/\bsepia\b|\bvintage\b|\bretro\b|\bold (?:film|movie|photo)\b|复古|怀旧|老照片|老电影|泛黄/, 'sepia'],
  [/\bwarm(?:er)?\b(?!.{0,12}\bmusic)|暖色?一?[点些调]|暖色|偏暖|温暖的?色/, 'warm'],
  [
    /\bcolou?rs? (?:a bit |much )?(?:colder|cooler)\b|(?:颜色|色调|画面).{0,2}冷|\bcool(?:er)? (?:colou?rs?|tones?|look|tint)\b|\b(?:cold(?:er)?|cool(?:er)?|blu(?:e)?ish|icy)(?: \w+ish)? (?:colou?rs?|tones?|look|tint|vibe)\b|\bcooler tones\b|冷一?[点些]?的?色?调|冷色|偏冷/,
    'cool',
  ],
];
const ORIGINAL =
  /\b(?:back to|in|normal|original|restore|full|bring back(?: the)?)(?: the)? colou?rs?\b|\b(?:remove|no|without|undo)(?: the)? (?:filter|look|black and white|sepia)\b|恢复(?:彩色|颜色|原色)|变回彩色|彩色|原来的颜色|去掉(?:滤镜|黑白)/;
const COMPARES = /^\W*(?:just |kind of |sort of )?(?:like|as in)\b|^[像跟和]|一样$|似的$/;
const FADE =
  /\bfad(?:e|es|ing)\b|\bstart(?:s|ing)? (?:from|in|with|on) (?:a )?black\b|\bto black at the end\b|\b(?:ends?|ending|finish(?:es)?|close) (?:on|in|to|with) black\b|从黑|变黑(?!白)|淡[入出]|渐[入出黑显]|黑场/;
const BETWEEN = /\b(?:between|transitions?|cross)\b|之间|转场|每张/;
const AT_START =
  /\b(?:at|in) the (?:very )?(?:beginning|start)\b|\bfade(?:s)? (?:it )?in\b|\b(?:from|start(?:s|ing)? (?:with|from|in|on)) (?:a )?black\b|开头|片头|开始|首尾|淡入|从黑/;
const AT_END =
  /\b(?:at|in) the (?:very )?end\b|\bend(?:s|ing)? (?:with|on)\b|\bfade(?:s)? (?:it )?out\b|\bto black\b|\bfade (?:in and )?out\b|结尾|片尾|最后|首尾|末尾|淡出/;
const FADE_MS = 1000;
/** The longest fade from or to black, in ms. */
const LONGEST_FADE_MS = 10_000;

/** Reads what changes the colours of the picture, and its fades from and to black. */
export function parseLook(clause: Clause, context: Context): void {
  if (clause.has(/\b(?:music|song|sound|audio|titles?|text|captions?)\b|音乐|声音|标题|字幕|文字|字/)) return;
  // After "the music louder", what fades out at the end is the music.
  const ofMusic = context.topic === 'music' && !clause.has(/\bblack\b|\b(?:video|picture)\b|黑|画面|视频/);
  if (ofMusic && clause.has(FADE)) return;
  if (continuesFade(clause, context) || parseEnds(clause, context)) return;
  for (const [pattern, look] of LOOKS) {
    const match = clause.take(pattern);
    if (!match) continue;
    // "Black and white like an old film" is one wish.
    for (const [other] of LOOKS) clause.takeAll(other);
    // "Black and white, like an old film": the comparison names no colours of its own.
    if (context.coloursNamed && COMPARES.test(clause.text)) {
      clause.remark = true;
      return;
    }
    context.coloursNamed = true;
    colour(clause, context, clause.negated ? undefined : look, match.index);
    return;
  }
  const original = clause.take(ORIGINAL);
  if (original) colour(clause, context, undefined, original.index);
}

const ALL_BUT = /\b(?:all|every\w*|each|video)\b.{0,40}\b(?:except|but|apart from|other than)\b|除了/;

/** Colours of all, of single clips, or of all but those. */
function colour(clause: Clause, context: Context, look: Look | undefined, at: number): void {
  const refs = clause.refsOrIt(context);
  const clips = Array.isArray(refs) && context.places > 1 ? { clips: refs } : {};
  const own = look && { look };
  if (refs !== undefined && 'clips' in clips && ALL_BUT.test(clause.text)) {
    clause.edit('look', { kind: 'look', ...own }, at);
    clause.edit('look', { kind: 'look', ...clips }, at);
    return;
  }
  clause.edit('look', { kind: 'look', ...own, ...clips }, at);
}

/** What may stand beside the length of a fade, without another meaning. */
const BESIDE_TIME = new Set(
  'like about around say maybe for over lasting which lasts of long or so please pls 大概 大约 差不多 持续 用 时长 左右 吧 就行 就好'.split(
    ' ',
  ),
);

function saysOnlyTime(text: string, { index, 0: time }: RegExpExecArray): boolean {
  const words = `${text.slice(0, index)} ${text.slice(index + time.length)}`.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => BESIDE_TIME.has(word));
}

/** "Fade to black at the end, like 2 seconds": the fade lasts so long, not the video. */
function continuesFade(clause: Clause, context: Context): boolean {
  const { fade } = context;
  context.fade = undefined;
  const time = TIME.exec(clause.text);
  if (!fade || !time || !saysOnlyTime(clause.text, time)) return false;
  const ms = Math.min(LONGEST_FADE_MS, timeOf(time));
  if (fade.inMs !== undefined) fade.inMs = ms;
  if (fade.outMs !== undefined) fade.outMs = ms;
  clause.topic = 'look';
  clause.blank(0, clause.text.length);
  clause.remark = true;
  return true;
}

function parseEnds(clause: Clause, context: Context): boolean {
  if (!clause.has(FADE) || clause.has(BETWEEN)) return false;
  const both = clause.has(/首尾|\bboth ends\b/);
  const start = both || clause.has(AT_START);
  const atEnd = both || clause.has(AT_END);
  const named = clause.has(
    /\b(?:at|in) the (?:very )?(?:beginning|start|end)\b|\b(?:from|to) black\b|\bstart(?:s|ing)? (?:with|from|in|on) (?:a )?black\b|\b(?:end(?:s|ing)?|finish(?:es)?|close) (?:with|on|in)\b|开头|片头|结尾|片尾|首尾|最后|末尾|开始/,
  );
  if (!named || (!start && !atEnd)) return false;
  const onlyStart =
    clause.has(/\b(?:at|in) the (?:very )?(?:beginning|start)\b|\bfrom black\b|开头|片头|开始/) &&
    !clause.has(/\bend\b|结尾|片尾/);
  const onlyEnd =
    clause.has(
      /\b(?:at|in) the (?:very )?end\b|\b(?:end(?:s|ing)?|finish(?:es)?|close) (?:with|on|in)\b|结尾|片尾|最后|末尾/,
    ) && !clause.has(/\b(?:beginning|start)\b|开头|片头/);
  const time = clause.take(TIME);
  const ms = clause.negated ? 0 : time ? Math.min(LONGEST_FADE_MS, timeOf(time)) : FADE_MS;
  const fade: FadeEdit = {
    kind: 'ends',
    ...(start && !onlyEnd && { inMs: ms }),
    ...((atEnd || !start) && !onlyStart && { outMs: ms }),
  };
  context.fade = fade;
  clause.edit('look', fade);
  return true;
}
