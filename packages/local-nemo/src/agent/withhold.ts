import type { Clause, Context } from './clauses.ts';
import { refMentions } from './clip-refs.ts';
import type { Edit } from './edits.ts';
import { TIME } from './time.ts';
import { unknownWords } from './vocabulary.ts';

/** Edits that take something away or change all lengths: done only where every word of the order is understood. */
const RISKY = new Set<Edit['kind']>([
  'length',
  'scale-length',
  'add-length',
  'clip-length',
  'remove-clips',
  'keep-clips',
  'trim',
  'repeat',
  'remove-text',
  'remove-music',
  'reverse',
  'shuffle',
  'swap',
  'move',
  'order',
]);
/** Edits of which photos are taken away or where they go: a number that they do not heed was meant otherwise. */
const OF_PLACES = new Set<Edit['kind']>(['remove-clips', 'keep-clips', 'swap', 'move']);
const SURELY_LENGTH =
  /\b(?:make (?:it|this|the video|a|me)|i want|video|clip|reel|long|total|second)\b.{0,60}\d|\d.{0,20}\b(?:video|clip|reel|long|total)\b|秒的?(?:视频|短片|影片)|改成|做成|时长/;
const PART_OF_CLIP = /\b(?:part|where|when|until|moment|scene)\b|部分|时候|地方|片刻/;
/** What an edit of single photos is said to be about; no photo has that name. */
const ON_THE = /\b(?:on|of|in|for|from) (?:the|my|that|his|her) ([a-z]{3,40})/g;
const ZH_ON_THE = /[那这][只位条辆座匹朵头](\p{Script=Han}{1,3})/gu;
const ALL_BUT = /\b(?:except|other than|apart from|aside from|all but)\b|除了|之外/;

/** Takes back edits of a clause that holds words nobody understood, and asks. */
export function withhold(clause: Clause, context: Context): void {
  const said = clause.original.replace(/[\ue000-\ue1ff]/g, ' ');
  const doubtful = clause.found.find(({ edit }) => edit !== undefined && isDoubtful(edit, said, context))?.edit;
  if (doubtful === undefined) return;
  const kept = clause.found.filter(({ edit }) => edit === undefined || !(RISKY.has(edit.kind) || edit === doubtful));
  clause.found.splice(0, clause.found.length, ...kept);
  clause.note({ kind: 'unsure', text: said.replace(/\s+/g, ' ').trim(), edit: doubtful.kind });
}

function isDoubtful(edit: Edit, said: string, context: Context): boolean {
  if (isOfAllByMistake(edit, said, context)) return true;
  if (!RISKY.has(edit.kind)) return false;
  if (OF_PLACES.has(edit.kind) && hasSpareNumber(said, context.clips)) return true;
  const unknown = unknownWords(said);
  // Whose clip is named, and how long it is to be: what stands beside it is a reason.
  if (edit.kind === 'clip-length' && edit.clips !== 'all')
    return unknown.length > 3 || (unknown.length > 0 && PART_OF_CLIP.test(said));
  return unknown.length > 0 && !(edit.kind === 'length' && unknown.length <= 3 && SURELY_LENGTH.test(said));
}

/** "Zoom in on the dog" of three photos without a dog, "mute all except the beach": not meant for all of them. */
function isOfAllByMistake(edit: Edit, said: string, { clips }: Context): boolean {
  if (clips < 2 || !('clips' in edit) || edit.clips !== 'all') return false;
  if (ALL_BUT.test(said)) return true;
  const named = [...said.matchAll(ON_THE)].map(([, noun]) => noun ?? '');
  if ([...said.matchAll(ZH_ON_THE)].some(([, noun]) => unknownWords(noun ?? '').length > 0)) return true;
  return named.some((noun) => unknownWords(noun).length > 0 && !PARTS.test(noun));
}

/** Parts of every picture. */
const PARTS =
  /^(?:edges?|cent(?:er|re)|sides?|corners?|camera|ken|zoom\w*|pans?|fad\w+|dissolv\w+|wip\w+|speed|clips?|cuts?)$/;

function hasSpareNumber(said: string, clips: number): boolean {
  let rest = said;
  for (const { from, to } of refMentions(said, clips))
    rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  return TIME.test(rest) || /(?<![\d.])\d{1,3}(?:\.\d)?(?= ?(?:s\b|sec|%|x\b|秒|倍))/.test(rest);
}
