import { readsAs } from './apply-text.ts';
import type { Clause, Context } from './clauses.ts';
import type { ClipRef, ClipRefs, TextStyle } from './edits.ts';
import { isSpelledAnew, knownAs, meantText, mentionsKnown, nthOf } from './meant-text.ts';
import { hasLook, takeLook } from './text-look.ts';
import { unknownWords } from './vocabulary.ts';
import { QUOTE, quoted } from './words.ts';

const TITLE = /\b(?:titles?|titled|headline|heading)\b|(?<!副)标题|片名|题目/;
const CAPTION = /\b(?:captions?|subtitles?)\b|字幕|副标题|配文/;
const TEXT =
  /\b(?:texts?|words|wording|lettering|writing|label)\b|文字|文案|字样|(?<![a-z名汉数打识个赤十])字(?!母)|加字|[大小红的]字|写|(?:不要|去掉|删掉|删除|去除|不用)(?:这些|那些|所有的?|全部)?字/u;
const ADD = /\b(?:add|put|write|include|give|insert|place|create|need|want|overlay)\b|加|添|写|配|打上|来个|来一个|要/;
const CHANGE = /\b(?:change|replace|rename|update|edit|instead|swap)\b|\bto\b|改|换|变/;
const CHANGES =
  /\b(?:change|replace|rename|update|edit|make|set|turn|move|put|keep|show|should|is|wants?|instead)\b|改|换|变|移|放|设|调|显示|[大小]/;
const REMOVE =
  /\b(?:no|remove|delete|drop|get rid of|without|hide|lose|take (?:off|away|out)|erase|clear|turn off)\b|\btake\b.{0,20}\boff\b|不要|去掉|删|移除|取消|去除|拿掉|清除|不用/;
const EACH = /\b(?:each|every|all)\b|每|分别|各/;
const STYLING =
  /\b(?:fonts?|bold|italic|elegant|fancy|style[ds]?|handwrit\w+|cursive|animated?)\b|字体|字形|手写|加粗|斜体|花字|艺术字|好看/;
const WRONG = /\b(?:missing|wrong|gone|not there|misspelled|broken|cut off)\b|错了|不见了|没了|不对/;
/** Hard to read, which something behind the letters helps. */
const UNREADABLE =
  /\b(?:can'?t|cannot|can not|hard to|difficult to|impossible to) (?:even |really )?read\b|\b(?:unreadable|illegible)\b|(?:n't|\bnot) (?:really |very )?(?:readable|legible)\b|\bhard to see\b|看不清|看不见|看不太清/;
/** The second line of a title. */
const UNDER =
  /\b(?:sub ?titles?|subheading|sub-?headline|second line|tagline)\b|\b(?:under|below|beneath|underneath) (?:it|that|the title)\b|\bunderneath\b|\bline (?:below|under|beneath)\b|副标题|标题(?:的)?(?:下面|下方|底下|之下)/;
/** What texts often say, where one is there. */
const CONTENT = /\b(?:phone number|address|price|slogan|quote|website)\b|电话|地址|价格|网址/;
const Q = `(${QUOTE})`;
/** `"Hallo" not "Hello"`: the words that are right, and those that they replace. */
const RIGHT_THEN_WRONG = new RegExp(`${Q}\\W{0,3}(?:,|and|而)?\\s*(?:not|instead of|rather than|不是|而不是)\\s*${Q}`);
const WRONG_THEN_RIGHT = new RegExp(
  `(?:\\bnot\\b|不是|把)\\s*${Q}\\W{0,3}(?:\\s*(?:but|it'?s|而是|是|改成|换成|改为|应该是))\\s*${Q}`,
);
/** Several words for several photos, one after another. */
const PLURAL = /\b(?:captions|titles|texts|labels|subtitles)\b|(?:字幕|文字|标题)(?:依次|分别|按顺序)/;
/** A photo that is named by something no photo is called ("the dog photo", 猫那张). */
const NAMED_PHOTO =
  /\b(?:on|onto|over|to|for) (?:the |my )(?!first|second|third|last|next|other|same|whole|final)[a-z]+ (?:photo|picture|image|pic|shot|clip|one)\b|[\p{Script=Han}]{1,6}(?:那|的那|这|的这)(?:一)?(?:张|幅|个镜头)/u;
const NUMBERED = new RegExp(`(\\d{1,2})\\s*[:：.)]?\\s*(${QUOTE})`, 'g');

/** Reads titles and captions: added, changed, moved, coloured, removed; of the whole video or of single photos. */
export function parseText(clause: Clause, context: Context): void {
  const letters = [...clause.text.matchAll(new RegExp(QUOTE, 'g'))];
  const speaksOf = styleOf(clause.text) ?? (context.hasText && CONTENT.test(clause.text) ? 'any' : undefined);
  if (speaksOf === undefined && letters.length === 0) return;
  const at = Math.max(0, letters[0]?.index ?? 0);
  if (letters.length === 0) {
    withoutWords(clause, context, speaksOf);
    return;
  }
  const corrected = RIGHT_THEN_WRONG.exec(clause.text)?.[1] ?? WRONG_THEN_RIGHT.exec(clause.text)?.[2];
  if (letters.length === 2 && corrected && context.hasText) {
    const text = quoted(context.reading, corrected) ?? '';
    const wrong = letters.find(([letter]) => letter !== corrected)?.[0];
    clause.edit(
      'text',
      { kind: 'change-text', ...styled(speaksOf), ...knownAs(context, wrong), text, look: takeLook(clause) },
      at,
    );
    return;
  }
  if (letters.length > 1 && clause.has(/\b(?:change|replace|rename|swap)\b|改|换成/)) {
    const text = quoted(context.reading, letters.at(-1)?.[0]) ?? '';
    const known = letters.length === 2 ? knownAs(context, letters[0]?.[0]) : {};
    clause.edit('text', { kind: 'change-text', ...styled(speaksOf), ...known, text, look: takeLook(clause) }, at);
    return;
  }
  if (letters.length > 1) {
    several(clause, context, letters);
    return;
  }
  const words = quoted(context.reading, letters[0]?.[0]) ?? '';
  if (REMOVE.test(clause.text) && !CHANGE.test(clause.text)) {
    clause.edit('text', { kind: 'remove-text', ...styled(speaksOf), ...knownAs(context, letters[0]?.[0]) }, at);
    return;
  }
  if (speaksOf === undefined && mentionsKnown(clause, context, words)) return;
  const refs = clause.refs(context);
  const oneForEach = PLURAL.test(clause.text) && refs === undefined && context.reading.quotes.length === context.clips;
  if ((oneForEach || (EACH.test(clause.text) && refs === 'all')) && context.reading.quotes.length > 1) {
    context.distributing = 2;
    addTo(clause, context, [1], words, at);
    return;
  }
  if (context.distributing !== undefined && speaksOf === undefined && refs === undefined) {
    addTo(clause, context, [context.distributing++], words, at);
    return;
  }
  oneText(clause, context, { words, speaksOf, refs, at });
}

/** Which kind of text a clause names; `any` for a word that may mean either. */
function styleOf(text: string): TextStyle | 'any' | undefined {
  if (CAPTION.test(text)) return 'caption';
  if (TITLE.test(text)) return 'title';
  return TEXT.test(text) ? 'any' : undefined;
}

const styled = (style: TextStyle | 'any' | undefined) => (style === undefined || style === 'any' ? {} : { style });

function oneText(
  clause: Clause,
  context: Context,
  {
    words,
    speaksOf,
    refs,
    at,
  }: { words: string; speaksOf: TextStyle | 'any' | undefined; refs: ClipRefs | undefined; at: number },
): void {
  // "In the last 3 seconds" is a time; "the last photo" is none.
  if (refs === undefined && NAMED_PHOTO.test(clause.text)) {
    clause.note({
      kind: 'not-understood',
      text: clause.original.replace(new RegExp(QUOTE, 'g'), '…').trim(),
      near: 'text',
    });
    return;
  }
  const isUnder = UNDER.test(clause.text) && !EACH.test(clause.text) && !Array.isArray(refs);
  const look = takeLook(clause);
  noteSide(clause);
  const known = context.texts.find((text) => readsAs(text, words));
  if (known !== undefined && hasLook(look) && !Array.isArray(refs)) {
    clause.edit('text', { kind: 'change-text', of: known, look }, at);
    return;
  }
  const spelled = context.texts.find((text) => isSpelledAnew(text, words));
  if (spelled !== undefined && !Array.isArray(refs)) {
    clause.edit('text', { kind: 'change-text', of: spelled, text: words, look }, at);
    return;
  }
  context.lastText = words;
  if (isUnder && context.hasText && !clause.has(/\b(?:change|replace|rename)\b|改|换/)) {
    // Under a title it is smaller anyway.
    const { position: _below, size: _smaller, ...rest } = look;
    clause.edit('text', { kind: 'add-text', style: 'caption', text: words, look: { ...rest, under: true } }, at);
    return;
  }
  if (Array.isArray(refs)) {
    addTo(clause, context, refs, words, at, look);
    return;
  }
  if (refs === 'all' && context.clips > 1) {
    // On every photo, which is all along.
    const all = { ...look, when: 'whole' as const };
    clause.edit('text', { kind: 'add-text', style: 'caption', text: words, look: all }, at);
    return;
  }
  const changes =
    clause.has(/\b(?:change|replace|rename|update|edit|instead)\b|\bto\b|改|换|变/) && !clause.has(/\badd\b|加/);
  if (changes && speaksOf !== undefined) {
    clause.edit('text', { kind: 'change-text', ...styled(speaksOf), text: words, look }, at);
    return;
  }
  const isCaption = speaksOf === 'caption' || (speaksOf === 'any' && clause.has(/\bcaption|字幕/));
  clause.edit('text', { kind: 'add-text', style: isCaption ? 'caption' : 'title', text: words, look }, at);
}

function addTo(
  clause: Clause,
  context: Context,
  clips: ClipRef[],
  text: string,
  at: number,
  look = takeLook(clause),
): void {
  // A text of one photo shows as long as the photo.
  delete look.when;
  if (context.clips === 1) {
    clause.edit('text', { kind: 'add-text', style: 'title', text, look }, at);
    return;
  }
  for (const clip of clips) clause.edit('text', { kind: 'add-text', style: 'caption', text, look, clip }, at);
}

// `title "A" subtitle "B"`, `1 "A" 2 "B"`, `"A", "B" and "C" on each`
function several(clause: Clause, context: Context, letters: RegExpExecArray[]): void {
  const numbered = [...clause.text.matchAll(NUMBERED)];
  const words = (letter: string | undefined) => quoted(context.reading, letter) ?? '';
  if (numbered.length === letters.length) {
    for (const match of numbered) addTo(clause, context, [Number(match[1])], words(match[2]), match.index);
    return;
  }
  if (
    EACH.test(clause.text) ||
    (PLURAL.test(clause.text) && letters.length === context.clips && clause.refs(context) === undefined) ||
    (context.clips > 0 && letters.length === context.clips && clause.refs(context) === 'all')
  ) {
    for (const [i, match] of letters.entries()) addTo(clause, context, [i + 1], words(match[0]), match.index);
    return;
  }
  let from = 0;
  for (const [i, match] of letters.entries()) {
    const next = letters[i + 1];
    // What stands before a quotation belongs to it; after the last one, the rest does.
    const to = next ? match.index + 1 : clause.text.length;
    const piece = clause.piece(from, to);
    parseText(piece, context);
    if (piece.found.some(({ edit }) => edit?.kind === 'add-text')) context.hasText = true;
    clause.found.push(...piece.found);
    clause.topic = 'text';
    from = to;
  }
}

function withoutWords(clause: Clause, context: Context, speaksOf: TextStyle | 'any' | undefined): void {
  const refs = clause.refs(context);
  const clip = Array.isArray(refs) && refs.length === 1 ? refs[0] : undefined;
  const style = styled(speaksOf);
  if (UNREADABLE.test(clause.text) && context.hasText && !/太小|\btoo small\b/.test(clause.text)) {
    // Done unless the message goes on to say how: "make it bigger".
    context.unreadable = true;
    clause.topic = 'text';
    clause.remark = true;
    return;
  }
  if (WRONG.test(clause.text)) {
    clause.note({ kind: 'not-understood', text: clause.original.trim(), near: 'text' });
    return;
  }
  // Negated by the clause before as well: "without music or titles".
  if (REMOVE.test(clause.text) || (clause.negated && clause.joined)) {
    // "The last title" is a text, not a photo; "the text on the second photo" names the photo.
    const nth = nthOf(clause.text);
    const onClip = /\b(?:photo|picture|image|pic|clip|slide)|\bon\b|张|照片|图/.test(clause.text) ? clip : undefined;
    clause.edit('text', {
      kind: 'remove-text',
      ...style,
      ...(onClip !== undefined && { clip: onClip }),
      ...(nth !== undefined && onClip === undefined && { nth }),
    });
    return;
  }
  if (
    /\b(?:hate|dislike|don'?t (?:like|want|need))\b|不喜欢|讨厌/.test(clause.original) &&
    !hasLook(takeLook(clause.piece(0, clause.text.length)))
  ) {
    clause.remark = true;
    return;
  }
  if (STYLING.test(clause.text)) {
    clause.note({ kind: 'cannot', what: 'font' });
    return;
  }
  const look = takeLook(clause);
  const has = context.hasText || context.topic === 'text';
  if (hasLook(look) && (has || CHANGES.test(clause.text))) {
    noteSide(clause);
    // "Move the title to the last photo" says where it goes, not which it is.
    const isGoal = /\b(?:move|put)\b|[放移挪搬](?:到|在)/.test(clause.original);
    const onClip = clip === undefined || isGoal ? {} : { clip };
    const meant = clip === undefined || isGoal ? meantText(clause, context, speaksOf !== 'any') : {};
    clause.edit('text', { kind: 'change-text', ...style, ...meant, ...onClip, look });
    return;
  }
  if (ADD.test(clause.text) || hasLook(look) || context.clips === 0) {
    const wanted = speaksOf === 'caption' ? 'caption' : 'title';
    clause.note({ kind: 'need-words', style: wanted, ...(EACH.test(clause.text) && { each: true }) });
    clause.topic = 'text';
  } else if (!clause.negated) {
    clause.note({ kind: 'not-understood', text: clause.original.trim(), near: 'text' });
  }
}

const SIDE = /\b(?:left|right|corner|side)\b|[左右]|角落/;

/** Notes that texts stand in the middle of a line only. */
function noteSide(clause: Clause): void {
  if (SIDE.test(clause.text)) clause.note({ kind: 'cannot', what: 'side' });
}

/** Reads a wish for a look with no noun beside it ("make it red", "at the bottom"), for the text spoken of. */
export function parseBareLook(clause: Clause, context: Context): void {
  if (!context.hasText && context.topic !== 'text') return;
  const look = takeLook(clause);
  // "Start with a black screen" is not about the letters.
  if (context.topic !== 'text' && unknownWords(clause.text).some((word) => !/^(?:letter|font|color|colour)/.test(word)))
    return;
  const spokenOf = context.topic === 'text' || context.lastPart === 'text';
  if (look.color === undefined && look.position === undefined && look.design === undefined && !spokenOf) return;
  // "Can the end turn white?" is about the picture.
  if (!hasLook(look) || (look.when !== undefined && look.color !== undefined && context.topic !== 'text')) return;
  noteSide(clause);
  clause.edit('text', { kind: 'change-text', ...meantText(clause, context, false), look });
}
