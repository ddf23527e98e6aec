import { plain, sentencesOf } from './text.ts';

/** A line of a reply, after reading. */
export interface Line {
  text: string;
  dropped: boolean;
}

/** The mark of a list item, heading or quotation, and what follows it. */
export const LINE =
  /^(\s*(?:>\s*)*(?:[-*•+·]\s+(?:\[[ xX]\]\s+)?|[(（]?\d+(?:[.)）](?!\d)|、)\s*|[A-Ha-h][.)]\s+|\d\ufe0f?\u20e3\s*|[①-⑳]\s*|[一二三四五六七八九十]、\s*|#{1,6}\s+)?)(.*)$/su;

const indentOf = (line: string): number => line.length - line.trimStart().length;
const levelOf = (line: string): number => /^\s*(#{1,6})\s/u.exec(line)?.[1]?.length ?? 0;
const isBlank = (line: string): boolean => line.trim() === '';
const isRule = (line: string): boolean => /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/u.test(line);
const isTitle = (line: string): boolean =>
  /^\s*\*\*[^*]+\*\*(?:\s*[:：])?\s*$/u.test(line) || /[:：]\**\s*$/u.test(line.slice(-10));
const isListed = (line: string): boolean => {
  const prefix = LINE.exec(line)?.[1] ?? '';
  return prefix.trim() !== '' && !prefix.includes('#');
};

/** Whether all that stood under a heading has gone. */
function isBare(lines: readonly Line[], at: number): boolean {
  const heading = lines[at]?.text ?? '';
  const level = levelOf(heading);
  if (level === 0 && !isTitle(heading)) return false;
  let next = at + 1;
  let lost = false;
  while (next < lines.length && (lines[next]?.dropped || isBlank(lines[next]?.text ?? '')))
    lost = lines[next++]?.dropped || lost;
  if (!lost) return false;
  const after = lines[next]?.text;
  if (after === undefined || isRule(after)) return true;
  if (level > 0) return levelOf(after) > 0 && levelOf(after) <= level;
  if (levelOf(after) > 0) return true;
  if (isListed(heading)) return indentOf(after) <= indentOf(heading);
  return (
    isTitle(after) || !isListed(after) || isBlank(lines[next - 1]?.text ?? '') || isDroppedParagraph(lines, at, next)
  );
}

/** The list under the heading has gone, and the next list is another one, after a blank line. */
const isDroppedParagraph = (lines: readonly Line[], from: number, to: number): boolean =>
  lines.slice(from + 1, to).some(({ text, dropped }) => dropped === false && isBlank(text));

/** Drops headings from the last to the first, so that a heading of dropped headings goes as well. */
function withoutBareHeadings(lines: readonly Line[]): Line[] {
  const result = [...lines];
  for (let i = result.length - 1; i >= 0; i--) {
    const line = result[i];
    if (!line || line.dropped || !isBare(result, i)) continue;
    // Where the announcement follows other sentences, they stay.
    const sentences = levelOf(line.text) > 0 ? [] : sentencesOf(line.text).slice(0, -1);
    const before = sentences.join('').replaceAll('\ue001', '').trimEnd();
    result[i] =
      /\p{L}/u.test(plain(before)) && !isListed(`${before} `)
        ? { text: before, dropped: false }
        : { text: line.text, dropped: true };
  }
  return result;
}

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const HAN = '一二三四五六七八九十';
const DIGITS =
  /^(\s*(?:>\s*)*(?:\*\*)?(?:step\s|步骤\s?|步驟\s?|第)?[(（]?)(\d{1,3})((?:[.)）](?!\d)|、|\ufe0f?\u20e3|(?<=(?:step\s|步骤\s?|步驟\s?)\d{1,3})[:：]|(?<=第\d{1,3})步))/iu;
const LETTERS = /^(\s*(?:\*\*)?第?)([①-⑳]|[一二三四五六七八九十](?=[、步]))()/u;

interface Numbered {
  before: string;
  value: number;
  width: number;
  write: (value: number) => string;
}

function numberOf(line: string): Numbered | undefined {
  const digits = DIGITS.exec(line);
  const found = digits ?? LETTERS.exec(line);
  if (!found) return undefined;
  const [, before = '', mark = ''] = found;
  if (digits) return { before, value: Number(mark), width: mark.length, write: String };
  const row = CIRCLED.includes(mark) ? CIRCLED : HAN;
  return { before, value: row.indexOf(mark) + 1, width: 1, write: (value) => row[value - 1] ?? mark };
}

/** Closes the gaps in numbered lists that lost items; a list begins with the number that it began with. */
function renumbered(lines: readonly Line[]): Line[] {
  const open = new Map<string, { first: number; last: number; gone: number }>();
  return lines.map((line) => {
    const { text, dropped } = line;
    if (isBlank(text)) return line;
    const number = numberOf(text);
    if (!number) {
      if (!dropped)
        for (const key of open.keys()) if (key.length >= indentOf(text) || !/^\s/u.test(text)) open.delete(key);
      return line;
    }
    const list = open.get(number.before);
    const follows = list !== undefined && number.value === list.last + 1;
    const gone = (follows ? list.gone : 0) + (dropped ? 1 : 0);
    open.set(number.before, { first: follows ? list.first : number.value, last: number.value, gone });
    const shift = follows ? list.gone : 0;
    if (dropped || shift === 0) return line;
    const rest = text.slice(number.before.length + number.width);
    return { text: number.before + number.write(number.value - shift) + rest, dropped };
  });
}

/** Leaves out the dropped lines and what they leave behind: bare headings, gaps in numbers, doubled blank lines. */
export function tidy(read: readonly Line[]): string {
  const lines = renumbered(withoutBareHeadings(read)).filter(({ dropped }) => !dropped);
  const kept = lines.map(({ text }) => text);
  const result: string[] = [];
  let fenced = false;
  for (const [i, line] of kept.entries()) {
    if (/^\s*```/u.test(line)) fenced = !fenced;
    const last = result.at(-1);
    if (
      !fenced &&
      isRule(line) &&
      (result.every(isBlank) || kept.slice(i + 1).every((rest) => isBlank(rest) || isRule(rest)))
    )
      continue;
    if (!fenced && isBlank(line) && last !== undefined && isBlank(last)) continue;
    result.push(line);
  }
  return result.join('\n').trim();
}
