import type { Clause, Context } from './clauses.ts';
import { namedClips, type RefMention, refMentions } from './clip-refs.ts';
import type { ClipRef, Edit } from './edits.ts';
import { parseAdd, parseReplace } from './parse-media.ts';
import { TIME } from './time.ts';
import { NUMBER, numberOf } from './words.ts';

/** In a marked text: a mention of clips. Each stands as a single letter from the private use area. */
const MARK_START = 0xe100;
const R = '([\\ue100-\\ue1ff])';
const PHOTO = /\b(?:photo|picture|image|pic|clip|slide|shot|one|video|file)s?\b|照片|图片|相片|张|图|片段|素材/;
const START =
  /\b(?:at |to |in )?(?:the )?(?:very )?(?:front|beginning|start)\b|\bgo(?:es)? first\b|\b(?:in )?first place\b|\bopening one\b|\bas (?:the |an? )?opener\b|最前面?|开头|首位|最开始|前面/;
const END = /\b(?:at |to |in )?(?:the )?(?:very )?(?:end|back)\b|\bgo(?:es)? last\b|最后面?|末尾|结尾|后面/;
const REVERSE =
  /\b(?:in reverse(?: order)?|reverse(?:d)?(?: the)?(?: order)?|backwards?|(?:opposite|inverse) order|flip (?:the )?order)\b|倒序|反转|颠倒|[反倒]过来|逆序|倒着|顺序反/;
const SHUFFLE =
  /\bshuffled?\b|\brandom(?:i[sz]ed?)?(?:ly)?(?: the)?(?: order)?\b|\bmix (?:up )?(?:the )?(?:order|photos|pictures|images)|\bmix them up\b|打乱|随机(?:顺序|排列|播放)?/;
const REMOVES =
  /\b(?:remove|delete|drop|take out|get rid of|cut|without|lose|skip|exclude|leave (?:it |that |them |this )?out|erase|chuck|dump|yeet|throw (?:out|away)|toss|ditch|scrap|hide|bin|(?:has|have) to go|(?:should(?:n'?t| not)|must(?:n'?t| not)) be (?:in|there|here|part|shown)|(?:don't|dont|do not) (?:need|want)|no more)\b|\btake\b.{0,24}\b(?:away|out|off)\b|删|去掉|移除|不要|拿掉|去除|丢掉|扔掉|不用/;
const DISLIKES = /\b(?:don't|dont|do not) (?:really )?like\b|\bhate\b|不喜欢|糊了|模糊|拍糊|太[乱丑暗糊]了?/;
const SWAPS = /\b(?:swap|switch|exchange|trade|flip)\b|交换|对调|互换|调换|换一下|换个?位置|互相换/;
const KEEPS =
  /\b(?:keep only|only keep|only use|use only|just use|just keep|only the|keep just|only|just)\b|只(?:保留|留|用|要|剩)/;

/** Reads what concerns the clips and their order: reversed, shuffled, moved, removed, replaced, added. */
export function parseOrder(clause: Clause, context: Context): void {
  const shown = clause.has(/\border\b|顺序/) || !clause.has(/\b(?:zoom|pan|motion|movement|transition)|缩放|转场|镜头/);
  if (shown && clause.has(REVERSE)) {
    const [a, b, ...others] = namedClips(clause.text, context.clips);
    const swaps = a !== undefined && b !== undefined && others.length === 0;
    clause.edit('clips', swaps ? { kind: 'swap', a, b } : { kind: 'reverse' });
    return;
  }
  if (clause.has(SHUFFLE)) {
    clause.edit('clips', { kind: 'shuffle' });
    return;
  }
  if (parseReplace(clause, context)) return;
  // "Sepia for the rings only" has said what it is about.
  if (clause.found.some(({ edit }) => edit !== undefined)) return;
  const found =
    exceptOf(clause, context) ??
    swapOf(clause, context) ??
    moveOf(clause, context) ??
    keepOf(clause, context) ??
    removeOf(clause, context);
  if (found === 'last-clip') {
    clause.note({ kind: 'last-clip' });
    return;
  }
  if (found !== undefined) {
    clause.edit('clips', found);
    return;
  }
  parseAdd(clause, context);
}

/** A text in which each mention of a single clip is one letter, and the clips by these letters. */
function marked(
  text: string,
  count: number,
): { text: string; clipOf: (letter: string | undefined) => ClipRef | undefined; bare: (letter: string) => boolean } {
  const mentions = refMentions(text, count).filter(({ clips }) => clips !== 'all' && clips.length > 0);
  const singles: { clip: ClipRef; mention: RefMention }[] = [];
  let out = '';
  let at = 0;
  for (const mention of mentions.slice(0, 100)) {
    out += text.slice(at, mention.from);
    for (const clip of mention.clips === 'all' ? [] : mention.clips) {
      out += `${String.fromCharCode(MARK_START + singles.length)} `;
      singles.push({ clip, mention });
    }
    at = mention.to;
  }
  const single = (letter: string | undefined) => singles[(letter?.charCodeAt(0) ?? 0) - MARK_START];
  return {
    text: out + text.slice(at),
    clipOf: (letter) => single(letter)?.clip,
    bare: (letter) => single(letter)?.mention.bare ?? false,
  };
}

function swapOf(clause: Clause, context: Context): Edit | undefined {
  if (!clause.has(SWAPS)) return undefined;
  const loose =
    /\b(?:swap|switch|exchange|trade)\b[^\d]{0,20}(\d{1,3})[^\d]{1,12}(\d{1,3})\b/.exec(clause.text) ??
    /\b(\d{1,3}) and (\d{1,3})\b.{0,12}\b(?:swap|switch|trade)/.exec(clause.text) ??
    new RegExp(`(${NUMBER})[张号]?(?:和|跟|与)(${NUMBER})[张号]?(?:互换|对调|交换|换)`).exec(clause.text);
  // "Swap the two videos"
  const both = clause.has(/\b(?:videos|clips)\b|视频/) && context.footage.length === 2 ? context.footage : [];
  const mentioned = namedClips(clause.text, context.clips);
  const named = mentioned.length === 0 ? both : mentioned;
  const [a, b] = named.length >= 2 ? named : loose ? [numberOf(loose[1] ?? ''), numberOf(loose[2] ?? '')] : [];
  return a === undefined || b === undefined || named.length > 2 ? undefined : { kind: 'swap', a, b };
}

const EXCEPT =
  /\b(?:everything|all|every (?:photo|picture|one))\b.{0,16}\b(?:except|but|apart from|besides|other than)\b(.{0,60})|除了(.{1,20}?)(?:以外|之外)?[,，]?(?:其[他它余]的?)?(?:都|全)(.{0,12})/;

// "Keep everything except the cat", "delete all but the cat"
function exceptOf(clause: Clause, context: Context): Edit | undefined {
  const match = EXCEPT.exec(clause.text);
  const clips = match ? namedClips(match[1] ?? match[2] ?? '', context.clips) : [];
  if (!match || clips.length === 0) return undefined;
  const rest = match[3] ?? clause.text.slice(0, match.index);
  // "Every picture 2 seconds except the first" is about lengths.
  if (
    TIME.test(clause.text) ||
    /\b(?:zoom|pan|vertical|music|text|crossfade|fade|cut|transition|between)|缩放|放大|转场|淡/.test(clause.text)
  )
    return undefined;
  if (REMOVES.test(rest)) return { kind: 'keep-clips', clips };
  const keeps = /\b(?:keep|use|show|leave|want|like|good|fine|great|stays?)\b|保留|留|要|用|好/.test(rest);
  return keeps || /^\W*(?:everything|all|除了)/.test(clause.text) ? { kind: 'remove-clips', clips } : undefined;
}

function keepOf(clause: Clause, context: Context): Edit | undefined {
  if (
    !clause.has(KEEPS) ||
    clause.has(/\b(?:change|make|zoom|pan|move|fade|still|steady|camera|motion)\w*\b|改|换|缩放|放大|拉|镜头/)
  )
    return undefined;
  // "The cat only 2 seconds" is about its length.
  if (TIME.test(clause.text)) return undefined;
  if (/^\W*(?:but )?(?:only|just) (?:for|on|in)\b|^但?只(?:对|给|在)/.test(clause.original)) return undefined;
  // "Pink letters, but only for that last one" goes on about the letters.
  if (context.topic !== undefined && !/\b(?:keep|use|show|leave|take|include|want)\b|保留|留|用/.test(clause.text))
    return undefined;
  const clips = namedClips(clause.text, context.clips);
  return clips.length > 0 ? { kind: 'keep-clips', clips } : undefined;
}

function removeOf(clause: Clause, context: Context): Edit | 'last-clip' | undefined {
  if (clause.has(/\b(?:zoom|pan|motion|movement|transition|between)|缩放|转场|动/)) return undefined;
  // "Cut the storm to 2 seconds", "take 2 seconds off the beach" are about lengths.
  if (TIME.test(clause.text)) return undefined;
  const refs = clause.refs(context);
  if (clause.has(DISLIKES) && refs !== undefined && refs !== 'all') {
    // A remark, not an order: "I don't like the second one, remove it" goes on.
    context.spokenOf = refs;
    clause.remark = true;
    return undefined;
  }
  if (!clause.has(REMOVES)) return undefined;
  const everything = /\b(?:everything|all(?: of)?(?: the| my)? (?:photos|pictures|images|clips))\b|全删|全部|所有照片/;
  if (refs === 'all' || clause.has(everything))
    return clause.has(PHOTO) || clause.has(everything) ? 'last-clip' : undefined;
  const numbers = /\b(?:remove|delete|drop)\s+(\d{1,3}(?:\s{0,2}(?:,|and|&)\s{0,2}\d{1,3}){0,50})\s*$/.exec(
    clause.text,
  );
  const loose = numbers ? (numbers[1]?.match(/\d+/g) ?? []).map(Number) : undefined;
  const it = clause.has(/\b(?:it|that|this one|them)\b|它|掉$|^\s*不[要用]了/) ? context.spokenOf : undefined;
  const clips = refs ?? loose ?? it;
  return clips === undefined ? undefined : { kind: 'remove-clips', clips };
}

const LEADS = new RegExp(
  `\\b(?:start|begin|open)s?(?:ing)?(?: off)? with[^\\ue100-\\ue1ff]{0,20}${R}|(?:以|用|从)\\s*${R}\\s*(?:开头|开始|开场)|让?${R}\\s*(?:最?先)(?:出来|出现|放|来)?|先(?:放|播放?|出现|来)\\s*${R}|${R}\\s+(?:opens?|starts?|begins?)\\b|\\b(?:start|begin|open)s?(?:ing)? on[^\\ue100-\\ue1ff]{0,20}${R}`,
);
const CLOSES = new RegExp(
  `\\b(?:end|finish|close)s?(?:ing)? (?:with|on)[^\\ue100-\\ue1ff]{0,20}${R}|(?:以|用)\\s*${R}\\s*(?:结尾|结束|收尾)|${R}\\s+(?:ends?|finishes|finish|closes?)\\b`,
);
const BETWEEN = new RegExp(
  `${R}[^\\ue100-\\ue1ff]{0,20}between[^\\ue100-\\ue1ff]{0,12}${R}[^\\ue100-\\ue1ff]{0,12}${R}|${R}[^\\ue100-\\ue1ff]{0,12}${R}[^\\ue100-\\ue1ff]{0,6}${R}[^\\ue100-\\ue1ff]{0,3}(?:之间|中间)`,
);
const BETWEEN_NUMBERS = new RegExp(`${R}[^\\ue100-\\ue1ff]{0,20}between (\\d{1,3}) and (\\d{1,3})`);
const BESIDE = new RegExp(
  `${R}[^\\ue100-\\ue1ff]{0,24}\\b(before|after|behind|in front of)\\b[^\\ue100-\\ue1ff]{0,12}${R}|${R}[^\\ue100-\\ue1ff]{0,8}${R}\\s*的?(前面|之前|后面|之后)`,
);
const TO_ORDINAL = new RegExp(`${R}[^\\ue100-\\ue1ff]{0,24}${R}`);
const MOVES =
  /\b(?:move|put|place|bring|shift|make|set|send|let|should|goes?|comes?|come)\b|\buse\b.{0,40}\bas\b|把|移|放|挪|调|排|让|到|作为|当|提/;
const POSITION = new RegExp(`\\b(?:position|place|spot|slot|number) (${NUMBER})|第(${NUMBER})(?:个|位)`);

function moveOf(clause: Clause, context: Context): Edit | undefined {
  const { text, clipOf, bare } = marked(clause.text, context.clips);
  const first = (match: RegExpExecArray | null, from = 1) =>
    clipOf(match?.slice(from).find((group) => group !== undefined));
  const lead = first(LEADS.exec(text));
  if (lead !== undefined && !clause.has(REMOVES)) return { kind: 'move', clip: lead, to: 1 };
  const close = first(CLOSES.exec(text));
  if (close !== undefined) return { kind: 'move', clip: close, to: -1 };
  const beside = besideOf(text, clipOf, context.clips);
  if (beside) return beside;
  const [letter] = /[\ue100-\ue1ff]/.exec(text) ?? [];
  const clip = clipOf(letter);
  if (letter === undefined || clip === undefined) return undefined;
  const after = text.slice(text.indexOf(letter) + 1);
  const others = after.match(/[\ue100-\ue1ff]/g) ?? [];
  const moves =
    MOVES.test(text) ||
    !/[\p{L}]{4,}/u.test(
      after
        .replace(START, '')
        .replace(END, '')
        .replace(/please|first|last/g, ''),
    );
  if (!moves || clause.has(REMOVES) || clause.has(/\b(?:zoom|pan|text|title|caption|second?s|sec)\b|秒|文字|标题|写/))
    return undefined;
  const position = POSITION.exec(after);
  if (position && others.length === 0) return { kind: 'move', clip, to: numberOf(position[1] ?? position[2] ?? '') };
  const goal = TO_ORDINAL.exec(text)?.[2];
  if (goal !== undefined && others.length === 1 && (bare(goal) || /\b(?:make|should|to)\b|作为|当/.test(text))) {
    return { kind: 'move', clip, to: clipOf(goal) ?? 1 };
  }
  if (others.length > 0) return undefined;
  const middle =
    context.clips % 2 === 1 &&
    /\b(?:in|to|into) the (?:middle|cent(?:er|re))\b|(?:放|移|挪|到|在)(?:最|正)?中间/.test(after);
  if (middle) return { kind: 'move', clip, to: (context.clips + 1) / 2 };
  if (START.test(after)) return { kind: 'move', clip, to: 1 };
  return END.test(after) || /\blast\b(?! (?:longer|shorter|for|\d))|最后/.test(after)
    ? { kind: 'move', clip, to: -1 }
    : undefined;
}

function besideOf(
  text: string,
  clipOf: (letter: string | undefined) => ClipRef | undefined,
  count: number,
): Edit | undefined {
  const place = (clip: ClipRef | undefined) => (clip === undefined ? undefined : clip < 0 ? count + 1 + clip : clip);
  const between = BETWEEN.exec(text);
  const numbers = BETWEEN_NUMBERS.exec(text);
  if (between || numbers) {
    const what = place(clipOf(between?.[1] ?? between?.[4] ?? numbers?.[1]));
    const ends = between
      ? [place(clipOf(between[2] ?? between[5])), place(clipOf(between[3] ?? between[6]))]
      : [Number(numbers?.[2]), Number(numbers?.[3])];
    if (what === undefined || ends[0] === undefined || ends[1] === undefined) return undefined;
    const lower = Math.min(ends[0], ends[1]);
    return { kind: 'move', clip: what, to: lower - (what < lower ? 1 : 0) + 1 };
  }
  const beside = BESIDE.exec(text);
  if (!beside) return undefined;
  const what = place(clipOf(beside[1] ?? beside[4]));
  const neighbour = place(clipOf(beside[3] ?? beside[5]));
  if (what === undefined || neighbour === undefined) return undefined;
  // Taking the clip out first moves its later neighbours up by one.
  const shift = neighbour > what ? -1 : 0;
  const after = /after|behind|后/.test(beside[2] ?? beside[6] ?? '');
  return { kind: 'move', clip: what, to: neighbour + shift + (after ? 1 : 0) };
}
