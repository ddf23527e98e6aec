/** What a SKILL.md's body states about the skill; a field that it does not state is left out. */
export interface BodyFacts {
  greeting: { en?: string; zh?: string };
  examples: { en?: string[]; zh?: string[] };
  /** Sentence about the price. */
  credits: { en?: string; zh?: string };
  /** Usual time of a quick edit, in seconds. */
  quickEditSeconds?: { from: number; to: number };
  /** Extensions of files that it takes, lower case. */
  fileTypes: string[];
}

const MAX_LINES = 20_000;
const MAX_LINE = 2000;
const MAX_GREETING = 600;
const MAX_EXAMPLE = 200;
const MAX_EXAMPLES = 8;

type Language = 'en' | 'zh';
const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en');

interface Line {
  text: string;
  /** Within a block of code, where `#` is no heading. */
  code: boolean;
  /** Level of a heading, else 0. */
  level: number;
}

function linesOf(body: string): Line[] {
  let code = false;
  return body.split('\n', MAX_LINES).map((line): Line => {
    const text = line.slice(0, MAX_LINE);
    if (/^\s{0,3}(?:```|~~~)/.test(text)) {
      code = !code;
      return { text: '', code: true, level: 0 };
    }
    return { text, code, level: code ? 0 : (/^(#{1,6})\s/.exec(text)?.[1]?.length ?? 0) };
  });
}

const GREETING_HEADING =
  /getting started|get started|first (?:contact|message|run|use)|greeting|welcome|on first|onboarding|开始使用|开始|快速上手|首次|欢迎|问候/i;
const EXAMPLES_MARK =
  /try (?:saying|asking|these|it)|things to (?:say|try)|(?:example|sample) (?:prompts?|requests?|messages?|phrases)|what (?:you can|to) say|(?:可以|试试|试着)(?:这样|这么)?说|示例|例句|例如/i;

/** Reads greeting, examples, times, prices and file types from a body. Linear in its length. */
export function readBody(body: string): BodyFacts {
  const lines = linesOf(body);
  const facts: BodyFacts = { greeting: {}, examples: {}, credits: {}, fileTypes: [] };
  for (const [index, { text, code, level }] of lines.entries()) {
    if (code) continue;
    if (level > 0 && GREETING_HEADING.test(text)) readGreeting(lines, index, facts);
    const marks = level > 0 || /^\s*(?:[*_>]|\S.*[:：][*_]*\s*$)/.test(text);
    if (marks && EXAMPLES_MARK.test(text)) readExamples(lines, index, facts);
  }
  readCosts(lines, facts);
  facts.quickEditSeconds = usualTime(lines);
  facts.fileTypes = fileTypesIn(lines);
  if (facts.quickEditSeconds === undefined) delete facts.quickEditSeconds;
  return facts;
}

/** The first block quote under a heading, before the next heading of its level. */
function readGreeting(lines: readonly Line[], heading: number, facts: BodyFacts): void {
  const level = lines[heading]?.level ?? 1;
  const quoted: string[] = [];
  for (let at = heading + 1; at < lines.length; at++) {
    const line = lines[at];
    if (!line || (line.level > 0 && line.level <= level)) break;
    const quote = line.code ? undefined : /^\s{0,3}>\s?(.*)$/.exec(line.text)?.[1];
    if (quote !== undefined) quoted.push(plain(quote));
    else if (quoted.length > 0) break;
  }
  const text = quoted
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
    .slice(0, MAX_GREETING);
  const words = unquoted(text);
  if (words !== '') facts.greeting[languageOf(words)] ??= words;
}

const ITEM = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+(.*)$/;

/** The list, or the table's first column, after a line such as "Try saying:". */
function readExamples(lines: readonly Line[], mark: number, facts: BodyFacts): void {
  let started = false;
  for (let at = mark + 1; at < lines.length; at++) {
    const line = lines[at];
    if (!line || line.level > 0) break;
    if (line.text.trim() === '') continue;
    const item = ITEM.exec(line.text)?.[1] ?? cellOf(line.text) ?? (line.code ? line.text : undefined);
    if (item === undefined) {
      if (started || !line.code) break;
      continue;
    }
    started = true;
    const example = exampleOf(item);
    if (example === '') continue;
    const language = languageOf(example);
    facts.examples[language] ??= [];
    const examples = facts.examples[language];
    if (examples && examples.length < MAX_EXAMPLES && !examples.includes(example)) examples.push(example);
  }
}

function cellOf(text: string): string | undefined {
  if (!/^\s*\|/.test(text) || /^[\s|:-]+$/.test(text)) return undefined;
  const cell = text.split('|')[1]?.trim() ?? '';
  return /^["“「'`]/.test(cell) ? cell : '';
}

/** The words in quotes when an item begins with them, else the whole item without what explains it after an arrow. */
function exampleOf(item: string): string {
  const text = plain(item);
  const quoted = /^["“「『']([^"”」』]{1,400})["”」』']/.exec(text)?.[1];
  const words = quoted ?? text.split(/\s(?:→|->|—|–)\s/, 1)[0] ?? '';
  return words.trim().slice(0, MAX_EXAMPLE);
}

/** Without Markdown's marks. */
function plain(text: string): string {
  return text
    .replace(/\[([^[\]]{0,200})\]\([^()]{0,500}\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])/g, '')
    .trim();
}

function unquoted(text: string): string {
  const inner = /^["“「『]([\s\S]*)["”」』]$/.exec(text)?.[1];
  return (inner !== undefined && !/["“”]/.test(inner) ? inner : text).trim();
}

const PRICE = /\d[\d,.]*\s*(?:\+\s*)?(?:free\s+)?(?:credits?|积分)/i;

/** The first sentence that names a number of credits. */
function readCosts(lines: readonly Line[], facts: BodyFacts): void {
  for (const { text, code, level } of lines) {
    if (code || level > 0 || !PRICE.test(text) || /^\s*\|/.test(text)) continue;
    const words = plain(text.replace(/^\s*(?:[-*+>]|\d{1,2}[.)])\s+/, ''));
    const sentence = words.split(/(?<=[.!?。！？])\s*/).find((each) => PRICE.test(each) && each.length <= 200);
    if (sentence) facts.credits[languageOf(sentence)] ??= sentence;
  }
}

const RANGE =
  /(\d{1,4})\s?(?:s|sec|seconds|min|minutes|秒|分钟)?\s?(?:-|–|—|~|to|至|到)\s?(\d{1,4})\s?(seconds?|secs?|s\b|minutes?|mins?|m\b|秒|分钟)/i;
/** From the most particular to the most general. */
const TIME_WORDS = [
  /quick edit|快速/i,
  /process|edit|render|generat|takes?|usual|typical|turnaround|通常|一般|大约|处理|剪辑/i,
];

/** The usual time of a quick edit, in seconds, where a line states a range. */
function usualTime(lines: readonly Line[]): BodyFacts['quickEditSeconds'] {
  const ranges = lines.flatMap(({ text, code }) => {
    const found = code ? null : RANGE.exec(text);
    return found ? [{ text, found }] : [];
  });
  for (const words of TIME_WORDS) {
    const match = ranges.find(({ text }) => words.test(text))?.found;
    if (!match) continue;
    const unit = /^(?:m|分)/i.test(match[3] ?? '') ? 60 : 1;
    const [a, b] = [Number(match[1]) * unit, Number(match[2]) * unit];
    return { from: Math.min(a, b), to: Math.max(a, b) };
  }
  return undefined;
}

const FILE_TYPE = /\b(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|heic|mp3|wav|m4a|aac)\b/gi;

function fileTypesIn(lines: readonly Line[]): string[] {
  const found = new Set<string>();
  for (const { text, code } of lines) {
    if (code) continue;
    for (const [type] of text.matchAll(FILE_TYPE)) found.add(type.toLowerCase().replace('jpeg', 'jpg'));
  }
  return [...found];
}
