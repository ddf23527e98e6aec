import type { Clause, Context } from './clauses.ts';
import type { ClipRef, ClipRefs } from './edits.ts';
import { FOOTAGE } from './parse-trim.ts';
import { TIME, timeOf } from './time.ts';
import { NUMBER, numberOf } from './words.ts';

const EACH =
  /\b(?:each|every|per|apiece|a piece|them all)\b|\ball of them\b|\ba (?:photo|picture|pic)\b|每|各|[两二三四五六七八九十\d]张(?:照片|图片|图)?都|(?<![第后前最])一张(?:照片|图)?(?=\s*\d|\s*[一二两三四五六七八九十]+秒)/;
const TOTAL =
  /\b(?:total|overall|altogether|in all|whole|entire|all together|of all|using all|use all)\b|\b(?:video|film|clip|movie|reel)\b.{0,12}\bof\b|总|一共|整个|整体|合计/;
const LONGER =
  /\b(?:longer|lengthen|extend(?:ed)?|slower|slow (?:it )?down|stretch|linger|more time|too (?:short|fast|quick)|(?:bit|little) more|stay longer)\b|久|多[停待放]|再?长一?[点些]|变长|加长|延长|拉长|放慢|慢一?点|太短|太快/;
const SHORTER =
  /\b(?:shorter|shorten|trim|faster|quicker|speed it up|snappier|condense|less time|too (?:long|slow))\b|(?:更|再|变)?短一?[点些]|变短|缩短|剪短|(?<![欢轻明愉畅])快一?[点些]|太[长久慢]|有点[长久]|再短/;
const HALF =
  /\b(?:half (?:as long|the length|its length)|halve(?: it)?|twice as (?:short|fast))\b|\b(?:cut|chop|split|reduce) (?:it|this|that|the (?:video|clip|film|movie|length|time))(?: down)? (?:in|by|to) half\b|(?:缩短|短)?一半|减半/;
const DOUBLE =
  /\b(?:twice as long|double(?: (?:the length|it|the duration|its length|the time))?|twice the length)\b|长一倍|加倍|翻倍|翻一倍/;
const FACTOR = new RegExp(`\\b(${NUMBER}) ?(?:x|times)(?: as| the)? ?(?:long|longer|length)|(${NUMBER})倍长?`);
/** Bounds rather than goals: a video that keeps them already is right as it is. */
const AT_MOST =
  /\b(?:max(?:imum)?|at (?:the )?most|no(?:t)? (?:more|longer) than|up to|tops|(?:under|below|within|less than))\b|以内|之内|以下|最多|不超过|不要超过/;
const AT_LEAST =
  /\b(?:at least|min(?:imum)? (?:of|length)|no(?:t)? (?:less|shorter) than|more than)\b|至少|最少|不少于|以上/;
/** "Speed it up 2x", "three times faster". */
const SPED_UP = new RegExp(
  `\\b(?:speed\\b.{0,16}\\bup|faster|quicker)\\b.{0,12}?(${NUMBER}) ?(?:x|times)|(${NUMBER}) ?(?:x|times) (?:as fast|faster|quicker)|(${NUMBER})倍速`,
);
const SLIGHTLY = /\b(?:a bit|a little|slightly|a tad)\b|稍/;
const VAGUE = /十几秒|几秒|[二三四五]十几秒|\b(?:a )?(?:few|couple(?: of)?|some|several) seconds\b/;
// A point in time, or a moment of the speaker's own, is no length.
const NO_LENGTH =
  /(?:^|\s)-\d|\b0 ?(?:s\b|sec)|\b(?:at|after|from) (?:the )?\d+ ?s|\b(?:in|wait|just|hang on|hold on) (?:a|one|half a) (?:sec|second|min|minute)\b/;
/** One photo of several, without saying which. */
const ONE_OF_THEM =
  /\b(?:the|that|this) (?:photo|picture|pic|image|shot|slide)\b(?!s| ?\d| (?:video|film|show|slideshow))|[这那]张|(?:^|[把让将])(?:照片|图片)(?=[停放显])/;
const ALL_BUT = /\b(?:except|but not|apart from|other than)\b|除了?.{1,8}(?:以外|之外|外)?/;
const NOUN = /\b(?:length|duration|total)\b|时长|长度|总长/;

/** Reads the video's length, or single clips' lengths. */
export function parseLength(clause: Clause, context: Context): void {
  if (clause.has(VAGUE)) {
    clause.note({ kind: 'vague-length' });
    return;
  }
  if (clause.has(NO_LENGTH)) return;
  // "10 seconds, not 20"
  if (context.topic === 'length' && /^\W*(?:and )?(?:not|instead of|rather than)\b|^不是/.test(clause.text)) {
    clause.remark = true;
    return;
  }
  const isFootage = context.footage.length === 1 && context.places > 1 && FOOTAGE.test(clause.original);
  const refs = clause.refs(context) ?? (isFootage ? context.footage : undefined);
  const time = clause.take(TIME);
  if (time) {
    const goesOn = continued(clause, context) ?? lamented(clause, context) ?? held(clause, context);
    withTime(clause, time, othersOf(clause, context) ?? refs ?? goesOn, context);
    return;
  }
  const bare =
    /\b(?:length|duration|total)\b[^\d]{0,12}(\d{1,3})|^\W*(?:\w+ ){0,3}?(?:make it|make this|to|no|actually|i mean|i meant)?\W{0,3}(\d{1,3})\s*$|(?:时长|长度)\D{0,4}(\d{1,3})/.exec(
      clause.text,
    );
  const number = bare?.[1] ?? bare?.[3] ?? (clause.has(NOUN) || context.topic === 'length' ? bare?.[2] : undefined);
  // "Give the beach 6 seconds and the cat 3"
  const alike = /\b(\d{1,3}(?:\.\d)?)\s*$|(\d{1,3})\s*$/.exec(clause.text);
  const rest = othersOf(clause, context);
  if (alike && rest) {
    clause.edit('length', { kind: 'clip-length', clips: rest, ms: Number(alike[1] ?? alike[2]) * 1000 });
    return;
  }
  if (alike && context.topic === 'length' && Array.isArray(refs) && context.section === undefined) {
    clause.edit('length', { kind: 'clip-length', clips: refs, ms: Number(alike[1] ?? alike[2]) * 1000 });
    return;
  }
  const plain = bare?.[2] !== undefined && context.topic === undefined && /make (?:it|this)/.test(clause.text);
  const isCounted = /\d[^\d]{1,40}$/.test(context.reading.text.slice(0, clause.at));
  if (plain && number === undefined && !isCounted) {
    // Five seconds, or half as loud? It is asked.
    clause.note({ kind: 'unsure', text: clause.original.trim(), edit: 'length' });
    return;
  }
  if (bare && (number !== undefined || plain)) {
    clause.edit('length', { kind: 'length', ms: Number(number ?? bare[2]) * 1000 }, bare.index);
    return;
  }
  roughly(clause, context, refs);
}

const OF_ALL = /\b(?:video|film|everything|all|whole|overall)\b|视频|全部|整个|整体|所有|都|全片/;
/** Said of a single photo: 午睡放最后，停久一点. */
const STAYS_ON = /^\W*(?:and )?(?:stays?|linger|hold)\b|^\s*(?:也|再|就)?(?:停|多停|多放|多留|放久|留)/;

/** Longer or shorter, without saying how much. */
function roughly(clause: Clause, context: Context, refs: ClipRefs | undefined): void {
  // "The second is my favourite, let it stay longer"
  const goesOn =
    (context.topic === undefined && /\bit\b|它/.test(clause.text)) ||
    (!OF_ALL.test(clause.original) && (STAYS_ON.test(clause.original) || context.topic === 'length'));
  const told = goesOn ? context.before : undefined;
  const meant = refs ?? told;
  const factor = scaleOf(clause, meant !== undefined);
  if (factor === undefined) return;
  if (meant !== undefined && meant !== 'all') {
    clause.edit('length', { kind: 'clip-length', clips: meant, factor });
    context.lengthOf = meant;
  } else clause.edit('length', { kind: 'scale-length', factor });
}

// "Make the second photo longer, like 5 secs" goes on about the second photo.
function continued(clause: Clause, context: Context): ClipRefs | undefined {
  const more =
    /^\W*(?:like|about|around|say|maybe|approximately|to|for|大概|大约|差不多)?\W*(?:or so|or something|please|左右|吧|就行|就好|的样子)?\W*$/.test(
      clause.text,
    );
  return more ? context.lengthOf : undefined;
}

/** What a single photo does: "the group last, hold it 8 seconds", 合影放到最后，停8秒. */
const HOLDS = /^\W*(?:and )?(?:hold|show|keep|leave|let)\b|^\s*(?:多|只|也|就)?(?:停|停留|展示|显示|定格|持续|留)/;

function held(clause: Clause, { before, clips }: Context): ClipRef[] | undefined {
  return clips > 1 && HOLDS.test(clause.original) ? before : undefined;
}

/** "Every picture 2 seconds except the first": all but the ones that are named. */
function allBut(clause: Clause, refs: ClipRefs | undefined, { clips }: Context): ClipRef[] | undefined {
  if (!Array.isArray(refs) || !ALL_BUT.test(clause.original)) return undefined;
  const places = refs.map((clip) => (clip < 0 ? clips + 1 + clip : clip));
  return Array.from({ length: clips }, (_, i) => i + 1).filter((clip) => !places.includes(clip));
}

function withTime(clause: Clause, time: RegExpExecArray, named: ClipRefs | undefined, context: Context): void {
  const ms = timeOf(time);
  const others = allBut(clause, named, context);
  if (others) {
    clause.edit('length', { kind: 'clip-length', clips: others, ms }, time.index);
    return;
  }
  const refs = named;
  const photos = /\ball (?:the |my |of the |three |\d )?(?:photos|pictures|images|pics)\b/.test(clause.original);
  const each = EACH.test(clause.original) || (refs === 'all' && photos && !TOTAL.test(clause.original));
  const total = clause.has(TOTAL) && !each;
  if (refs === undefined && !each && !total && context.clips > 1 && ONE_OF_THEM.test(clause.original)) {
    clause.note({ kind: 'which-clip', what: 'length' }, time.index);
    return;
  }
  if (refs !== undefined && refs !== 'all' && !total) {
    const change = changeOf(clause, time);
    const length = change === undefined ? { ms } : { addMs: change * ms };
    clause.edit('length', { kind: 'clip-length', clips: refs, ...length }, time.index);
    context.measured = [...(context.measured ?? []), ...refs];
  } else if (each && changeOf(clause, time) !== undefined) {
    // A second more for each of three photos makes the video three seconds longer.
    clause.edit('length', { kind: 'add-length', ms: (changeOf(clause, time) ?? 0) * ms * context.clips }, time.index);
  } else if (each && !(total && refs === undefined)) {
    clause.edit('length', { kind: 'clip-length', clips: eachOf(clause, context), ms }, time.index);
  } else if (changeOf(clause, time) !== undefined) {
    clause.edit('length', { kind: 'add-length', ms: (changeOf(clause, time) ?? 0) * ms }, time.index);
  } else if (isKept(clause.original, ms, context)) {
    clause.note({ kind: 'kept' });
  } else {
    clause.edit('length', { kind: 'length', ms }, time.index);
  }
}

/** "Each photo 3 seconds" leaves the videos beside them as long as they are. */
function eachOf(clause: Clause, { footage, places }: Context): ClipRefs {
  const photos = Array.from({ length: places }, (_, i) => i + 1).filter((clip) => !footage.includes(clip));
  const isOfPhotos =
    footage.length > 0 && photos.length > 0 && /\b(?:photo|picture|pic|image)s?\b|照片|图片/.test(clause.original);
  return isOfPhotos ? photos : 'all';
}

/** "The beach one drags on, cut it to two seconds": it is the beach. */
function lamented(clause: Clause, { spokenOf }: Context): ClipRefs | undefined {
  return /\b(?:it|that(?: one)?)\b|它|^[^\p{L}]*(?:改|剪|缩|就|只要)?/u.test(clause.text) ? spokenOf : undefined;
}

/** Whether the video is within the bound that a clause gives for its whole length. */
function isKept(text: string, ms: number, { lengthMs }: Context): boolean {
  if (lengthMs === undefined) return false;
  if (AT_MOST.test(text)) return lengthMs <= ms;
  return AT_LEAST.test(text) && lengthMs >= ms;
}

/** 1 for so much longer, -1 for so much shorter; undefined for a goal. */
function changeOf(clause: Clause, time: RegExpExecArray): number | undefined {
  if (isChange(clause.original, time, 'shorter')) return -1;
  return isChange(clause.original, time, 'longer') ? 1 : undefined;
}

/** "The beach 2 seconds and everything else 5" */
function othersOf(clause: Clause, context: Context): ClipRef[] | undefined {
  const { measured } = context;
  if (
    measured === undefined ||
    !/\b(?:everything else|rest of the \w+|the (?:rest|others?)|(?:all (?:the )?)?others|remaining)\b|其[他余它]|剩下/.test(
      clause.text,
    )
  )
    return undefined;
  const places = measured.map((clip) => (clip < 0 ? context.places + 1 + clip : clip));
  return Array.from({ length: context.places }, (_, i) => i + 1).filter((clip) => !places.includes(clip));
}

const CHANGES = {
  longer: {
    before:
      /\b(?:extend|lengthen|increase)\b.{0,20}\bby\s*$|\badd (?:another |an extra )?$|(?:延长|加长|增加|加|(?<![最差不])多|(?<![时总])长)[停待放]?留?了?$/,
    after: /^\s*(?:longer|more|extra|additional)\b/,
  },
  shorter: {
    before:
      /\b(?:shorten|cut|trim|reduce)\b.{0,20}\bby\s*$|\b(?:cut|trim|shave|knock|chop|take) (?:off )?$|(?:缩短|减少|减掉|减去|剪掉|剪去|去掉|删掉|裁掉|砍掉|减|(?<![最至])少|短)了?$/,
    after: /^\s*(?:shorter|less|off)\b/,
  },
};

// "5 seconds longer" is a change, "longer: 20 seconds" and "缩短到8秒" are goals.
function isChange(text: string, time: RegExpExecArray, way: 'longer' | 'shorter'): boolean {
  const { before, after } = CHANGES[way];
  return before.test(text.slice(0, time.index)) || after.test(text.slice(time.index + time[0].length));
}

function scaleOf(clause: Clause, isClip: boolean): number | undefined {
  const { text } = clause;
  if (HALF.test(text)) return 0.5;
  if (DOUBLE.test(text)) return 2;
  const spedUp = SPED_UP.exec(text);
  const speed = spedUp ? numberOf(spedUp[1] ?? spedUp[2] ?? spedUp[3] ?? '') : Number.NaN;
  if (speed > 0) return 1 / speed;
  const times = FACTOR.exec(text);
  const factor = times ? numberOf(times[1] ?? times[2] ?? '') : Number.NaN;
  if (factor > 0) return factor;
  const slightly = SLIGHTLY.test(text);
  // "The cat goes by too fast" wants more of it; a whole video that is too fast as well.
  if (/\btoo (?:short|fast|quick)\b|太短|太快/.test(text)) return 1.5;
  if (/\btoo (?:long|slow)\b|太[长久慢]|有点[长久]/.test(text)) return 0.67;
  if (isClip && /\bon (?:for )?too long\b/.test(text)) return 0.67;
  if (SHORTER.test(text) && !/久/.test(text)) return slightly ? 0.8 : 0.67;
  if (LONGER.test(text)) return slightly ? 1.25 : 1.5;
  return undefined;
}

/** Whether a clause says how long something is to last, or that it should last longer or shorter. */
export function speaksOfLength(text: string): boolean {
  return NOUN.test(text) || TIME.test(text) || LONGER.test(text) || SHORTER.test(text);
}
