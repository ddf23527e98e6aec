import ts from 'typescript';
import type { Change, MutantKind } from './mutant.ts';

const K = ts.SyntaxKind;

interface Exchange {
  kind: MutantKind;
  to: readonly string[];
  /** The new operator binds otherwise than the old one. */
  rebinds?: boolean;
}

const OPERATORS = new Map<ts.SyntaxKind, Exchange>([
  [K.EqualsEqualsEqualsToken, { kind: 'equality', to: ['!=='] }],
  [K.ExclamationEqualsEqualsToken, { kind: 'equality', to: ['==='] }],
  [K.EqualsEqualsToken, { kind: 'equality', to: ['!='] }],
  [K.ExclamationEqualsToken, { kind: 'equality', to: ['=='] }],
  [K.LessThanToken, { kind: 'relation', to: ['<=', '>='] }],
  [K.LessThanEqualsToken, { kind: 'relation', to: ['<', '>'] }],
  [K.GreaterThanToken, { kind: 'relation', to: ['>=', '<='] }],
  [K.GreaterThanEqualsToken, { kind: 'relation', to: ['>', '<'] }],
  [K.AmpersandAmpersandToken, { kind: 'logic', to: ['||'], rebinds: true }],
  [K.BarBarToken, { kind: 'logic', to: ['&&'], rebinds: true }],
  [K.QuestionQuestionToken, { kind: 'logic', to: ['&&'], rebinds: true }],
  [K.AmpersandAmpersandEqualsToken, { kind: 'logic', to: ['||='] }],
  [K.BarBarEqualsToken, { kind: 'logic', to: ['&&='] }],
  [K.QuestionQuestionEqualsToken, { kind: 'logic', to: ['='] }],
  [K.PlusToken, { kind: 'arithmetic', to: ['-'] }],
  [K.MinusToken, { kind: 'arithmetic', to: ['+'] }],
  [K.AsteriskToken, { kind: 'arithmetic', to: ['/'] }],
  [K.SlashToken, { kind: 'arithmetic', to: ['*'] }],
  [K.PercentToken, { kind: 'arithmetic', to: ['*'] }],
  [K.AsteriskAsteriskToken, { kind: 'arithmetic', to: ['*'] }],
  [K.PlusEqualsToken, { kind: 'arithmetic', to: ['-='] }],
  [K.MinusEqualsToken, { kind: 'arithmetic', to: ['+='] }],
  [K.AsteriskEqualsToken, { kind: 'arithmetic', to: ['/='] }],
  [K.SlashEqualsToken, { kind: 'arithmetic', to: ['*='] }],
]);

/** Operators, booleans and numbers of one node. Strings and regular expressions are left alone. */
export function expressionChanges(node: ts.Node, file: ts.SourceFile): Change[] {
  if (ts.isBinaryExpression(node)) return operator(node, file);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unary(node, file);
  if (node.kind === K.TrueKeyword) return [change('boolean', node, file, 'false')];
  if (node.kind === K.FalseKeyword) return [change('boolean', node, file, 'true')];
  if (ts.isNumericLiteral(node)) return number(node, file);
  return [];
}

function operator(node: ts.BinaryExpression, file: ts.SourceFile): Change[] {
  const token = node.operatorToken;
  const exchange = OPERATORS.get(token.kind);
  if (!exchange || (token.kind === K.PlusToken && joinsText(node))) return [];
  return exchange.to.map((to) => {
    if (!exchange.rebinds) return change(exchange.kind, token, file, to);
    const left = node.left.getText(file);
    return change(exchange.kind, node, file, `(${left} ${to} ${node.right.getText(file)})`);
  });
}

/** A sum in which a string is written out: it joins text. */
function joinsText(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isParenthesizedExpression(node)) return joinsText(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== K.PlusToken) return false;
  return joinsText(node.left) || joinsText(node.right);
}

function unary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, file: ts.SourceFile): Change[] {
  const operand = node.operand.getText(file);
  const prefix = ts.isPrefixUnaryExpression(node);
  switch (node.operator) {
    case K.ExclamationToken:
      return [change('boolean', node, file, operand)];
    case K.MinusToken:
      return [change('arithmetic', node, file, operand)];
    case K.PlusPlusToken:
      return [change('arithmetic', node, file, prefix ? `--${operand}` : `${operand}--`)];
    case K.MinusMinusToken:
      return [change('arithmetic', node, file, prefix ? `++${operand}` : `${operand}++`)];
    default:
      return [];
  }
}

const SMALL = 10;

/** A small whole number becomes the next one, any other its double: one more millisecond is no fault. */
function number(node: ts.NumericLiteral, file: ts.SourceFile): Change[] {
  if (ts.isPropertyName(node) && 'name' in node.parent && node.parent.name === node) return [];
  // Its sign is exchanged.
  if (ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === K.MinusToken) return [];
  const value = Number(node.getText(file).replaceAll('_', ''));
  if (!Number.isFinite(value)) return [];
  const other = Number.isInteger(value) && value <= SMALL ? value + 1 : value * 2;
  return [change('number', node, file, String(other))];
}

/** The change of a whole node. */
export function change(kind: MutantKind, node: ts.Node, file: ts.SourceFile, replacement: string): Change {
  return { kind, start: node.getStart(file), end: node.end, replacement };
}
