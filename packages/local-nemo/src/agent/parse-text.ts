import type { Clause, Context } from './clauses.ts';
import { COLORS } from './colors.ts';
import type { TextLook, TextPosition, TextWhen } from './edits.ts';
import { TIME, timeOf } from './time.ts';
import { QUOTE, QUOTE_START, quoted, type Reading } from './words.ts';

const TITLE = /\b(?:titles?|titled|headline|heading)\b|标题|片名|题目/;
const CAPTION = /\b(?:captions?|subtitles?|texts?|words|wording|lettering)\b|字幕|文字|配文|文案|字样/;
const ADD = /\b(?:add|put|write|include|give|insert|place|create|show|need|want|overlay)\b|加|添|写|放|配|打上|来个|要/;
const CHANGE = /\b(?:change|replace|rename|update|edit|make|set|turn|instead|move|put|switch)\b|改|换|变|移|放|设|调/;

const HEX = /#[0-9a-f]{6}\b/;
const POSITIONS: [RegExp, TextPosition][] = [
  [/\b(?:at |to |on |in )?(?:the )?(?:top|upper part|above)\b|上方|顶部|上面|最上|顶端/, 'top'],
  [/\b(?:at |to |on |in )?(?:the )?(?:bottom|lower third|lower part|below)\b|下方|底部|下面|最下|底端/, 'bottom'],
  [/\b(?:at |to |in )?(?:the )?(?:cent(?:er|re)(?:ed|d)?|middle)\b|中间|中央|居中|正中/, 'center'],
];
const WHENS: [RegExp, TextWhen][] = [
  [/\b(?:whole|entire|throughout|all the time|all along|full video|always)\b|全程|整个|一直|始终|从头到尾/, 'whole'],
  [/\b(?:beginning|start|opening|intro)\b|开头|开始|片头/, 'start'],
  [/\b(?:end|ending|closing|outro|finish)\b|结尾|片尾|末尾|最后/, 'end'],
];
const BEFORE_TIME = /\b(?:for|lasting|during|over)(?: the)?(?: (first|last))? |(前|最后|显示|停留|持续|出现)/;
const STARTS_WITH_TIME = new RegExp(`^(?:${TIME.source})`);

/** Takes titles and captions out of a clause: added, changed, moved, coloured, removed. */
export function parseText(clause: Clause, context: Context): void {
  const { reading } = context;
  const letters = [...clause.text.matchAll(new RegExp(QUOTE, 'g'))].map((m) => m[0]);
  const speaksOf = clause.has(TITLE) ? 'title' : clause.has(CAPTION) ? 'caption' : undefined;
  if (!speaksOf && letters.length === 0) return;
  const at = Math.max(
    0,
    clause.text.search(letters.length > 0 ? new RegExp(QUOTE) : speaksOf === 'title' ? TITLE : CAPTION),
  );
  const words = quoted(reading, letters[letters.length - 1]);

  if (clause.negated && !(letters.length > 0 && clause.has(/\b(?:instead|with|to)\b|改|换成/))) {
    clause.edit('text', { kind: 'remove-text', ...(speaksOf && { style: speaksOf }) }, at);
    blank(clause);
    return;
  }
  if (
    clause.has(/\b(?:font|bold|italic|bigger|larger|smaller|size)\b|字体|字号|大一点|小一点|加粗|更大|更小/) &&
    !words
  ) {
    clause.note({ kind: 'cannot', what: 'font' }, at);
    blank(clause);
    return;
  }
  const changes =
    clause.has(CHANGE) &&
    (letters.length > 1 || clause.has(/\b(?:change|replace|rename|update|edit|instead)\b|\bto\b|改|换|变/));
  const isMove = !words && clause.has(CHANGE);
  const look = takeLook(clause);
  if (words !== undefined) {
    if (changes)
      clause.edit('text', { kind: 'change-text', ...(speaksOf && { style: speaksOf }), text: words, look }, at);
    else clause.edit('text', { kind: 'add-text', style: speaksOf ?? 'title', text: words, look }, at);
  } else if (Object.keys(look).length > 0 && (context.hasText || context.topic === 'text' || isMove)) {
    clause.edit('text', { kind: 'change-text', ...(speaksOf && { style: speaksOf }), look }, at);
  } else if (clause.has(ADD) || clause.has(CHANGE) || Object.keys(look).length > 0 || context.clips === 0) {
    clause.note({ kind: 'need-words', style: speaksOf ?? 'title' }, at);
    clause.topic = 'text';
  } else {
    return;
  }
  blank(clause);
}

/** A wish for a look with no noun beside it ("make it red", "at the bottom"), for the text spoken of. */
export function parseBareLook(clause: Clause, context: Context): void {
  if (!context.hasText && context.topic !== 'text') return;
  const look = takeLook(clause);
  if (look.color === undefined && look.position === undefined && context.topic !== 'text') return;
  if (Object.keys(look).length > 0) clause.edit('text', { kind: 'change-text', look });
}

function takeLook(clause: Clause): TextLook {
  const look: TextLook = {};
  const before = BEFORE_TIME.exec(clause.text);
  const time = before && STARTS_WITH_TIME.exec(clause.text.slice(before.index + before[0].length));
  if (before && time) {
    look.durationMs = timeOf(time);
    if (before[1] === 'last' || before[2] === '最后') look.when = 'end';
    if (before[1] === 'first' || before[2] === '前') look.when = 'start';
    const end = before.index + before[0].length + time[0].length;
    clause.blank(before.index, end);
  }
  for (const [pattern, position] of POSITIONS) if (!look.position && clause.take(pattern)) look.position = position;
  for (const [pattern, when] of WHENS) if (!look.when && clause.take(pattern)) look.when = when;
  const hex = clause.take(HEX)?.[0];
  const named = hex === undefined ? COLORS.find(({ pattern }) => clause.take(pattern))?.css : undefined;
  const color = hex ?? named;
  if (color !== undefined) look.color = color;
  return look;
}

function blank(clause: Clause): void {
  clause.takeAll(new RegExp(QUOTE));
  clause.takeAll(TITLE);
  clause.takeAll(CAPTION);
}

const EN_STOP =
  '(?=[!?\\n,;]|\\.(?!\\w)|$|\\s+(?:and|then|but|plus)\\s+(?:make|add|use|set|put|change|remove|zoom|pan|with|no|give|play|mute|also|turn|the|a|export|music|keep|crossfade|slow|calm|upbeat|lo-?fi|some|delete|reverse)\\b|\\s+(?:with|at the|on (?:it|the|top|screen|them)\\b|in (?:white|black|red|gold|yellow|orange|green|blue|purple|pink|grey|gray)|for \\d|throughout|please)\\b)';
const UNQUOTED: RegExp[] = [
  new RegExp(
    `\\b(?:titles?|captions?|headline|text)\\b[^.!?\\n]{0,60}?\\b(?:saying|should (?:say|read|be)|(?:that|which) (?:says|reads))(?!\\s*[\\ue000-\\ue0ff])\\s+(.+?)${EN_STOP}`,
    'i',
  ),
  new RegExp(
    `\\b(?:titles?|titled|captions?|headline|heading|texts?|subtitle)\\s*(?:card |overlay )?(?::|=|\\bis\\b|\\bsays?\\b|\\bsaying\\b|\\breading\\b|\\breads\\b|\\bthat (?:says|reads)\\b|\\bcalled\\b|\\bto say\\b|\\bto\\b)(?!\\s*(?:the |a |be )?(?:top|bottom|cent|middle|end|start|beginning|whole|white|black|red|gold|yellow|orange|green|blue|purple|pink|gr[ae]y|big|small)|\\s*the (?:video|photo|clip|picture|image|first|last|second))\\s*(.+?)${EN_STOP}`,
    'i',
  ),
  new RegExp(
    `\\b(?:call it|name it|title it|caption it|titled|the words|the text|write)\\s+(?!(?:on|in|at|a|the|something|to|me)\\b)(.+?)${EN_STOP}`,
    'i',
  ),
];
// Only with a capital letter or a Chinese one may words follow the noun directly.
const DIRECT = new RegExp(`\\b[Tt]itle\\s+((?!The\\b|In\\b|At\\b)[\\p{Lu}\\d\\p{Script=Han}].*?)${EN_STOP}`, 'u');
const ZH_STOP = '(?=[,，。.!！?？;；\\n、]|$|然后|并且|并加|再加|放在|时长|配上)';
const ZH_UNQUOTED: RegExp[] = [
  new RegExp(
    `(?:标题|片名|题目|字幕|文字|配文|文案)\\s*(?:内容)?(?:是|为|叫做?|写着?|写上|改成|改为|换成|设为|:)(?!\\s*.{0,3}(?:色|部|方|面|间|头|尾|央)(?:${ZH_STOP}|的))\\s*(.+?)${ZH_STOP}`,
    'u',
  ),
  new RegExp(
    `(?:写上|写着|打上|加上文字|加上字幕|加文字|加字幕|(?:加|加上|添加|加个|加一个|来个)标题)(?!\\s*(?:在|到|和|与|或|吧|的|$|一个|文字|字幕|标题))\\s*(.+?)${ZH_STOP}`,
    'u',
  ),
];

/** Puts words that stand without quotes ("title Hello World", "标题是你好") in quotes, so that they are read as one. */
export function quoteTexts(reading: Reading): Reading {
  let { raw, text } = reading;
  const quotes = [...reading.quotes];
  const enclose = (from: number, length: number) => {
    const words = raw
      .slice(from, from + length)
      .trim()
      .replace(/[吧呢啊]$/u, '')
      .trim();
    if (words === '' || new RegExp(QUOTE).test(words) || words.length > 200 || quotes.length > 200) return;
    quotes.push(words);
    const letter = String.fromCharCode(QUOTE_START + quotes.length - 1).padEnd(length, ' ');
    raw = raw.slice(0, from) + letter + raw.slice(from + length);
    text = text.slice(0, from) + letter + text.slice(from + length);
  };
  const search = (pattern: RegExp, where: string) => {
    const match = pattern.exec(where);
    const words = match?.[1];
    if (match && words !== undefined) enclose(match.index + match[0].length - words.length, words.length);
    return match !== null;
  };
  // Upper and lower case matter to one pattern alone; Chinese is matched in its folded form.
  if (!UNQUOTED.some((pattern) => search(pattern, raw))) search(DIRECT, raw);
  for (const pattern of ZH_UNQUOTED) if (search(pattern, text)) break;
  return { raw, text, quotes };
}
