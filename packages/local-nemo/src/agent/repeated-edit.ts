import type { Conversation } from '../records.ts';
import { refMentions } from './clip-refs.ts';
import type { Edit } from './edits.ts';

const CORRECTS =
  /^[\s\p{P}]*(?:no|nope|sorry|wait|i meant?|i mean|不对|不是|错了|我是说)[\s\p{P}]*(?:i meant?|i mean|sorry|我是说|是|我说的是)?[\s\p{P}]*/u;
const ADDS_ANOTHER = /^[\s\p{P}]*(?:and|also|还有|也)/u;
const NOTHING_ELSE = /\b(?:and|also|the|too|as well|one|photo|please)\b|还有|也|照片|删|要|是|的|[\s\p{P}]/gu;

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
  const edit: Edit = { ...last, clips: mention.clips };
  return corrects ? [{ kind: 'undo' }, edit] : [edit];
}
