import {
  isCondition,
  isConsequence,
  isOtherWish,
  readScreenClause,
  type ScreenAction,
  STARTS_CHINESE_INSTRUCTION,
  STARTS_INSTRUCTION,
} from './screen-talk-lexicon.ts';

/** A reply without its talk of a screen. */
export interface ScreenTalk {
  /** What was made or changed, in the agent's words; '' when the reply was about the screen alone. */
  text: string;
  /** What the instructions come down to, each once, in their order. */
  actions: ScreenAction[];
  /** Edits that the user was told to make by hand. */
  edits: string[];
}

const HIDDEN = '\u0001';
const hide = (length: number) => HIDDEN.repeat(Math.max(0, length));
const QUOTED =
  /“[^”\n]*”|"[^"\n]*"|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|‘[^’\n]*’|(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu;
const ADDRESS = /https?:\/\/[^\s)）]+/gu;

/** The same text at the same length, so that positions agree, with quoted words and addresses made unreadable. */
function mask(text: string): string {
  return text
    .replace(QUOTED, (quoted) => `${quoted[0]}${hide(quoted.length - 2)}${quoted.at(-1)}`)
    .replace(ADDRESS, (address) => hide(address.length));
}

/** For reading alone: without Markdown marks, emoji and closing punctuation; typographic apostrophes straight. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[*_`~#>]+|\p{Extended_Pictographic}|[\ufe0f\u200d]/gu, '')
    .replace(/(\p{L})’(\p{L})/gu, "$1'$2")
    .replace(/^[\s,.;:，、；：(（-]+|[\s.!?。！？,，;；:：)）]+$/gu, '');
}

/** Cuts a text at every match, which goes with the part before it. */
function cutAfter(text: string, masked: string, boundary: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of masked.matchAll(boundary)) {
    const end = found.index + found[0].length;
    parts.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

const SENTENCE_END =
  /(?<!\b(?:e\.g|i\.e|vs|approx|no|\d))[.!?…]+["”’')*_]*(?=\s|$)\s*|(?<=\d)\.(?=\s+\p{Lu})\s*|[。！？]+[”’」』）*_]*\s*/gu;
const CLAUSE_BREAK = new RegExp(
  [
    String.raw`\s*[—–]+\s*|\s+-{1,2}\s+|\s*[;；]\s*|，\s*|,\s+`,
    String.raw`(?<=\b(?:next|next steps?|to (?:export|download|finish|preview)|step \d|tip|note|finally|ready|done|finished|is|are|video|here)\**)\s*:\s+|(?<=下一步|提示|接下来|操作|步骤|完成|好了)[:：]\s*`,
    String.raw`(?<!\bdrag(?:ging)?)\s+(?:and then|and|then|or|so|but)\s+${STARTS_INSTRUCTION}`,
    `(?:然后|然後|接着|接著|并且|并|並|或者|或|再)${STARTS_CHINESE_INSTRUCTION}`,
  ].join('|'),
  'giu',
);

/** Unquoted words to be shown follow; everything after them may be part of them. */
const SHOWN_WORDS =
  /\b(?:says?|saying|reads?|reading|titled|called|labell?ed)\b(?!\s*[:：]?\s*["“‘'「『])|(?:写着|寫著|内容是|內容是|内容为)(?!\s*[:：]?\s*[“「"])|^(?:(?:main |opening |end |on-screen |overlay )?(?:title|caption|text|subtitle|cta|label|headline|button text|slogan|overlay)s?|标题|標題|字幕|文字|文案|按钮文字|口号|片头|片尾)\s*(?:\d+\s*)?[:：]/iu;
const RHETORICAL =
  /^(?:want|ready|need|like what|happy|would you like|looks? good|satisfied)\b.*|^(?:想|要|满意|滿意|准备好|需要).*/iu;

const ANNOUNCEMENT = /^(?:next|next steps?|step \d+|tip|note|finally)$|(?:下一步|提示|接下来|操作|步骤)$/iu;

class Gathered {
  readonly actions = new Set<ScreenAction>();
  readonly edits = new Set<string>();
}

interface Clause {
  raw: string;
  /** Without its separator, ready to be read. */
  masked: string;
  plain: string;
}

function clausesOf(sentence: string): Clause[] {
  const masked = mask(sentence);
  let start = 0;
  return cutAfter(sentence, masked, CLAUSE_BREAK).map((raw) => {
    const clause = { raw, masked: plain(masked.slice(start, start + raw.length)), plain: plain(raw) };
    start += raw.length;
    const connector = /(?:\s+(?:and then|and|then|or|so|but)|然后|然後|接着|接著|并且|并|並|或者|或|再)$/iu;
    return { ...clause, masked: clause.masked.replace(connector, ''), plain: clause.plain.replace(connector, '') };
  });
}

const CONNECTOR_AT_START = /^(?:[\s,;:，；：、—–-]|(?:and|but|so|then|or)\s+|(?:然后|然後|接着|并且|而且|同时))+/iu;
const SEPARATOR_AT_END =
  /(?:\s*[,;:，；：、—–]|\s+-{1,2}|\s+(?:and then|and|then|or|so|but)|(?:然后|然後|接着|并且|并|並|或者|或|再))*\s*$/iu;

/** Takes emphasis off when only one of its two marks is left. */
function balance(text: string): string {
  const bold = (text.match(/\*\*/gu)?.length ?? 0) % 2 === 1 ? text.replace(/\*\*/gu, '') : text;
  return (bold.match(/`/gu)?.length ?? 0) % 2 === 1 ? bold.replace(/`/gu, '') : bold;
}

function readSentence(sentence: string, gathered: Gathered): string {
  const clauses = clausesOf(sentence);
  const whole = plain(mask(sentence));
  if (/[?？]["”’)*\s]*$/u.test(sentence)) return sentence;
  let shown = SHOWN_WORDS.test(whole) && SHOWN_WORDS.test(plain(mask(clauses[0]?.raw ?? '')));
  const linked = /https?:\/\//u.test(sentence);
  const verdicts = clauses.map((clause) => {
    if (shown) return undefined;
    if (SHOWN_WORDS.test(clause.masked)) shown = true;
    const isLink = linked && !/click|tap|点击|點擊/iu.test(clause.plain);
    return shown || isLink ? undefined : readScreenClause(clause.masked, clause.plain);
  });
  if (!verdicts.some(Boolean)) return sentence;

  const kept: boolean[] = verdicts.map((verdict) => !verdict);
  const ignored = new Set<number>();
  for (let i = clauses.length - 2; i >= 0; i--) {
    const { raw = '', plain: words = '' } = clauses[i] ?? {};
    const introduces = isCondition(words) || (/[:：]\s*$/u.test(raw) && ANNOUNCEMENT.test(words));
    if (kept[i] && !kept[i + 1] && introduces) {
      kept[i] = false;
      if (isOtherWish(words)) ignored.add(i + 1);
    }
  }
  for (let i = 1; i < clauses.length; i++) {
    const { plain: words = '' } = clauses[i] ?? {};
    if (kept[i] && !kept[i - 1] && (isConsequence(words) || isCondition(words))) kept[i] = false;
  }
  for (const [i, verdict] of verdicts.entries()) {
    if (!verdict || ignored.has(i)) continue;
    for (const action of verdict.actions) gathered.actions.add(action);
    if (verdict.edit) gathered.edits.add(verdict.edit);
  }

  const first = kept.indexOf(true);
  if (first < 0) return '';
  const end = /[.!。！]*["”’)*_]*\s*$/u.exec(sentence)?.[0] ?? '';
  let text = clauses.map(({ raw }, i) => (kept[i] ? raw : '')).join('');
  if (kept.at(-1) === false) {
    const closing = end.replace(/["”’)*_]/gu, '').trim();
    const body = text.replace(SEPARATOR_AT_END, '');
    text = /[.!?。！？]$/u.test(body) ? body : body + closing;
    if (/\s$/u.test(sentence)) text += ' ';
  }
  if (first > 0) text = text.replace(CONNECTOR_AT_START, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return balance(text);
}

/** Takes out bracketed asides that are wholly about the screen. */
function withoutAsides(text: string, gathered: Gathered): string {
  const masked = mask(text);
  let result = '';
  let start = 0;
  for (const aside of masked.matchAll(/(?<!\])\s*(?:\(([^()]+)\)|（([^（）]+)）)/gu)) {
    const inner = text
      .slice(aside.index, aside.index + aside[0].length)
      .trim()
      .slice(1, -1);
    const found = new Gathered();
    if (readSentence(inner, found) !== '') continue;
    for (const action of found.actions) gathered.actions.add(action);
    for (const edit of found.edits) gathered.edits.add(edit);
    result += text.slice(start, aside.index);
    start = aside.index + aside[0].length;
  }
  return result + text.slice(start);
}

function readBody(body: string, gathered: Gathered): string {
  const asideless = withoutAsides(body, gathered);
  const sentences = cutAfter(asideless, mask(asideless), SENTENCE_END);
  const read = sentences.map((sentence) => readSentence(sentence, gathered));
  for (const [i, sentence] of sentences.entries()) {
    if (read[i + 1] === '' && /[?？]\s*$/u.test(sentence) && RHETORICAL.test(plain(sentence))) read[i] = '';
  }
  if (read.every((sentence, i) => sentence === sentences[i])) return asideless;
  const joined = read.join('');
  return /[\p{L}\p{N}]/u.test(plain(joined)) ? balance(joined).trimEnd() : '';
}

const LINE = /^(\s*(?:>\s*)*(?:[-*•+·]\s+|\d+[.)、]\s*|#{1,6}\s+)?)(.*)$/u;
const NUMBERED = /^(\s*)(\d+)([.)、]\s*)/u;
const HEADING = /^\s*#{1,6}\s|^\s*\*\*[^*]+\*\*\s*[:：]?\s*$|[:：]\**\s*$/u;
const ABOUT_SHOWN_WORDS =
  /\b(?:text|captions?|titles?|subtitles?|overlays?|labels?|wording)\b.*[:：]\**\s*$|(?:字幕|文字|标题|標題|文案).*[:：]\**\s*$/iu;

interface Line {
  text: string;
  dropped: boolean;
}

/** Headings whose whole section went with the screen talk, and numbers with gaps. */
function tidy(lines: Line[]): string {
  const kept: string[] = [];
  for (const [i, { text, dropped }] of lines.entries()) {
    if (dropped) continue;
    if (HEADING.test(text)) {
      let j = i + 1;
      let lost = false;
      while (lines[j]?.dropped || lines[j]?.text.trim() === '') lost = lines[j++]?.dropped || lost;
      const next = lines[j]?.text;
      if (
        lost &&
        (next === undefined || HEADING.test(next) || !LINE.exec(next)?.[1] || /^\s*$/u.test(lines[j - 1]?.text ?? 'x'))
      )
        continue;
    }
    kept.push(text);
  }
  let count: number | undefined;
  const numbered = kept.map((text) => {
    const found = NUMBERED.exec(text);
    if (!found) {
      if (text.trim() !== '') count = undefined;
      return text;
    }
    count = count === undefined ? (lines.some(({ dropped }) => dropped) ? 1 : Number(found[2])) : count + 1;
    return text.replace(NUMBERED, `$1${count}$3`);
  });
  return numbered
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/**
 * Takes the sentences that tell the user to click, open or drag something out of a reply, in English and Chinese, and
 * tells what they come down to. A reply without such sentences comes back as it is; words in quotes are never instructions.
 */
export function readScreenTalk(text: string): ScreenTalk {
  const gathered = new Gathered();
  let fenced = false;
  let shownWords = false;
  const lines = text.split('\n').map((line): Line => {
    if (/^\s*```/u.test(line)) fenced = !fenced;
    const [, prefix = '', body = ''] = LINE.exec(line) ?? [];
    const listed = /[-*•+·\d]/u.test(prefix);
    if (body.trim() !== '' && !listed) shownWords = false;
    const untouched = fenced || (shownWords && listed) || body.trim() === '';
    if (ABOUT_SHOWN_WORDS.test(body)) shownWords = true;
    if (untouched) return { text: line, dropped: false };
    const read = readBody(body, gathered);
    if (read === body) return { text: line, dropped: false };
    return read === '' ? { text: '', dropped: true } : { text: prefix + read, dropped: false };
  });
  const changed = lines.map((line) => line.text).join('\n') !== text || lines.some(({ dropped }) => dropped);
  return { text: changed ? tidy(lines) : text, actions: [...gathered.actions], edits: [...gathered.edits] };
}
