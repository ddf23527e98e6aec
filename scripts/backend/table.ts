import { ASSUMPTIONS } from './assumptions.ts';

/** What a check saw of an assumption. */
export interface Seen {
  /** Undefined when what was seen neither confirms nor refutes it. */
  agrees?: boolean;
  what: string;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The table of all assumptions, with a column for what was seen when something was looked at. */
export function tableOf(seen?: ReadonlyMap<string, Seen>): string {
  const head = ['assumption', 'source', 'status', ...(seen ? ['seen'] : [])];
  const rows = ASSUMPTIONS.map(({ id, text, source, status }) => {
    const found = seen?.get(id);
    const mark = found?.agrees === undefined ? '' : found.agrees ? '✓ ' : '✗ ';
    return [`**${id}** ${text}`, source, status, ...(seen ? [found ? `${mark}${found.what}` : 'not tried'] : [])];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
