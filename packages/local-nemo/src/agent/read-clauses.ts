import { type Clause, type Context, clauses } from './clauses.ts';
import { clipRefs, refMentions } from './clip-refs.ts';
import type { ClipRef, Edit, Found } from './edits.ts';
import { joinedWords } from './joined-words.ts';
import { parseClipSound } from './parse-clip-sound.ts';
import { parseFit } from './parse-fit.ts';
import { parseHistory } from './parse-history.ts';
import { parseLength, speaksOfLength } from './parse-length.ts';
import { parseLogo } from './parse-logo.ts';
import { parseLook } from './parse-look.ts';
import { parseBareMood, parseMusic } from './parse-music.ts';
import { parseOrder } from './parse-order.ts';
import { parseAspect, parseMotion, parseTransition } from './parse-picture.ts';
import { parseSpeed } from './parse-speed.ts';
import { talkOf } from './parse-talk.ts';
import { parseBareLook, parseText } from './parse-text.ts';
import { parseTrim } from './parse-trim.ts';
import { parseUnsupported } from './parse-unsupported.ts';
import { unknownWords } from './vocabulary.ts';
import { mayBeWish } from './wish.ts';
import { withhold } from './withhold.ts';
import { QUOTE, type Reading } from './words.ts';

/** An order not to do something, or to leave something as it is. */
const KEEPS =
  /\b(?:don'?t|do not|never|no need to)\s+(?:\w+\s+){0,2}?(?:make|change|remove|delete|mute|shorten|lengthen|cut|swap|undo|touch|add|alter|modify|turn|reorder|replace|crop|reverse|ask(?:ed)?|edit)\b|\b(?:keep|leave)\b(?! (?:only|out|just)| (?:it|that|them|this) (?:out|off))|\b(?:remove|delete|change) nothing\b|\bsame except\b|\bno (?:music|title|text|order|sound|length|format|photo|picture) changes?\b|\bwithout (?:changing|touching|removing|deleting)\b|不变|保留|保持|(?:音乐|标题|顺序|其[他它余]|别的|(?<!第\d{1,3}张)照片|文字|字幕|配乐)(?:都|就)?(?:不要|别|不)动|(?:不要|别|不用|不必|无需)再?(?:改|换|删|撤|静音|剪|缩短|变|调|动顺序)|不要动顺序/;
/** "Keep the cat still", "keep it under 8 seconds": wishes all the same. */
const KEEPS_BUT =
  /\b(?:still|static|motionless|whole|up|screen|playing|short|under|below|low|quiet|seconds?|secs?|until|till|throughout)\b|\d ?s|\d:\d|静止|不动画|只保留|保留(?:前|最后|第)/;
const COMMAND =
  /^\W*(?:please |also |then |now |can you |could you |and |just |i want (?:you to )?|i'd like (?:you to )?|let's )*(?:add|put|apply|insert|use|give|turn|change|remove|replace|set|make|include|create|delete|move|render|draw|fix|do|play|show|blur|erase|improve)\b|^[\s请再也帮我给]*(?:加|添|换|改|删|去掉|放|做|设|调|变|用|把|让|弄)/;
/** Reads a message clause by clause; what was found is in the order in which it was said. */
export function readClauses(reading: Reading, context: Context, isFirst: boolean): Found[] {
  const all: Found[] = [];
  const { text, sections } = sectionsOf(joinedWords(reading.text));
  for (const clause of clauses(text)) {
    context.section = sections.findLast(({ at }) => at <= clause.at)?.clip;
    readClause(clause, context, isFirst);
    context.topic = clause.topic ?? context.topic;
    context.before = aboutOne(clause, context);
    const named = clipRefs(clause.original, context.clips);
    const isGone = clause.found.some(({ edit }) => edit?.kind === 'remove-clips' || edit?.kind === 'keep-clips');
    if (Array.isArray(named) && !isGone) context.mentioned = [...(context.mentioned ?? []), ...named];
    // Later clauses see what this one will bring about.
    if (clause.found.some((f) => f.edit?.kind === 'add-text')) context.hasText = true;
    all.push(...clause.found);
  }
  if (context.unreadable && !all.some(({ edit }) => edit?.kind === 'change-text'))
    all.push({ at: text.length, edit: { kind: 'change-text', look: { design: 'plate' } } });
  return unique(withoutRemarks(all, isFirst)).sort((a, b) => a.at - b.at);
}

/** Something told rather than asked for. */
const REMARK =
  /^\W*(?:i|i'm|i'll|i've|she|he|they|we|it|its|it's|this|that|thats|that's|there|because|so|since|my|her|his|for|doesn'?t|dont|don't|forget it|whatever|ugh)\b|晕|丑|不好看|难看|拍得|黑边|眼神|我要给|看不清|我(?:最|很|挺|也|觉得|要|想给)|忘了|不然|因为|好像|觉得/;

/** What was said beside the orders, as why they are given, needs no answer. */
function withoutRemarks(all: Found[], isFirst: boolean): Found[] {
  if (isFirst || !all.some(({ edit }) => edit !== undefined)) return all;
  return all.filter(({ note }) => note?.kind !== 'ignored' || !REMARK.test(note.text) || mayBeWish(note.text, isFirst));
}

/** The single clip that a clause was about, unless it was taken out. */
function aboutOne(clause: Clause, context: Context): ClipRef[] | undefined {
  const [only] = clause.found;
  // Places in a message are those of before it, also of a clip that it moves.
  if (clause.found.length === 1 && only?.edit?.kind === 'move') return [only.edit.clip];
  if (clause.found.some(({ edit }) => edit !== undefined && !('clips' in edit && Array.isArray(edit.clips))))
    return undefined;
  if (clause.found.some(({ edit }) => edit?.kind === 'remove-clips' || edit?.kind === 'keep-clips')) return undefined;
  const clips = clipRefs(clause.original, context.clips) ?? context.before;
  return Array.isArray(clips) && clips.length === 1 ? clips : undefined;
}

/** A clip that is said to last too long or too short: "the beach drags on". */
const LAMENTS =
  /\b(?:drag(?:s|ging)?(?: on)?|goes on(?: and on)?|too (?:long|short)|(?:is|feels?|looks?) (?:so |way |a bit |kinda )?(?:long|short|slow|boring|endless)|forever)\b|太[久长短]|拖沓|有点[久长短]/;

/** Keeps in mind which clip a remark was about, for the "it" of the next clause. */
function laments(clause: Clause, context: Context): boolean {
  const clips = clause.refs(context);
  if (!Array.isArray(clips) || !LAMENTS.test(clause.text) || /\b(?:make|cut|trim|shorten)\b/.test(clause.text))
    return false;
  context.spokenOf = clips;
  const hasMore = /\p{L}/u.test(context.reading.text.slice(clause.at + clause.original.length));
  if (hasMore && unknownWords(clause.text).some((word) => /^drag/.test(word))) clause.remark = true;
  return clause.remark;
}

/** What may stand beside the name of a clip that is only named. */
const BESIDE_NAME =
  /\b(?:the|one|photo|picture|pic|image|clip|of|and|as for|for|now|then|first|last)\b|的|照片|张|那|呢|和/g;

function namesAlone(clause: Clause, context: Context): boolean {
  let rest = clause.text;
  for (const { from, to } of refMentions(clause.text, context.places))
    rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  return !/[\p{L}\p{N}\ue000-\ue1ff]/u.test(rest.replace(BESIDE_NAME, ''));
}

/** A clause that does nothing but name clips says what "it" is in the ones after. */
function namesOnly(clause: Clause, context: Context): boolean {
  const mentions = refMentions(clause.text, context.clips);
  if (mentions.length !== 1 || context.clips === 0) return false;
  const [mention] = mentions;
  const rest = mention ? clause.text.slice(0, mention.from) + clause.text.slice(mention.to) : '';
  if (
    !mention ||
    /[\p{L}\p{N}\ue000-\ue1ff]/u.test(
      rest.replace(/\b(?:the|one|photo|picture|pic|image|clip|of|and|as for|for|now)\b|的|照片|张|那|呢/g, ''),
    )
  )
    return false;
  context.named = mention.clips;
  clause.remark = true;
  return true;
}

/** Orders that a first message gives beside the video: what is not met of them is named. */
const UNMET =
  /\b(?:skip|leave out|exclude|half of|collage|grid|split[- ]?screen|picture[- ]in[- ]picture|side by side|before and after|countdown|price)\b|九宫格|拼图|分屏|画中画|不要.{0,4}(?:照片|视频|那张)|视频.{0,2}不要|先放|再放|最后放/;

function readClause(clause: Clause, context: Context, isFirst: boolean): void {
  if (!isFirst && context.topic === undefined && namesOnly(clause, context)) return;
  if (!isFirst && laments(clause, context)) return;
  // "A 10-second loop" is a video of 10 seconds.
  if (parseFit(clause, context) && !(isFirst && clause.found.at(-1)?.edit?.kind === 'loop')) return;
  if (keptAsIs(clause, context, isFirst)) return;
  if (parsesFootage(clause, context, isFirst)) return;
  if (!isFirst && parseHistory(clause)) return;
  const begun = clause.found.length;
  parseUnsupported(clause);
  if (clause.found.length > begun) return;
  if (!isFirst && (removesIt(clause, context) || changesMusicAgain(clause, context))) return;
  for (const parse of readers(clause, context, isFirst)) {
    parse();
    if (clause.found.length > 0 && !(isFirst || clause.found.some(({ edit }) => canBeJoined(edit)))) break;
  }
  if (!isFirst) withhold(clause, context);
  if (clause.found.length > 0 || clause.remark) return;
  const names = refMentions(clause.text, context.places).some(({ bare }) => !bare);
  if (
    isFirst &&
    (namesAlone(clause, context) || !(UNMET.test(clause.text) || names || mayBeWish(clause.text, isFirst)))
  )
    return;
  const said = clause.original.replace(new RegExp(QUOTE, 'g'), '…').replace(/\s+/g, ' ').trim();
  const strange =
    isFirst ||
    COMMAND.test(clause.original) ||
    unknownWords(clause.original).length > 0 ||
    // A number or a photo that was named and not heeded is a part of the request.
    /\d/.test(clause.original) ||
    Array.isArray(clause.refs(context));
  if (strange && talkOf(said) === undefined) clause.note({ kind: 'ignored', text: said });
}

/** What concerns single files: the logo, and how clips play. */
function parsesFootage(clause: Clause, context: Context, isFirst: boolean): boolean {
  if (parseLogo(clause, context)) return true;
  const found = [parseClipSound, parseSpeed, parseTrim].some((parse) => parse(clause, context));
  // Of a first video, the rest of the clause may ask for more: "a 2x speed vertical video".
  if (found && isFirst) return false;
  if (found) withhold(clause, context);
  return found;
}

const REMOVES_IT =
  /^\W*(?:please |now )?(?:remove|delete|drop|take) (?:it|that)(?: out| off| away)?(?: again| please)?\W*$|^(?:删了?|删掉|去掉|不要了|不用了)(?:它|吧)?[。!！]?$/;

/** "Another one", after music was changed. */
const ANOTHER =
  /^\W*(?:please |ok |no |hmm+ )?(?:try )?(?:another|a different one|another one|(?:the )?next(?: one)?|something else)(?: please| pls)?\W*$|^(?:再)?(?:换|来)一?[个首](?:吧|别的)?$|^下一首$/;

function changesMusicAgain(clause: Clause, { lastPart, hasMusic }: Context): boolean {
  if (lastPart !== 'music' || !hasMusic || !ANOTHER.test(clause.text.trim())) return false;
  clause.edit('music', { kind: 'music', different: true });
  return true;
}

/** "Remove it" is about what was changed last, where that is clear. */
function removesIt(clause: Clause, { lastPart, lastText, spokenOf }: Context): boolean {
  if (spokenOf !== undefined || !REMOVES_IT.test(clause.text)) return false;
  if (lastPart === 'text')
    clause.edit('text', { kind: 'remove-text', nth: -1, ...(lastText !== undefined && { of: lastText }) });
  else if (lastPart === 'music') clause.edit('music', { kind: 'remove-music' });
  else return false;
  return true;
}

/** The readers of a clause, the most particular first. */
function readers(clause: Clause, context: Context, isFirst: boolean): (() => void)[] {
  const motion = () => parseMotion(clause, context);
  const length = () => parseLength(clause, context);
  const others = [() => parseTransition(clause, context), () => parseAspect(clause)];
  const bare = [
    () => clause.found.length === 0 && parseBareLook(clause, context),
    () => clause.found.length === 0 && parseBareMood(clause),
  ];
  const lengthFirst =
    speaksOfLength(clause.text) &&
    !clause.has(/\b(?:zoom|pan|motion|ken burns|animat\w+)|缩放|运镜|镜头|拉近|拉远|推近|放大|平移/);
  return [
    () => parseText(clause, context),
    () => parseLook(clause, context),
    () => parseMusic(clause, context),
    ...(isFirst ? [] : [() => parseOrder(clause, context)]),
    ...others,
    ...(lengthFirst ? [() => moodBeforeLength(clause), length, motion] : [motion, length]),
    ...(isFirst ? [() => parseOrder(clause, context)] : []),
    ...bare,
  ];
}

// 换一个欢快点的 asks for happy music, not for a faster video.
function moodBeforeLength(clause: Clause): void {
  if (!clause.has(/\d|[一二三四五六七八九十半]+秒|张|照片/)) parseBareMood(clause);
}

// "A vertical 10-second video with a slow zoom" asks for several things in one clause.
function canBeJoined(edit: Edit | undefined): boolean {
  return edit !== undefined && ['aspect', 'length', 'motion', 'look', 'transition'].includes(edit.kind);
}

/** "The music is fine, leave it": about what was said before, in a clause of its own. */
const LEAVE_IT =
  /^\W*(?:so |just |please )?(?:leave|keep) (?:it|that|them)(?: as (?:it is|is|they are)| like that| alone)?\W*$|^\s*(?:就|请|都)?(?:别|不要|不用)再?(?:动|碰|管)(?:它|他|了|吧)*[。!！]?\s*$/;

const STAYS =
  /^\s*(?:第[一二三四五六七八九十\d]+|最后一?|其[他它余]的?|剩下的?)(?:张|段|个)?(?:照片|图片)?(?:都|就)?(?:不动|不变|别动|不用动|照旧)\W*$/;

function keptAsIs(clause: Clause, context: Context, isFirst: boolean): boolean {
  if (!isFirst && clause.at > 0 && LEAVE_IT.test(clause.original)) {
    clause.note({ kind: 'kept' });
    return true;
  }
  // 第一张五秒，第三张不动: its length stays as it is.
  if (!isFirst && context.topic === 'length' && STAYS.test(clause.original)) {
    clause.note({ kind: 'kept' });
    return true;
  }
  if (isFirst || !KEEPS.test(clause.original) || KEEPS_BUT.test(clause.original)) return false;
  // "Keep everything except the cat" takes the cat out.
  if (/\b(?:except|but|apart from)\b|除了/.test(clause.original) && Array.isArray(clause.refs(context))) return false;
  if (clause.has(/\bkeep\b/) && clause.refs(context) !== undefined && clause.has(/\b(?:only|just)\b/)) return false;
  const colon = clause.original.search(/[:：]\s*\S/);
  if (colon >= 0) {
    const rest = clause.piece(colon + 1, clause.original.length);
    readClause(rest, context, isFirst);
    clause.found.push(...rest.found.filter(({ edit }) => edit !== undefined));
  }
  if (clause.has(/\bexcept\b.{0,12}\bmusic\b|除了音乐/)) clause.topic = 'music';
  if (clause.found.length === 0) clause.note({ kind: 'kept' });
  return true;
}

/** The numbered sections of a message ("1: zoom in 2: pan left"), and the text without the numbers. */
function sectionsOf(text: string): { text: string; sections: { at: number; clip: number }[] } {
  const marks = [...text.matchAll(/(?<=^|[\s,;.])(\d{1,2}) ?[:：] ?(?=[\p{L}\ue000-\ue0ff])/gu)].filter(
    ({ index }) =>
      !/(?:photo|picture|image|pic|clip|order|length)s? {1,3}$/.test(text.slice(Math.max(0, index - 12), index)),
  );
  if (marks.length < 2 || marks.some((mark, i) => Number(mark[1]) !== i + 1)) return { text, sections: [] };
  let blanked = text;
  for (const { index, 0: mark } of marks) {
    // A full stop in its place starts a new clause.
    blanked = `${blanked.slice(0, index)}.${' '.repeat(mark.length - 1)}${blanked.slice(index + mark.length)}`;
  }
  return { text: blanked, sections: marks.map(({ index }, i) => ({ at: index, clip: i + 1 })) };
}

function unique(found: Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(({ edit, note }) => {
    const key = JSON.stringify(edit ?? note);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
