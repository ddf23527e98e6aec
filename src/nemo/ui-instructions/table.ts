import { type Gathered, hasWords, readBody } from './sentence.ts';
import type { Line } from './tidy.ts';

const WORDS_TO_SHOW =
  /^\W*(?:[\w-]+ )?(?:text|caption|title|subtitle|overlay|label|cta|slogan|tagline|headline|script|voice-?over|narration|prompt|copy)s?\W*$|字幕|文字|标题|標題|文案|台词|台詞|旁白|口号|口號|脚本|腳本/iu;

const cellsOf = (row: string): string[] => row.trim().replace(/^\|/u, '').replace(/\|$/u, '').split('|');
const isRule = (row: string): boolean => /^[\s|:-]+$/u.test(row) && row.includes('-');

/** A row's cells, read; undefined when what is left of it is no more than its label. */
function readRow(
  cells: readonly string[],
  isShown: (column: number) => boolean,
  gathered: Gathered,
): string[] | undefined {
  let lost = false;
  const read = cells.map((cell, column) => {
    if (isShown(column) || cell.trim() === '') return cell;
    const words = readBody(cell.trim(), gathered);
    if (words === cell.trim()) return cell;
    lost ||= words === '';
    return words === '' ? ' — ' : ` ${words} `;
  });
  const left = read.filter((cell, column) => hasWords(cell) && (column > 0 || cells.length === 1));
  return lost && left.length === 0 ? undefined : read;
}

/** The rows of a Markdown table without instructions; a table of instructions alone goes whole. */
export function readTable(rows: readonly string[], gathered: Gathered): Line[] {
  const ruled = isRule(rows[1] ?? '');
  const head = ruled ? cellsOf(rows[0] ?? '') : [];
  const lines = rows.map((row, i): Line => {
    if (isRule(row) || (ruled && i === 0)) return { text: row, dropped: false };
    const cells = cellsOf(row);
    const labelled = WORDS_TO_SHOW.test(cells[0]?.trim() ?? '');
    const read = readRow(
      cells,
      (column) => (labelled && column > 0) || WORDS_TO_SHOW.test(head[column]?.trim() ?? ''),
      gathered,
    );
    if (read === undefined) return { text: row, dropped: true };
    return { text: read.every((cell, column) => cell === cells[column]) ? row : `|${read.join('|')}|`, dropped: false };
  });
  const body = ruled ? lines.slice(2) : lines;
  if (body.length === 0 || !body.every(({ dropped }) => dropped)) return lines;
  return lines.map(({ text }) => ({ text, dropped: true }));
}
