/** Finds the regular expressions of a TypeScript source: literals, and `new RegExp` of what can be worked out. */
import ts from 'typescript';

/** The text of an expression that is made of literals and constants of the same file; undefined when it is not. */
function textOf(node, constants) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression, constants);
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value && textOf(value, constants);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return joined([node.left, node.right].map((each) => textOf(each, constants)));
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.flatMap(({ expression, literal }) => [
      textOf(expression, constants),
      literal.text,
    ]);
    return joined([node.head.text, ...parts]);
  }
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw')
    return rawText(node.template, constants);
  if (isJoin(node)) {
    const parts = node.expression.expression.elements.map((each) => textOf(each, constants));
    const separator = textOf(node.arguments[0], constants);
    return separator !== undefined && parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
  }
  return undefined;
}

const joined = (parts) => (parts.every((part) => part !== undefined) ? parts.join('') : undefined);

function rawText(template, constants) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.rawText;
  const parts = template.templateSpans.flatMap(({ expression, literal }) => [
    textOf(expression, constants),
    literal.rawText,
  ]);
  return joined([template.head.rawText, ...parts]);
}

/** `[a, b].join('|')` */
function isJoin(node) {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'join' &&
    ts.isArrayLiteralExpression(node.expression.expression) &&
    node.arguments.length === 1
  );
}

function isNewRegExp(node) {
  return (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'RegExp'
  );
}

/** Every pattern of a file: `{ line, source, flags }`, in their order. */
export function patternsOf(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = new Map();
  const found = [];
  const collect = (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, collect);
  };
  const visit = (node) => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ line, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (isNewRegExp(node)) {
      const [pattern, flags] = node.arguments ?? [];
      const source = pattern && textOf(pattern, constants);
      if (source !== undefined) found.push({ line, source, flags: (flags && textOf(flags, constants)) ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  collect(file);
  visit(file);
  return found;
}
