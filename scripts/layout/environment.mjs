import ts from 'typescript';

const isProcess = (node) =>
  (ts.isIdentifier(node) && node.text === 'process') ||
  (ts.isPropertyAccessExpression(node) && node.name.text === 'process');

/** `process.env.PATH` is no setting: a child process is handed it, and nothing else of the environment. */
const isPath = (node) => ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === 'PATH';

/** Whether a node takes the environment out of the process: `process.env`, `process['env']`, `{ env } = process`, an import. */
function readsEnvironment(node) {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === 'env' && isProcess(node.expression) && !isPath(node);
  }
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression;
    return isProcess(node.expression) && ts.isStringLiteralLike(key) && key.text === 'env';
  }
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name)) {
    return (
      isProcess(node.initializer) && node.name.elements.some((one) => (one.propertyName ?? one.name).text === 'env')
    );
  }
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier.text;
    return (node.propertyName ?? node.name).text === 'env' && (from === 'node:process' || from === 'process');
  }
  return false;
}

/** The lines (from 1) on which a TypeScript source reads the environment. */
export function environmentReads(source) {
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
  const lines = [];
  const visit = (node) => {
    if (readsEnvironment(node)) lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}
