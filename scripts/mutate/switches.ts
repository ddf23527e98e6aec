import ts from 'typescript';
import type { Change } from './mutant.ts';

/** A change that can be switched on while the program runs. */
export interface Switched {
  /** From 1: what `globalThis.__mutant` is while the change is made. */
  id: number;
  change: Change;
}

/** A source that holds all its changes, each behind a switch. */
export interface SwitchedSource {
  text: string;
  /** By a change's id, the number that `globalThis.__reached` gets when its place is entered. */
  places: ReadonlyMap<number, number>;
  /** Ids of changes outside every function: they are made when the file is loaded, or not at all. */
  fixed: number[];
  /** The number after the last place. */
  end: number;
}

/** A block, or the expression that an arrow function gives. */
interface Region {
  number: number;
  start: number;
  end: number;
  /** The body of a function, and whether it is an expression. */
  body: 'block' | 'expression' | undefined;
  children: Region[];
  changes: Switched[];
}

/**
 * Puts all changes into one source: the body of each function chooses, at each call, between what stands there and a copy
 * with a change made.
 * @param firstPlace the number of the first place, others follow
 */
export function withSwitches(source: string, switched: readonly Switched[], firstPlace: number): SwitchedSource {
  const tree = ts.createSourceFile('switched.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  let next = firstPlace;
  const top: Region = { number: -1, start: 0, end: source.length, body: undefined, children: [], changes: [] };
  const visit = (node: ts.Node, within: Region): void => {
    const body = bodyKind(node);
    let region = within;
    if (body !== undefined || ts.isBlock(node)) {
      region = { number: next++, start: node.getStart(tree), end: node.end, body, children: [], changes: [] };
      within.children.push(region);
    }
    ts.forEachChild(node, (child) => visit(child, region));
  };
  visit(tree, top);
  const places = new Map<number, number>();
  const fixed: number[] = [];
  for (const each of switched) {
    const { innermost, body } = placeOf(each.change, top);
    if (!body) {
      fixed.push(each.id);
      continue;
    }
    places.set(each.id, innermost.number);
    body.changes.push(each);
  }
  return { text: RECORDER + inside(source, top, 0, source.length), places, fixed, end: next };
}

const RECORDER = 'const __reached: Set<number> = ((globalThis as any).__reached ??= new Set()); ';

function bodyKind(node: ts.Node): Region['body'] {
  if (!ts.isFunctionLike(node.parent) || !('body' in node.parent) || node.parent.body !== node) return undefined;
  return ts.isBlock(node) ? 'block' : 'expression';
}

/** The innermost region around a change, and the innermost body of a function that holds all of it. */
function placeOf({ start, end }: Change, top: Region): { innermost: Region; body: Region | undefined } {
  let innermost = top;
  let body: Region | undefined;
  for (;;) {
    const child = innermost.children.find((each) => each.start <= start && start < each.end);
    if (!child) return { innermost, body };
    innermost = child;
    if (child.body && end <= child.end) body = child;
  }
}

/** A piece of the source, with what belongs into the regions of it. */
function inside(source: string, region: Region, from: number, to: number): string {
  let text = '';
  let at = from;
  for (const child of region.children) {
    text += source.slice(at, child.start) + rendered(source, child);
    at = child.end;
  }
  return text + source.slice(at, to);
}

function rendered(source: string, region: Region): string {
  const { start, end, number, body, changes } = region;
  const own = `__reached.add(${number})`;
  const copies = changes.map(({ id, change }) => {
    const copy = source.slice(start, change.start) + change.replacement + source.slice(change.end, end);
    return { id, copy };
  });
  if (body === 'expression') {
    const plain = `(${own}, ${inside(source, region, start, end)})`;
    const chosen = copies.map(({ id, copy }) => `${test(id)} ? (${own}, ${copy}) : `).join('');
    return chosen ? `(${chosen}${plain})` : plain;
  }
  const plain = `{${own};${inside(source, region, start + 1, end)}`;
  if (copies.length === 0) return plain;
  return `{${own}; ${copies.map(({ id, copy }) => `if (${test(id)}) ${copy} else `).join('')}${plain}}`;
}

const test = (id: number) => `(globalThis as any).__mutant === ${id}`;
