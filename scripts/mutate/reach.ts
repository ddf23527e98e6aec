import ts from 'typescript';

/** A piece of a source that is entered as a whole: a block, or the expression an arrow function gives. */
interface Region {
  start: number;
  end: number;
}

/** A source that writes down which of its regions were entered. */
export interface Marked {
  text: string;
  regions: Region[];
}

/** What the marks write when the file is only loaded. */
const LOADED = -1;

/**
 * The source with a mark in each region. Whoever enters one appends its number to `log`, once for each test case, with
 * the case's id where one runs in the same process: programs and threads started by a test are seen too.
 */
export function markReach(source: string, log: string): Marked {
  const tree = ts.createSourceFile('marked.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const regions: Region[] = [];
  const inserts: { at: number; text: string }[] = [{ at: 0, text: recorder(log) }];
  const region = (start: number, end: number): string => `__reach(${regions.push({ start, end }) - 1})`;
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) {
      inserts.push({ at: node.getStart(tree) + 1, text: `${region(node.getStart(tree), node.end)};` });
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      const { body } = node;
      inserts.push({ at: body.getStart(tree), text: `(${region(body.getStart(tree), body.end)}, ` });
      inserts.push({ at: body.end, text: ')' });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  let text = '';
  let from = 0;
  for (const insert of inserts.sort((one, other) => one.at - other.at)) {
    text += source.slice(from, insert.at) + insert.text;
    from = insert.at;
  }
  return { text: text + source.slice(from), regions };
}

/**
 * On the first line, so that line numbers stay. Asks the process for `fs`, which a test may have replaced. Looks up the
 * case only when it is another one than before, since some regions are entered very often.
 */
function recorder(log: string): string {
  const lines = [
    'let __case: unknown; let __entered = new Set(); const __cases = new Map();',
    'function __reach(n: number) {',
    'const task = (globalThis as any).__vitest_worker__?.current;',
    "const id = task?.type === 'test' ? task.id : '';",
    'if (id !== __case) { __case = id; __entered = __cases.get(id) ?? new Set(); __cases.set(id, __entered); }',
    'if (__entered.has(n)) return; __entered.add(n);',
    `process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(log)}, n + ' ' + id + '\\n');`,
    `} __reach(${LOADED}); `,
  ];
  return lines.join(' ');
}

/** Who entered which region: ids of test cases by the region's number, `''` for whoever was no case. */
export type Entries = ReadonlyMap<number, ReadonlySet<string>>;

/** Reads what the marks wrote. */
export function readEntries(log: string): Entries {
  const entries = new Map<number, Set<string>>();
  for (const line of log.split('\n').filter(Boolean)) {
    const [region = '', id = ''] = line.split(' ');
    const known = entries.get(Number(region)) ?? new Set();
    entries.set(Number(region), known.add(id));
  }
  return entries;
}

/**
 * The cases that could have run what stands at an offset: those that entered its innermost region. `'all'` when it was
 * entered outside of every case, or when it lies in no region and the file was loaded; undefined when nobody came there.
 */
export function casesThatReach(
  offset: number,
  regions: readonly Region[],
  entries: Entries,
): string[] | 'all' | undefined {
  let innermost = LOADED;
  // Regions are listed from the outside to the inside.
  for (const [index, { start, end }] of regions.entries()) {
    if (start <= offset && offset < end) innermost = index;
  }
  const cases = entries.get(innermost);
  if (!cases) return undefined;
  return innermost === LOADED || cases.has('') ? 'all' : [...cases];
}
