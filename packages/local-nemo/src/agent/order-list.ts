import { type RefMention, refMentions } from './clip-refs.ts';
import type { ClipRef } from './edits.ts';
import { numberOf } from './words.ts';

const CONNECTORS =
  /\b(?:can|could|would|like|i'd|be|as|you|do|it|to|want|i|have|show|play|go|make|use|reorder|sort|arrange|them|put|first|then|next|last|lastly|finally|and|the|after that|second|third|fourth|photos?|pictures?|pics?|one|goes?|comes?|is|order|sequence|in (?:this|that)|should be|please|start with|with|by|followed by)\b|先|再|然后|最后|接着|放|是|这样|这样排|排列?|按照?|来|的|照片|图片|张|顺序|[\s,，、.。;:：>→-]/g;
const SEQUENCE =
  /(?:\border\b|顺序|排列|排成)[^\d一二三四五六七八九\n]{0,12}((?:(?:\d{1,2}|[一二三四五六七八九])[\s,，、\->]{0,3}){2,50})|((?:(?:\d{1,2}|[一二三四五六七八九])[\s,，、]{1,3}){1,50}(?:\d{1,2}|[一二三四五六七八九]))\s*的?(?:这样的?)?(?:顺序|order)/;

/** Reads an order that names all places or clips one after another, as far as the whole text says nothing else. */
export function orderList(text: string, count: number): { clips: ClipRef[]; rest: string } | undefined {
  const sequence = SEQUENCE.exec(text);
  const listed = sequence
    ? [...(sequence[1] ?? sequence[2] ?? '').matchAll(/\d+|[一二三四五六七八九]/g)].map((m) => numberOf(m[0]))
    : [];
  if (sequence && listed.length >= 2 && new Set(listed).size === listed.length) {
    const end = sequence.index + sequence[0].length;
    return {
      clips: listed,
      rest:
        text.slice(0, sequence.index).replace(/\bin this\W*$|按照?$/, '') +
        text.slice(end).replace(/^\s*(?:please|排列?|放)/, ''),
    };
  }
  // "…, the beach at the end": the last one named is the last one.
  const listedText = text.replace(/\b(?:at|in) the (?:very )?end\W*$/, (words) => ' '.repeat(words.length));
  const mentions = refMentions(listedText, count);
  if (mentions.some(({ clips }) => clips === 'all' || clips.length === 0)) return undefined;
  let rest = listedText;
  for (const { from, to } of mentions) rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  if (rest.replace(CONNECTORS, '') !== '') return undefined;
  const named = mentions.filter(({ bare }) => !bare);
  const goals = mentions.filter(({ bare }) => bare);
  const clips = named.flatMap((mention) => (mention.clips === 'all' ? [] : mention.clips));
  // "The last photo, then the first, the third, the second": every photo once, by whatever name.
  const everyOne = mentions.flatMap(({ clips: some }) => (some === 'all' ? [] : some));
  const places = new Set(everyOne.map((clip) => (clip < 0 ? count + 1 + clip : clip)));
  if (named.length !== goals.length && everyOne.length === count && places.size === count && count > 2)
    return { clips: everyOne, rest: '' };
  const inPairs = pairs(mentions);
  if (inPairs) return placed(inPairs.what, inPairs.goals, count);
  if (new Set(clips).size !== clips.length || clips.length < 2) return undefined;
  if (goals.length !== named.length && clips.length < Math.min(3, count)) return undefined;
  if (goals.length === named.length && clips.length < count) return placed(clips, goals, count);
  if (goals.length === named.length) {
    const places = goals.map(({ clips: [place] }) => (place === -1 ? count : Number(place)));
    const sorted = clips.map((clip, i) => ({ clip, place: places[i] ?? 0 })).sort((a, b) => a.place - b.place);
    return { clips: sorted.map(({ clip }) => clip), rest: '' };
  }
  return { clips, rest: '' };
}

/** "The last photo the first and the first the last": what goes where, turn by turn. */
function pairs(mentions: RefMention[]): { what: ClipRef[]; goals: RefMention[] } | undefined {
  const goals = mentions.filter((_, i) => i % 2 === 1);
  const what = mentions.flatMap(({ clips: some }, i) => (i % 2 === 0 && some !== 'all' ? some.slice(0, 1) : []));
  const fits = mentions.length >= 4 && goals.length === what.length && goals.every(({ bare }) => bare);
  return fits && mentions[0]?.bare === false ? { what, goals } : undefined;
}

/** "The storm first and the cat last": the clips that are not named keep their order between them. */
function placed(clips: ClipRef[], goals: RefMention[], count: number): { clips: ClipRef[]; rest: string } | undefined {
  const from = (clip: ClipRef) => (clip < 0 ? count + 1 + clip : clip);
  const places = goals.map(({ clips: [place] }) => from(Number(place)) - 1);
  if (new Set(places).size !== places.length || places.some((place) => !(place >= 0 && place < count)))
    return undefined;
  const named = clips.map(from);
  const others = Array.from({ length: count }, (_, i) => i + 1).filter((clip) => !named.includes(clip));
  const order = Array.from({ length: count }, (_, place) => {
    const index = places.indexOf(place);
    return index < 0 ? (others.shift() ?? 0) : (named[index] ?? 0);
  });
  return { clips: order, rest: '' };
}
