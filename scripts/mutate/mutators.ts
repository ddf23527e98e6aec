import ts from 'typescript';
import { expressionChanges } from './expressions.ts';
import { apply, type Change, type Mutant } from './mutant.ts';
import { skippedLines } from './skips.ts';
import { isLogCall, statementChanges } from './statements.ts';

/** All mutants of a source file in the order of their places, none twice. Throws on a skip comment without a reason. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const skipped = skippedLines(file, source);
  const seen = new Set<string>();
  const mutants: Mutant[] = [];
  for (const change of changesIn(tree)) {
    const mutated = apply(source, change);
    if (seen.has(mutated)) continue;
    seen.add(mutated);
    const { line, character } = tree.getLineAndCharacterOfPosition(change.start);
    if (skipped.has(line + 1)) continue;
    const original = source.slice(change.start, change.end);
    mutants.push({ ...change, file, line: line + 1, column: character + 1, original });
  }
  return mutants.sort((one, other) => one.start - other.start || one.end - other.end);
}

function changesIn(tree: ts.SourceFile): Change[] {
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (isWithoutBehaviour(node)) return;
    changes.push(...statementChanges(node, tree), ...expressionChanges(node, tree));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(tree, visit);
  return changes;
}

/** Types, imports and what is written to a log. */
function isWithoutBehaviour(node: ts.Node): boolean {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isModuleDeclaration(node)) return true;
  return isLogCall(node) || (ts.isExpressionStatement(node) && isLogCall(node.expression));
}
