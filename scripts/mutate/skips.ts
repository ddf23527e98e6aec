const SKIP = /^(.*?)\/\/ mutate: skip\b[ \t:–—-]*(.*)$/;

/**
 * The lines, from 1, that `// mutate: skip <reason>` leaves out: its own line when code stands before it, else the next
 * line. Throws when the reason is missing.
 */
export function skippedLines(file: string, source: string): Set<number> {
  const lines = new Set<number>();
  for (const [index, text] of source.split('\n').entries()) {
    const found = SKIP.exec(text.trimEnd());
    if (!found) continue;
    const [, before = '', reason] = found;
    if (!reason) throw new Error(`${file}:${index + 1}: "mutate: skip" needs a reason`);
    lines.add(before.trim() === '' ? index + 2 : index + 1);
  }
  return lines;
}
