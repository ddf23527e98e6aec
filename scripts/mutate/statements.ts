import ts from 'typescript';
import { change } from './expressions.ts';
import type { Change } from './mutant.ts';

const K = ts.SyntaxKind;

/** Conditions, whole statements and bodies of functions: what one node gives. */
export function statementChanges(node: ts.Node, file: ts.SourceFile): Change[] {
  const changes = condition(node, file);
  if (ts.isExpressionStatement(node) && isRemovable(node) && !isAllOfThen(node)) {
    changes.push(change('statement', node, file, ';'));
  }
  if (isExit(node) && !isAllOfThen(node)) changes.push(change('exit', node, file, ';'));
  const body = bodyOf(node);
  if (body) changes.push(change('body', body, file, ts.isBlock(body) ? '{}' : 'undefined'));
  return changes;
}

function condition(node: ts.Node, file: ts.SourceFile): Change[] {
  // A loop that never ends only costs time.
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return fixed(node.expression, file, ['false']);
  if (ts.isForStatement(node)) return fixed(node.condition, file, ['false']);
  if (ts.isIfStatement(node)) return fixed(node.expression, file, ['true', 'false']);
  if (ts.isConditionalExpression(node)) return fixed(node.condition, file, ['true', 'false']);
  return [];
}

function fixed(node: ts.Expression | undefined, file: ts.SourceFile, values: string[]): Change[] {
  // What is `true` or `false` already is exchanged as a boolean.
  if (!node || node.kind === K.TrueKeyword || node.kind === K.FalseKeyword) return [];
  return values.map((value) => change('condition', node, file, value));
}

/** A call, an assignment or a deletion that stands by itself, awaited or not. */
function isRemovable(node: ts.ExpressionStatement): boolean {
  let { expression } = node;
  while (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) ({ expression } = expression);
  if (ts.isCallExpression(expression)) return expression.expression.kind !== K.SuperKeyword;
  return isAssignment(expression) || ts.isDeleteExpression(expression);
}

function isAssignment(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= K.FirstAssignment && kind <= K.LastAssignment;
  }
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false;
  return node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken;
}

/** A return or jump before the end, and every throw. The last return only gives the result. */
function isExit(node: ts.Node): node is ts.Statement {
  if (ts.isThrowStatement(node) || ts.isContinueStatement(node)) return true;
  if (ts.isBreakStatement(node)) return !ts.isCaseOrDefaultClause(node.parent);
  if (!ts.isReturnStatement(node)) return false;
  const block = node.parent;
  return !(ts.isBlock(block) && ts.isFunctionLike(block.parent) && block.statements.at(-1) === node);
}

/** The one thing an `if` without `else` does: without it is as with the condition `false`. */
function isAllOfThen(node: ts.Statement): boolean {
  const block = ts.isBlock(node.parent) && node.parent.statements.length === 1 ? node.parent : node;
  const { parent } = block;
  return ts.isIfStatement(parent) && parent.thenStatement === block && !parent.elseStatement;
}

/** What a function does, when emptying it is not the same as removing its only statement. */
function bodyOf(node: ts.Node): ts.ConciseBody | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node)) return undefined;
  const { body } = node;
  if (!body) return undefined;
  if (!ts.isBlock(body)) return ts.isCallExpression(body) || isAssignment(body) ? body : undefined;
  const [only, second] = body.statements;
  const same = only && !second && ts.isExpressionStatement(only) && isRemovable(only);
  return only && !same ? body : undefined;
}

const LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** A call of a logger: what is written to a log is no behaviour that tests should hold. */
export function isLogCall(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (!LEVELS.has(name.text)) return false;
  const owner = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return (ts.isIdentifier(owner) || ts.isPrivateIdentifier(owner)) && /^#?log(ger)?$/.test(owner.text);
}
