import type { Judged, LeftOut, Status, Verdict } from './judge.ts';
import { tell } from './mutant.ts';

/** How the mutants of a file, or of all, ended. */
export interface Count {
  mutants: number;
  noCompile: number;
  /** Those that compiled and were tried. */
  decided: number;
  killed: number;
  timedOut: number;
  survived: number;
  notReached: number;
  /** Noticed ones (killed or timed out) in percent of the decided ones; undefined without any. */
  noticed: number | undefined;
}

function count(verdicts: readonly Verdict[]): Count {
  const of = (status: Status) => verdicts.filter((verdict) => verdict.status === status).length;
  const noCompile = of('no compile');
  const decided = verdicts.length - noCompile;
  const [killed, timedOut] = [of('killed'), of('timed out')];
  return {
    mutants: verdicts.length,
    noCompile,
    decided,
    killed,
    timedOut,
    survived: of('survived'),
    notReached: of('not reached'),
    noticed: decided === 0 ? undefined : Math.round(((killed + timedOut) / decided) * 1000) / 10,
  };
}

const HEAD = ['file', 'mutants', 'no compile', 'decided', 'killed', 'timed out', 'survived', 'not reached', 'noticed'];

/** A line for each file and one for all, then what nobody noticed and which tests were not asked. */
export function report(results: ReadonlyMap<string, Judged>): string {
  const all = [...results.values()].flatMap(({ verdicts }) => verdicts);
  const rows = [...results].map(([file, { verdicts }]) => row(file, count(verdicts)));
  const lines = table([HEAD, ...rows, row('all', count(all))]);
  const wider = all.filter((each) => each.wider && each.by !== undefined).length;
  if (wider > 0) lines.push('', `${wider} of the noticed ones were noticed by the wider set alone.`);
  const missed = all.filter(({ status }) => status === 'survived' || status === 'not reached');
  if (missed.length > 0) lines.push('', 'Not noticed:');
  for (const { mutant, status } of missed) {
    lines.push(`  ${tell(mutant)}${status === 'not reached' ? '  (no test comes here)' : ''}`);
  }
  const leftOut = [...results].flatMap(([file, judged]) => judged.leftOut.map((each) => ({ file, ...each })));
  if (leftOut.length > 0) lines.push('', 'Tests that were not asked:');
  for (const { file, test, why } of leftOut) lines.push(`  ${test} about ${file}: ${why}`);
  return `${lines.join('\n')}\n`;
}

function row(name: string, counted: Count): string[] {
  const { mutants, noCompile, decided, killed, timedOut, survived, notReached, noticed } = counted;
  const numbers = [mutants, noCompile, decided, killed, timedOut, survived, notReached];
  return [name, ...numbers.map(String), noticed === undefined ? '–' : `${noticed.toFixed(1)} %`];
}

function table(rows: readonly string[][]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return padded.join('  ');
  });
}

interface FileResult extends Count {
  file: string;
  verdicts: Verdict[];
  leftOut: LeftOut[];
}

/** The result for programs. */
export interface Result {
  seed: number;
  sample: number | undefined;
  all: Count;
  files: FileResult[];
}

export function result(results: ReadonlyMap<string, Judged>, seed: number, sample: number | undefined): Result {
  const files = [...results].map(([file, judged]) => ({ file, ...count(judged.verdicts), ...judged }));
  return { seed, sample, all: count(files.flatMap(({ verdicts }) => verdicts)), files };
}
