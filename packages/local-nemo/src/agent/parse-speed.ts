import { type Clause, type Context, clipCount } from './clauses.ts';
import type { ClipRef, ClipRefs } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

/** Words of other things that are slow, fast, or so many times as large. */
const OTHER =
  /\b(?:zoom\w*|pan(?:s|ning)?|camera|motion(?<!slow[- ]motion)|movement|transitions?|(?:cross)?fades?|dissolves?|wipes?|music|song|tune|beat|titles?|texts?|captions?|bigger|larger|louder|as long|longer|shorter|loop\w*|repeat\w*)\b|缩放|镜头|运镜|转场|音乐|歌|标题|字幕|文字|音量|大一|长一|遍|循环|重复/;
const SLOW_MOTION = /\bslow(?:ed)?[- ]?(?:mo|motion)\b|慢动作|慢镜头|(?<!慢)慢放(?!大)/;
const NORMAL =
  /\b(?:normal|original|regular|usual|real[- ]?time) speed\b|\bspeed (?:back )?to normal\b|(?:正常|原来的?|原)速(?:度|播放)?|恢复(?:正常)?速度/;
const TIMES = new RegExp(
  [
    '(?<![\\d.:])(\\d{1,2}(?:\\.\\d{1,2})?) ?[x×](?![\\d\\w])',
    '(?<![a-z\\d])[x×] ?(\\d{1,2}(?:\\.\\d{1,2})?)(?![\\d:x×])',
    `(${NUMBER}) times (?:as fast|faster|quicker|the speed|speed)`,
    `\\b(?:speed|faster|quicker)\\b.{0,12}?(${NUMBER}) times\\b`,
    '\\bspeed (?:of |to |at |= ?)?(\\d{1,2}(?:\\.\\d{1,2})?)(?![\\d%x×])',
    `(${NUMBER}|\\d{1,2}(?:\\.\\d{1,2})?)倍?速`,
    `(?:加速|提速|快)(?:到|成|至)(${NUMBER})倍`,
  ].join('|'),
);
const PERCENT = /(\d{1,3}) ?(?:%|percent) (?:of (?:the |its )?)?(?:normal )?speed\b|速度.{0,4}?(\d{1,3}) ?%/;
const WORDS: [RegExp, number][] = [
  [/\b(?:double|twice)(?: the)? speed\b|\btwice as (?:fast|quick)\b|加快一倍|快一倍|两倍速|双倍速/, 2],
  [/\b(?:triple|three times the) speed\b/, 3],
  [
    /\b(?:half(?: the)? speed|half as fast|twice as slow|slow(?:ed)? (?:it |this |that |things |the \w+ |everything )?(?:down )?(?:to|by) (?:a )?half)\b|慢一倍|放慢(?:到)?一半|半速|一半的?速度/,
    0.5,
  ],
  [/\bquarter(?: of the)? speed\b|四分之一的?速度/, 0.25],
];
const SPEAKS = /\bspeed\b|\bplays? (?:it |this |that )?(?:back )?at\b|\bfast(?:er)?\b|\bslow(?:er|ed)?\b|速|快|慢/;
const FASTER =
  /\b(?:fast(?:er)?|quicker|speed (?:it |this |that |things |the \w+ |\w+ ){0,4}up|sped up|time-?lapse|fast[- ]?forward|too slow)\b|(?<![欢轻明愉畅])快一?[点些]|加快|加速|快放|快进|更快|太慢|有点慢/;
const SLOWER =
  /\b(?:slow(?:er|ed)?(?: (?:it |this |that |the \w+ )?down)?|too (?:fast|quick))\b|慢一?[点些]|放慢|减速|更慢|太快/;
const SLIGHTLY = /\b(?:a bit|a little|slightly|a tad|bit)\b|一点|稍/;
const MUCH = /\b(?:much|a lot|way|really|very|super)\b|很多|非常|好多/;

/** Reads how fast clips are to play. Without any footage, photos follow a number that the whole video is given. */
export function parseSpeed(clause: Clause, context: Context): boolean {
  if (clipCount(context) === 0 || clause.has(OTHER)) return false;
  // "Timelapse the beach, like 4 times faster"
  const goesOn = /^\W*(?:like|about|say|maybe|around|so)\b|\b(?:it|that)\b|^(?:大概|差不多|大约)|它/.test(clause.text);
  if (isOfOnePart(clause)) {
    clause.note({ kind: 'cannot', what: 'partial-speed' });
    return true;
  }
  const refs = clause.refsOrIt(context) ?? (goesOn ? context.sped : undefined);
  const clips = refs ?? onlyFootage(clause, context) ?? 'all';
  if (Array.isArray(refs)) context.sped = refs;
  const slowMotion = clause.take(SLOW_MOTION);
  const to = takeNumber(clause);
  if (to === undefined && clause.has(/\btime-?lapse\b|延时/) && context.footage.length > 0) {
    clause.edit('speed', { kind: 'speed', clips, to: 4 });
    return true;
  }
  if (
    to !== undefined &&
    (slowMotion || SPEAKS.test(clause.original) || isBare(clause) || to.sure || Array.isArray(refs))
  ) {
    const slower = slowMotion !== undefined || (SLOWER.test(clause.original) && !FASTER.test(clause.original));
    // "Slow it down 2x" is half the speed.
    clause.edit('speed', { kind: 'speed', clips, to: slower && to.value > 1 ? 1 / to.value : to.value });
    return true;
  }
  if (slowMotion) {
    if (clause.negated) return false;
    if (isFootage(clips, context)) clause.edit('speed', { kind: 'speed', clips, to: 0.5 });
    else clause.note({ kind: 'no-footage', what: 'speed' });
    return true;
  }
  const normal = clause.take(NORMAL);
  if (normal) {
    clause.edit('speed', { kind: 'speed', clips, to: 1 }, normal.index);
    return true;
  }
  return roughly(clause, context, clips);
}

/** Slow motion, and "the clip", are about what moves; photos beside it keep their time. */
function onlyFootage(clause: Clause, { footage, clips, places }: Context): ClipRef[] | undefined {
  if (footage.length === 0 || footage.length >= Math.max(clips, places)) return undefined;
  const isMeant = SLOW_MOTION.test(clause.text) || OF_CLIP.test(clause.original);
  return isMeant && !ALL.test(clause.original) ? footage : undefined;
}

const OF_CLIP = /\b(?:the|my|that) (?:video )?clips?\b|\bfootage\b|视频片段|[那这]段视频|视频[那这]段|片段/;
const ALL = /\b(?:everything|whole|entire|all)\b|全部|整个|整体|所有/;

const PART =
  /\b(?:first|second|last|other|latter) (?:half|third|quarter|part|bit)\b|\b(?:in|of|at|for|during|from) (?:the )?(?:middle|beginning|start|end)\b|\bhalfway\b|\b(?:first|last|final) \S{1,6} ?(?:s\b|sec)|[前后]一?半(?!张)|中间(?:那|的)?一?[段部]|[前后]面?\S{1,4}秒|一部分/;

/** "Speed up the second half". */
function isOfOnePart(clause: Clause): boolean {
  if (!PART.test(clause.text)) return false;
  return SLOW_MOTION.test(clause.text) || FASTER.test(clause.text) || SLOWER.test(clause.text);
}

/** "A bit faster", of footage; photos that are to go by faster are shown for a shorter time. */
function roughly(clause: Clause, context: Context, clips: ClipRefs): boolean {
  if (!isFootage(clips, context) || clause.negated) return false;
  // With photos beside them, "faster" is about the video's pace.
  if (clips === 'all' && context.footage.length < context.clips) return false;
  const [faster, slower] = [clause.has(FASTER), clause.has(SLOWER)];
  if (faster === slower) return false;
  const factor = clause.has(MUCH) ? 2 : clause.has(SLIGHTLY) ? 1.25 : 1.5;
  clause.edit('speed', { kind: 'speed', clips, factor: faster ? factor : 1 / factor });
  clause.takeAll(faster ? FASTER : SLOWER);
  return true;
}

function isFootage(clips: ClipRefs, { footage, clips: count }: Context): boolean {
  if (clips === 'all') return footage.length > 0;
  return clips.some((clip) => footage.includes(clip < 0 ? count + 1 + clip : clip));
}

/** A speed in numbers; `sure` where the words can mean nothing else. */
function takeNumber(clause: Clause): { value: number; sure: boolean } | undefined {
  for (const [pattern, value] of WORDS) if (clause.take(pattern)) return { value, sure: true };
  const percent = clause.take(PERCENT);
  if (percent) return { value: Number(percent[1] ?? percent[2]) / 100, sure: true };
  const times = clause.take(TIMES);
  const word = times?.slice(1).find((group) => group !== undefined);
  const value = word === undefined ? Number.NaN : numberOf(word);
  return value > 0 ? { value, sure: /speed|as fast|faster|quicker|速/.test(times?.[0] ?? '') } : undefined;
}

/** Nothing is said but the number: "2x", "2x please". */
function isBare(clause: Clause): boolean {
  return !/[\p{L}]{2,}/u.test(clause.text.replace(/\b(?:please|pls|make|it|at|to|the|clip|video)\b|请|视频/g, ''));
}
