import type { ClipRef, ClipRefs } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

const NOUN = '(?:photo|picture|image|pic|clip|slide|shot|frame|one)s?';
const ORDINAL =
  '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|\\d{1,3}(?:st|nd|rd|th))';
const SMALL = '(?:one|two|three|four|five|six|seven|eight|nine|ten)';
const ZH_NUMBER = '[一二两三四五六七八九十\\d]{1,3}';
const ZH_NOUN = '(?:张照片|张图片|张图|张|个|幅|段|图|照片|图片|片段)';
const TIME = new RegExp(
  `(?:(?:first|last|the) )?${NUMBER}[ -]?(?:seconds?|secs?|s\\b|minutes?|mins?|秒|分)|(?:前|最后)${NUMBER}秒`,
  'g',
);

/** A place in a text that speaks of clips. */
export interface RefMention {
  from: number;
  to: number;
  clips: ClipRefs;
  /** An ordinal without a noun, which may be the place that something goes to ("put the cat first"). */
  bare: boolean;
}

interface Pattern {
  pattern: RegExp;
  places: (match: RegExpExecArray, count: number) => ClipRefs;
  bare?: (match: RegExpExecArray) => boolean;
}

const PATTERNS: Pattern[] = [
  {
    pattern:
      /\b(?:all|every|each|both)\b(?: of)?(?: the| my| these| them)?(?: \d+| two| three| four)?(?: photos?| pictures?| images?| clips?| one)?|所有|全部|每(?:一)?(?:张|个|段|幅)(?:照片|图片|图)?/,
    places: () => 'all',
  },
  {
    pattern: new RegExp(`\\b(first|last) (${SMALL}|\\d{1,2})\\b(?: ${NOUN}\\b)?`),
    places: (m) => run(m[1] === 'first', m[2]),
  },
  {
    pattern: new RegExp(`(?:([前后])(${ZH_NUMBER})|最后([两二三四五六七八九]))(?:张|个|段)(?:照片|图片|图)?`),
    places: (m) => run(m[1] === '前', m[2] ?? m[3]),
  },
  { pattern: /\b(?:the )?opening (?:photo|picture|image|pic|clip|shot|frame|slide)\b/, places: () => [1] },
  { pattern: /\b(?:the )?(?:closing|ending) (?:photo|picture|image|pic|clip|shot|frame|slide)\b/, places: () => [-1] },
  { pattern: /\b(?:second|next) to last(?: (?:photo|picture|image|one))?\b|\bpenultimate\b/, places: () => [-2] },
  { pattern: new RegExp(`倒数第(${ZH_NUMBER})(?:${ZH_NOUN})?`), places: (m) => [-numberOf(m[1] ?? '')] },
  { pattern: /最后(?:的|那|一|那一)?(?:张|个|幅|段)(?:照片|图片|图)?|[末尾]张/, places: () => [-1] },
  { pattern: /首张|[头第]一?张(?:照片|图片|图)(?!\S)|头一张/, places: () => [1] },
  {
    pattern:
      /\b(?:middle|cent(?:er|re)) (?:photo|picture|image|pic|clip|one|shot)\b|中间(?:的|那|一|那一|的那)*(?:(?:张|个|段|幅)(?:照片|图片|图)?|照片|图片)/,
    places: (_m, count) => (count % 2 === 1 ? [(count + 1) / 2] : []),
  },
  {
    pattern: new RegExp(
      `第(${ZH_NUMBER})(?![条行句步次天年月\\d一二两三四五六七八九十])(?:${ZH_NOUN})?(?:\\s*(?:和|、|,|跟|与|到|至)\\s*第?(${ZH_NUMBER})(?=张|个|幅|段|照片)${ZH_NOUN})?`,
    ),
    places: (m) => [numberOf(m[1] ?? ''), ...(m[2] ? [numberOf(m[2])] : [])],
    bare: (m) => /^第[一二两三四五六七八九十\d]{1,3}(?:个|位)?$/.test(m[0]),
  },
  {
    pattern: new RegExp(
      `\\b${NOUN} {1,3}(?:number |no\\.? ?|#)?(\\d{1,3}|${SMALL})\\b(?! times\\b)((?:\\s{0,3}(?:,|and|&|to|through|-|with)\\s{0,3}(?:and )?(?:${NOUN} )?(?:number |#)?\\d{1,3}\\b(?![:%x]))*)`,
    ),
    places: (m) => list(m[1], m[2]),
  },
  {
    pattern: /(?:照片|图片|图)(\d{1,3})((?:\s{0,3}(?:和|、|,|跟|与|到|至)\s{0,3}(?:照片|图片|图)?\d{1,3})*)/,
    places: (m) => list(m[1], m[2]),
  },
  {
    pattern: new RegExp(
      `\\b(?:the )?(${ORDINAL}) ${NOUN}\\b|\\b(${ORDINAL})(?= (?:and|,|&|still|static|zooms?|pans?)\\b| ?(?:,|&)|\\s*$|\\s{2}| ?\u0000| \\d{1,3}(?:\\.\\d)?\\s*$)|\\bthe (${ORDINAL})\\b`,
    ),
    places: (m) => [ordinal(m[1] ?? m[2] ?? m[3] ?? '')],
    bare: (m) => m[1] === undefined,
  },
  {
    pattern:
      /(?:#|\bnumber |\bno\. ?)(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b|\bon (\d{1,2})(?= *$| *,| and)|\b(?:make|show|hold|keep|let|put|move|give) (\d{1,2})(?= (?:longer|shorter|last|stay|first|zoom|pan|still|more|less|at|to|before|after))|^\W*(\d{1,2})(?= (?:first|last|at the|longer|shorter|before|after))/,
    places: (m) => [numberOf(m[1] ?? m[2] ?? m[3] ?? m[4] ?? '')],
  },
];

/** The places where a text speaks of clips, in its order. Times are none. @param count clips in the video */
export function refMentions(text: string, count: number): RefMention[] {
  let left = text.replace(TIME, (time) => '\u0000'.repeat(time.length));
  const found: RefMention[] = [];
  for (const { pattern, places, bare } of PATTERNS) {
    for (let match = pattern.exec(left); match; match = pattern.exec(left)) {
      const named = places(match, count);
      const clips = named === 'all' ? named : named.filter((clip) => Number.isInteger(clip) && clip !== 0);
      const span = { from: match.index, to: match.index + match[0].length };
      found.push({ ...span, clips, bare: bare?.(match) ?? false });
      left = left.slice(0, span.from) + '\u0000'.repeat(match[0].length) + left.slice(span.to);
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The clips that a text speaks of, in its order; undefined when it speaks of none. */
export function clipRefs(text: string, count: number): ClipRefs | undefined {
  const mentions = refMentions(text, count);
  if (mentions.length === 0) return undefined;
  const clips = mentions.flatMap((mention) => (mention.clips === 'all' ? [] : mention.clips));
  if (clips.length > 0) return [...new Set(clips)];
  return mentions.some((mention) => mention.clips === 'all') ? 'all' : undefined;
}

/** The same without "all". */
export function namedClips(text: string, count: number): ClipRef[] {
  const refs = clipRefs(text, count);
  return refs === undefined || refs === 'all' ? [] : refs;
}

function run(fromStart: boolean, count: string | undefined): ClipRef[] {
  const n = Math.min(50, Math.floor(numberOf(count ?? '')));
  return Array.from({ length: n || 0 }, (_, i) => (fromStart ? i + 1 : i - n));
}

function list(first: string | undefined, more: string | undefined): ClipRef[] {
  const places = [numberOf(first ?? '')];
  for (const match of (more ?? '').matchAll(/(to|through|-|到|至)?\D*?(\d+)/g)) {
    const next = Number(match[2]);
    const before = places[places.length - 1] ?? next;
    const isRange = /\bto\b|\bthrough\b|[-到至]/.test(match[0]);
    if (isRange && next > before && next - before < 50) {
      for (let place = before + 1; place <= next; place++) places.push(place);
    } else {
      places.push(next);
    }
  }
  return places;
}

function ordinal(word: string): ClipRef {
  if (word === 'last' || word === 'final') return -1;
  const digits = /^\d+/.exec(word);
  return digits ? Number(digits[0]) : numberOf(word);
}
