import type { Conversation } from '../records.ts';
import { refMentions } from './clip-refs.ts';
import type { ClipRef, Edit } from './edits.ts';

type Last = NonNullable<Conversation['lastEdit']>;

/** Says that the last change was not the one that was meant. */
const CORRECTS =
  /^[\s\p{P}]*(?:no+|nope|nah|sorry|wait|oops|wrong)\b|\bi (?:meant?|said)\b|\bnot (?:all|every\w*|the whole|that|the (?:\w+ )?(?:photo|one)|it)\b|\b(?:that'?s|thats|it'?s|its) (?:the )?(?:wrong|not)\b|不对|不是|错了|我?(?:是)?说的?是|我指的?是|我的意思/u;
/** Says that the last change went too far: "just the cat". */
const NARROWS = /\b(?:only|just)\b|只|就(?!这样)/;
/** Asks for something that a correction does not. */
const ORDERS =
  /\b(?:keep|use|show|leave|want|need|remove|delete|drop|make|put|move|swap|add|zoom|pan)\b|保留|留下|删|去掉|放|移|加|换|用/;
const ADDS_ANOTHER =
  /^[\s\p{P}]*(?:and|also|same|the same|还有|也)|\b(?:too|as well)[\s\p{P}]*$|也(?:加上?|一样|这样|要|来一个)[吧。]?$/u;
const NOTHING_ELSE =
  /\b(?:and|also|the|too|as well|one|photo|please|pls|same|caption|text|words?|thing|on|for|to|do|with|one)\b|还有|也|照片|删|要|是|的|加上?|一样|这样|同样|来一个|吧|[\s\p{P}]/gu;
/** What stands in a correction beside the clip that was meant. */
const BESIDE =
  /\b(?:no+|nope|nah|not|sorry|wait|oops|oh|ok|okay|wrong|i|meant?|said|say|that'?s|thats|that|it'?s|its|it|is|was|all|every(?:thing|one)?|of|them|whole|video|film|actually|hmm+|only|just|but|instead|ffs|omg|lol|man|dude|bro|again|what|for|in|my|photos?|pictures?|pics?|images?|clips?)\b|不对|不是|错了|搞错|弄错|我?是?说的?|我指的?|我的意思|全部|所有|整个|视频|都|只要?|就|而|啊|呀|哦|了|是|那[张个段]?/gu;

const N = '(\\d{1,3}(?:\\.\\d)?)';
const TOO_MUCH = new RegExp(
  `^[\\s\\p{P}]{0,6}(?:hmm+|no|nope|well|ok|okay|oh|actually)?[\\s\\p{P}]{0,6}(?:${N} ?(?:s|secs?|seconds?)?(?: is|'s)?(?: a bit| way| still)? too (?:much|long|short|little|few)|${N} ?秒(?:有点|太|还是太)[长短久多少]了?)[\\s\\p{P}]{0,6}(?:make it|let'?s do|let'?s try|do|try|maybe|go with|better|rather|改成|那就|还是)?\\s{0,3}${N} ?(?:s|secs?|seconds?|秒)?(?: please| then|吧|好了)?[\\s\\p{P}]{0,6}$`,
  'u',
);

/** "6 is too much, 4": the length that was just given, given anew; undefined for everything else. */
export function correctedLength(text: string, last: Conversation['lastEdit']): Edit[] | undefined {
  const match = TOO_MUCH.exec(text);
  const ms = Number(match?.[3]) * 1000;
  if (!match || !(ms > 0)) return undefined;
  return [last?.kind === 'clip-length' ? { kind: 'clip-length', clips: last.clips, ms } : { kind: 'length', ms }];
}

/** A message without the words that say which photos alone a video is to show. */
export const withoutOnly = (message: string): string =>
  message.replace(/\b(?:only|just)\b|只要?|就/giu, (words) => ' '.repeat(words.length));

/**
 * "Not all of them, just the cat", "no, I meant the fourth": the last edit, taken back and done for other clips.
 * @param text with numbers in the place of names of files
 */
export function corrected(text: string, last: Last, count: number): Edit[] | undefined {
  const narrows = 'clips' in last && last.clips === 'all' && NARROWS.test(text) && !ORDERS.test(text);
  if (!narrows && !CORRECTS.test(text)) return undefined;
  const clips = meantClips(text, last, count);
  if (clips === undefined) return undefined;
  const edit = withClips(last, clips);
  return edit && [{ kind: 'undo' }, edit];
}

/** The clips that a correction names, where it says nothing beside. */
function meantClips(text: string, last: Last, count: number): ClipRef[] | undefined {
  const mentions = refMentions(text, count).filter(({ clips }) => clips !== 'all');
  let rest = text;
  for (const { from, to } of mentions) rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  const other = /\bthe other(?: one| photo| clip)?\b|另一?[张个段]/.exec(rest);
  if (other) rest = rest.replace(other[0], ' ');
  if (
    rest
      .replace(BESIDE, '')
      .replace(NOTHING_ELSE, '')
      .replace(/\d{1,2}/, '') !== ''
  )
    return undefined;
  // "Not the second, the third": the one that was not meant is named as well.
  const meant = mentions.filter(({ from }) => !/(?:\bnot (?:the )?|不是)\s{0,3}$/.test(text.slice(0, from)));
  const bare =
    /\b(?:meant?|said)\b(?:\s(?:number|no\.?|photo|pic|clip|the|#))*\s?#?(\d{1,2})\b(?! ?(?:s\b|sec|%))/.exec(
      text,
    )?.[1];
  if (bare !== undefined) return [Number(bare)];
  const clips = meant.flatMap((mention) => (mention.clips === 'all' ? [] : mention.clips));
  if (clips.length > 0) return [...new Set(clips)];
  const before = 'clips' in last ? last.clips : undefined;
  if (!other || count !== 2 || !Array.isArray(before) || before.length !== 1) return undefined;
  return [before[0] === 1 ? 2 : 1];
}

function withClips(last: Last, clips: ClipRef[]): Edit | undefined {
  const [clip] = clips;
  if (clip === undefined) return undefined;
  if (last.kind === 'move' || last.kind === 'add-text') return clips.length === 1 ? { ...last, clip } : undefined;
  return { ...last, clips };
}

/** "And the beach too": the last edit again, for another clip. */
export function another(text: string, last: Last, count: number): Edit[] | undefined {
  if (!ADDS_ANOTHER.test(text) || last.kind === 'move' || ('clips' in last && last.clips === 'all')) return undefined;
  const mentions = refMentions(text, count);
  const [mention] = mentions;
  if (mentions.length !== 1 || !mention || mention.clips === 'all' || mention.clips.length !== 1) return undefined;
  const rest = text.slice(0, mention.from) + text.slice(mention.to);
  if (rest.replace(NOTHING_ELSE, '') !== '') return undefined;
  const [clip] = mention.clips;
  if (last.kind === 'add-text') return clip === undefined ? undefined : [{ ...last, clip }];
  return [{ ...last, clips: mention.clips }];
}
