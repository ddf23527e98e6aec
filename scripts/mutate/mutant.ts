/** What a mutant changes. */
export type MutantKind =
  | 'condition'
  | 'equality'
  | 'relation'
  | 'logic'
  | 'boolean'
  | 'arithmetic'
  | 'number'
  | 'statement'
  | 'body'
  | 'exit';

/** A piece of a source text and what stands there instead. */
export interface Change {
  kind: MutantKind;
  /** Offsets in the source; `end` is behind the last character. */
  start: number;
  end: number;
  replacement: string;
}

/** One small fault, put into a source file to see whether a test notices. */
export interface Mutant extends Change {
  /** From the root of the project, with forward slashes. */
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
  original: string;
}

/** The source with the change made. */
export function apply(source: string, change: Change): string {
  return source.slice(0, change.start) + change.replacement + source.slice(change.end);
}

const LONGEST = 60;

/** One line that tells a mutant: where it is, and what became what. */
export function tell(mutant: Mutant): string {
  const { file, line, column, kind, original, replacement } = mutant;
  return `${file}:${line}:${column}  ${kind}  ${short(original)}  →  ${short(replacement)}`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
