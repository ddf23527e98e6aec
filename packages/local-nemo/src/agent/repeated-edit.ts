import type { Conversation } from '../records.ts';
import { refMentions } from './clip-refs.ts';
import type { Edit } from './edits.ts';

const CORRECTS =
  /^[\s\p{P}]*(?:no|nope|sorry|wait|i meant?|i mean|不对|不是|错了|我是说)[\s\p{P}]*(?:i meant?|i mean|sorry|我是说|是|我说的是)?[\s\p{P}]*/u;
const ADDS_ANOTHER =
  /^[\s\p{P}]*(?:and|also|same|the same|还有|也)|\b(?:too|as well)[\s\p{P}]*$|也(?:加上?|一样|这样|要|来一个)[吧。]?$/u;
const NOTHING_ELSE =
  /\b(?:and|also|the|too|as well|one|photo|please|same|caption|text|words?|thing|on|for|to|do|with|one)\b|还有|也|照片|删|要|是|的|加上?|一样|这样|同样|来一个|吧|[\s\p{P}]/gu;

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

/** "No, the second one", "and the beach too": the last edit again, for another clip. */
export function repeated(text: string, last: NonNullable<Conversation['lastEdit']>, count: number): Edit[] | undefined {
  const corrects = CORRECTS.exec(text);
  const said = corrects ? text.slice(corrects[0].length) : text;
  if (!corrects && !ADDS_ANOTHER.test(text)) return undefined;
  const mentions = refMentions(said, count);
  const [mention] = mentions;
  if (mentions.length !== 1 || !mention || mention.clips === 'all' || mention.clips.length !== 1) return undefined;
  const rest = said.slice(0, mention.from) + said.slice(mention.to);
  if (rest.replace(NOTHING_ELSE, '') !== '') return undefined;
  const [clip] = mention.clips;
  if (last.kind === 'add-text') return corrects || clip === undefined ? undefined : [{ ...last, clip }];
  const edit: Edit = { ...last, clips: mention.clips };
  return corrects ? [{ kind: 'undo' }, edit] : [edit];
}
