import { type Clause, type Context, clipCount } from './clauses.ts';
import type { ClipRef, Trim } from './edits.ts';
import { TIME, timeOf } from './time.ts';
import { NUMBER, numberOf } from './words.ts';

/** Words of other things that can end, begin or go. */
const OTHER =
  /\b(?:zoom\w*|pan(?:s|ning)?|camera|motion|transitions?|(?:cross)?fad(?:e|es|ing)|music|song|audio|sound|volume|titles?|texts?|captions?|subtitles?|words?|logo)\b|缩放|镜头|转场|音乐|歌|声|标题|字幕|文字|淡|水印|[\ue000-\ue0ff]/;
const CUT =
  /\b(?:cut|trim|remove|delete|chop|skip|drop|lose|shave|lop|snip|crop|clip|take|get rid of|without|ditch)\b|剪|去掉|删|裁|砍|不要|跳过|掐/;
const KEEP = /\b(?:only|just|keep|use|take|show)\b|只|保留|截取|留下/;
const START = '(?:first|initial|opening)';
const END = '(?:last|final|closing)';
const SECONDS = `(?:${TIME.source}|second\\b)`;
const AT_ONE_END = new RegExp(`\\b(${START}|${END}) (?:couple(?: of)? )?(?=${SECONDS})`);
const OFF_ONE_END = /\b(?:off|from|of|at)\b.{0,8}\b(start|beginning|front|end|back)\b/;
const ZH_END = new RegExp(
  `(开头|片头|最前面?|前面?|最后|结尾|末尾|片尾|后面?)的?(?:剪掉|剪去|去掉|删掉|裁掉|砍掉|掐掉|减掉)?(?=${TIME.source})`,
);
const CLOCK = '(\\d{1,3}:[0-5]\\d(?:\\.\\d)?)';
const PLAIN = `(${NUMBER})`;
const UNIT = '(?: ?(?:seconds?|secs?|s)\\b)';
const RANGE = new RegExp(
  [
    `${CLOCK} ?(?:to|till|until|and|through|-|–|到|至) ?${CLOCK}`,
    `\\b(?:from |between )?seconds ${PLAIN} ?(?:to|till|until|and|through|-|–) ?${PLAIN}${UNIT}?`,
    `\\b(?:from|between) (?:second )?${PLAIN}${UNIT}? ?(?:to|till|until|and|through|-|–) ?(?:second )?${PLAIN}${UNIT}?`,
    `(?<![\\d.])${PLAIN}${UNIT} ?(?:to|till|until|-|–) ?${PLAIN}${UNIT}`,
    `(?<![\\d.])${PLAIN} ?(?:to|-|–) ?${PLAIN}${UNIT}`,
    `第?${PLAIN}秒?(?:到|至|-)第?${PLAIN}秒`,
  ].join('|'),
);
const FROM = new RegExp(
  [
    `\\b(?:start|starts|starting|begin|begins)\\b.{0,24}?\\b(?:at|from) (?:${CLOCK}|(?:second )?${PLAIN}${UNIT}|second ${PLAIN})`,
    `从(?:${CLOCK}|第?${PLAIN}秒)(?:处)?(?:开始|起|播放)`,
  ].join('|'),
);
const TO = new RegExp(
  [
    `\\b(?:stop|stops|end|ends|ending|finish|finishes)\\b.{0,16}?\\b(?:at|by) (?:second )?(?:${CLOCK}|${PLAIN}${UNIT})`,
    `(?:到|在)(?:${CLOCK}|第?${PLAIN}秒)(?:处)?(?:结束|停|为止|截止)`,
  ].join('|'),
);

/** The one clip beside photos: "the video clip". */
export const FOOTAGE = /\bvideo clip\b|\bfootage\b|\brecording\b|视频片段|[那这]段视频|视频[那这]段/;
/** "The first 5 seconds of the video" where a photo stands beside it. */
const OF_FOOTAGE = /\b(?:of|from) (?:the|my|that) (?:video|clip)\b|视频的?[前后]/;

/** Reads what is to be cut off a clip or the video, and what alone is to stay. */
export function parseTrim(clause: Clause, context: Context): boolean {
  if (clipCount(context) === 0 || clause.has(OTHER)) return false;
  // "Use my song, from 30 seconds on"
  if (context.topic === 'music' && (FROM.test(clause.text) || /^\W*from \d|^从.{1,6}开始/.test(clause.text))) {
    clause.note({ kind: 'cannot', what: 'song-start' });
    return true;
  }
  const found = atOneEnd(clause) ?? stretch(clause, context);
  if (!found) return false;
  // "At second 5" names a time and no photo.
  clause.takeAll(/\bsecond \d{1,4}\b/);
  const refs = clause.refsOrIt(context);
  const places = refs === 'all' ? Array.from({ length: context.clips }, (_, i) => i + 1) : refs;
  const isStretch = !('cut' in found.trim) && !('keep' in found.trim);
  const single = context.footage.length === 1 && context.places > 1 ? context.footage : undefined;
  const alone = isStretch && context.clips <= 1 ? undefined : single;
  const ofFootage = 'keep' in found.trim && OF_FOOTAGE.test(clause.original);
  const said = ofFootage || FOOTAGE.test(clause.original) ? single : undefined;
  const told = toldOf(context, clause.original);
  const clips: ClipRef[] | 'video' = places ?? told ?? said ?? (isStretch ? alone : undefined) ?? 'video';
  if (isStretch && clips === 'video' && context.clips > 1 && context.footage.length > 0) {
    clause.note({ kind: 'which-clip', what: 'trim' }, found.at);
    return true;
  }
  clause.edit('length', { kind: 'trim', clips, ...found.trim }, found.at);
  if (clips !== 'video') context.measured = [...(context.measured ?? []), ...clips];
  return true;
}

/** "The boat drags, use just the first 6 seconds": the boat. */
function toldOf({ before, spokenOf, footage, clips }: Context, text: string): ClipRef[] | undefined {
  if (/\b(?:video|film|whole|everything)\b|视频|整个|全片/.test(text)) return undefined;
  const told = spokenOf ?? before;
  const places = told?.map((clip) => (clip < 0 ? clips + 1 + clip : clip)) ?? [];
  return places.length > 0 && places.every((clip) => footage.includes(clip)) ? told : undefined;
}

interface FoundTrim {
  trim: Trim;
  at: number;
}

/** "Cut the first 2 seconds", "only the last 5 seconds", "3 seconds off the end". */
function atOneEnd(clause: Clause): FoundTrim | undefined {
  const match = AT_ONE_END.exec(clause.text) ?? ZH_END.exec(clause.text);
  if (match) {
    const after = clause.text.slice(match.index + match[0].length);
    const time = TIME.exec(after);
    const isAtOnce = time?.index === 0;
    if (!isAtOnce && !/^second\b/.test(after)) return undefined;
    const ms = isAtOnce && time ? timeOf(time) : 1000;
    const isStart = new RegExp(`^${START}|^[开片最]?[头前]|^片头|^开头`).test(match[0]);
    const cuts = CUT.test(clause.text.replace(/\bcut (?:it |this )?(?:down )?to\b/, ''));
    const keeps = KEEP.test(clause.text);
    if (!cuts && !keeps) return undefined;
    // "Take only the first 5 seconds" keeps; "take off the last 2 seconds" cuts.
    const isKeep = keeps && (!cuts || /\b(?:only|just|keep)\b|只|保留|截取|留下/.test(clause.text));
    clause.blank(match.index, match.index + match[0].length + (isAtOnce ? (time?.[0].length ?? 0) : 6));
    const trim: Trim = isKeep ? { keep: isStart ? 'first' : 'last', ms } : { cut: isStart ? 'start' : 'end', ms };
    return { trim, at: match.index };
  }
  const off = OFF_ONE_END.exec(clause.text);
  const time = TIME.exec(clause.text);
  if (!off || !time || !CUT.test(clause.text)) return undefined;
  clause.blank(time.index, time.index + time[0].length);
  clause.blank(off.index, off.index + off[0].length);
  const isStart = /start|beginning|front/.test(off[1] ?? '');
  return { trim: { cut: isStart ? 'start' : 'end', ms: timeOf(time) }, at: time.index };
}

/** "Use 0:03 to 0:08", "start at 3 seconds", "make it stop at 9 seconds". */
function stretch(clause: Clause, { footage }: Context): FoundTrim | undefined {
  const range = RANGE.exec(clause.text);
  if (range) {
    const [from, to] = range.slice(1).filter((group) => group !== undefined);
    const [fromMs, toMs] = [placeIn(from), placeIn(to)];
    const meant =
      range[0].includes(':') ||
      /\bseconds \w+ ?(?:to|till|until|through|-|–)/.test(range[0]) ||
      KEEP.test(clause.text) ||
      (footage.length > 0 && /\bfrom\b|从|第/.test(clause.text));
    // A stretch in the middle that is to go, or a length between two bounds.
    const goes = CUT.test(clause.text) && !KEEP.test(clause.text) && !/\btrim\b|剪(?:成|到|取)/.test(clause.text);
    if (!meant || goes || !(toMs > fromMs)) return undefined;
    clause.blank(range.index, range.index + range[0].length);
    return { trim: { fromMs, toMs }, at: range.index };
  }
  const from = FROM.exec(clause.text);
  const to = TO.exec(clause.text);
  if (!from && !to) return undefined;
  const value = (match: RegExpExecArray | null) => placeIn(match?.slice(1).find((group) => group !== undefined));
  const trim: Trim = { ...(from && { fromMs: value(from) }), ...(to && { toMs: value(to) }) };
  return { trim, at: (from ?? to)?.index ?? 0 };
}

/** "0:03", "1:02.5" or seconds, in ms. */
function placeIn(words: string | undefined): number {
  const [minutes, seconds] = (words ?? '').split(':');
  if (seconds !== undefined) return Math.round((Number(minutes) * 60 + Number(seconds)) * 1000);
  return Math.round(numberOf(words ?? '') * 1000);
}
