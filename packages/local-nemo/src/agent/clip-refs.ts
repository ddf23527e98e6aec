import type { ClipRef, ClipRefs } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

const NOUN = '(?:photo|picture|image|pic|clip|slide|shot|frame|one)s?';
const ORDINAL = '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|\\d+(?:st|nd|rd|th))';
const ZH_NUMBER = '[一二两三四五六七八九十\\d]+';
const ZH_NOUN = '(?:张|个|幅|段|图|照片|图片|片段)';
const TIME = new RegExp(`${NUMBER}[ -]?(?:seconds?|secs?|s\\b|minutes?|mins?|秒|分)`, 'g');

// Each pattern gives the places that a match names.
const PATTERNS: { pattern: RegExp; places: (match: RegExpExecArray) => ClipRef[] | 'all' }[] = [
  {
    pattern:
      /\b(?:all|every|each)\b(?: of)?(?: the| my| these)?(?: photo| picture| image| clip)?|所有|全部|每(?:一)?张|每个/,
    places: () => 'all',
  },
  { pattern: new RegExp(`\\b(first|last) (${NUMBER})(?: ${NOUN})`), places: (m) => run(m[1] === 'first', m[2]) },
  {
    pattern: new RegExp(`([前后])(${ZH_NUMBER})张|最后([两二三四五六七八九])张`),
    places: (m) => run(m[1] === '前', m[2] ?? m[3]),
  },
  { pattern: /\b(?:second|next) to last\b|\bpenultimate\b/, places: () => [-2] },
  { pattern: new RegExp(`倒数第(${ZH_NUMBER})(?:${ZH_NOUN})?`), places: (m) => [-numberOf(m[1] ?? '')] },
  { pattern: /最后(?:一)?(?:张|个|幅|段)|末张|尾张/, places: () => [-1] },
  { pattern: /首张|头一张/, places: () => [1] },
  {
    pattern: new RegExp(
      `第(${ZH_NUMBER})(?:${ZH_NOUN})?(?:照片|图片|图)?(?:\\s*(?:和|、|,|跟|与|到|至)\\s*第?(${ZH_NUMBER})(?=张|个|幅|段|照片)${ZH_NOUN})?`,
    ),
    places: (m) => [numberOf(m[1] ?? ''), ...(m[2] ? [numberOf(m[2])] : [])],
  },
  {
    pattern: new RegExp(
      `\\b${NOUN} (?:number |no\\.? ?|#)?(\\d+|one|two|three|four|five)\\b((?:\\s*(?:,|and|&|to|through|-|with)\\s*(?:and )?(?:${NOUN} )?(?:number |#)?\\d+\\b(?![:%]))*)`,
    ),
    places: (m) => list(m[1], m[2]),
  },
  {
    pattern: /(?:照片|图片|图)(\d+)((?:\s*(?:和|、|,|跟|与|到|至)\s*(?:照片|图片|图)?\d+)*)/,
    places: (m) => list(m[1], m[2]),
  },
  {
    pattern: new RegExp(`\\b(${ORDINAL})(?: ${NOUN}\\b|(?= (?:and|,|&)|\\s*$))|\\bthe (${ORDINAL})\\b`),
    places: (m) => [ordinal(m[1] ?? m[2] ?? '')],
  },
  { pattern: /(?:#|\bnumber |\bno\. ?)(\d+)/, places: (m) => [Number(m[1])] },
];

/** The clips that a text speaks of, in its order; undefined when it speaks of none. Times are no places. */
export function clipRefs(text: string): ClipRefs | undefined {
  let left = text.replace(TIME, (time) => ' '.repeat(time.length));
  const found: { at: number; clip: ClipRef }[] = [];
  for (const { pattern, places } of PATTERNS) {
    for (let match = pattern.exec(left); match; match = pattern.exec(left)) {
      const named = places(match);
      if (named === 'all') return 'all';
      for (const [i, clip] of named.entries()) {
        if (Number.isInteger(clip) && clip !== 0) found.push({ at: match.index + i / 100, clip });
      }
      left = left.slice(0, match.index) + ' '.repeat(match[0].length) + left.slice(match.index + match[0].length);
    }
  }
  if (found.length === 0) return undefined;
  return [...new Set(found.sort((a, b) => a.at - b.at).map((f) => f.clip))];
}

/** The same without "all". */
export function namedClips(text: string): ClipRef[] {
  const refs = clipRefs(text);
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
    const isRange = /to\b|through|-|到|至/.test(match[0]);
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
