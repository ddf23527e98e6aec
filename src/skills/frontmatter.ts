import { LineCounter, parseDocument } from 'yaml';

/** Fields of a frontmatter, with the line of the file that each of the outermost ones stands on. */
export interface Frontmatter {
  fields: Record<string, unknown>;
  /** From 1; of a field that is not there, the line of the opening fence. */
  lineOf(field: string): number;
  /** Why it could not be read as YAML; its simple lines were read instead. */
  problem?: string;
}

/**
 * A frontmatter is some lines; beyond this, only its simple lines are read: what is no YAML takes the parser a tenth of a
 * second for so many characters, and more than twice as long for twice as many.
 */
const MAX_YAML = 4 * 1024;
/** Simple lines are looked for in so many characters. */
const MAX_SIMPLE = 64 * 1024;
/** Aliases in the whole document; more is an attempt to fill the memory. */
const MAX_ALIASES = 20;
/** Nesting in the flow of brackets or dashes; deeper documents overflow the parser's stack. */
const TOO_DEEP = /(?:[[{][ \t]{0,4}){30}|(?:- {1,4}){30}/;

/**
 * Reads a frontmatter as it is written in practice: YAML with duplicate keys, else, where it is not valid YAML (an
 * unquoted colon, text after brackets, a tab), its simple `key: value` lines. All scalars are texts, so that the version
 * 1.10 does not become 1.1. Never throws.
 *
 * @param text what stands between the fences; its first line is line 2 of the file
 */
export function readFrontmatter(text: string): Frontmatter {
  const simple = readSimpleLines(text.slice(0, MAX_SIMPLE));
  const lineOf = (field: string) => simple.lines.get(field) ?? 1;
  const yaml = readYaml(text);
  if (yaml.fields) return { fields: yaml.fields, lineOf };
  return { fields: simple.fields, lineOf, problem: yaml.problem };
}

function readYaml(text: string): { fields?: Record<string, unknown>; problem?: string } {
  if (text.length > MAX_YAML) return { problem: `the frontmatter is longer than ${MAX_YAML} characters` };
  if (TOO_DEEP.test(text)) return { problem: 'the frontmatter is nested too deeply' };
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      // Each of thousands of errors would be given its line, and the place in it.
      prettyErrors: false,
      lineCounter: lines,
    });
    const [broken] = document.errors;
    if (broken) {
      const line = lines.linePos(broken.pos[0]).line + 1;
      return { problem: `line ${line}: not valid YAML: ${broken.message.split('\n', 1)[0]}` };
    }
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { fields: { ...value } } : {};
  } catch (error) {
    return { problem: `not usable YAML: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}` };
  }
}

const FIELD = /^([A-Za-z][\w-]{0,60})[ \t]*:(?:[ \t]+|$)/;
const BLOCK_SCALAR = /^[|>][-+]?\d?$/;

/** The outermost `key: value` lines; the first of several equal keys counts. Indented lines belong to the field before. */
function readSimpleLines(text: string): { fields: Record<string, string>; lines: Map<string, number> } {
  const fields: Record<string, string> = {};
  const lines = new Map<string, number>();
  let open: string | undefined;
  let continued: string[] = [];
  const close = () => {
    if (open !== undefined && continued.length > 0) fields[open] = continued.join(' ').trim();
    continued = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    const found = FIELD.exec(line);
    const key = found?.[1];
    if (found && key !== undefined) {
      close();
      open = undefined;
      if (lines.has(key)) continue;
      lines.set(key, index + 2);
      const value = line.slice(found[0].length).trim();
      fields[key] = unquoted(value);
      if (value === '' || BLOCK_SCALAR.test(value)) open = key;
    } else if (open !== undefined && /^[ \t]+\S/.test(line)) {
      continued.push(line.trim());
    }
  }
  close();
  return { fields, lines };
}

function unquoted(value: string): string {
  const quote = value[0];
  const quoted = value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return quoted ? value.slice(1, -1).replaceAll(`\\${quote}`, quote) : value;
}
