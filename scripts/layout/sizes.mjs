import ts from 'typescript';

/** A function is read on one screen, a file in one sitting. */
const LONGEST_FUNCTION = 60;
const LONGEST_FILE = 300;

/** Files whose length does not matter, with the reason. */
const ANY_LENGTH = [
  // Labelled utterances: a list to look something up in.
  /^test\/intents\/corpus\//,
];
/** Where functions may be longer: the bodies of suites and scripted programs of tests and benches are read as lists. */
const LONG_FUNCTIONS = [/^(?:packages\/[^/]+\/)?(?:test|bench)\//];

const linesBetween = (file, from, to) =>
  file.getLineAndCharacterOfPosition(to).line - file.getLineAndCharacterOfPosition(from).line + 1;

/** Its name; that of the variable or property that holds it; what it is an argument of. */
function nameOf(node, file) {
  if (node.name) return node.name.getText(file);
  const { parent } = node;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.initializer === node) {
    return parent.name.getText(file);
  }
  return ts.isConstructorDeclaration(node) ? 'constructor' : 'a function without a name';
}

/**
 * What is too long in a source: one line for each function, and one for the file.
 *
 * @param {string} path from the project's folder
 * @param {string} source
 * @returns {string[]}
 */
export function tooLong(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const problems = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const lines = linesBetween(file, node.getStart(file), node.end);
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      if (lines > LONGEST_FUNCTION) {
        problems.push(`${path}:${line} ${nameOf(node, file)} has ${lines} lines; at most ${LONGEST_FUNCTION}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  if (!LONG_FUNCTIONS.some((pattern) => pattern.test(path))) visit(file);
  const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
  if (lines > LONGEST_FILE && !ANY_LENGTH.some((pattern) => pattern.test(path))) {
    problems.push(`${path} has ${lines} lines; at most ${LONGEST_FILE}: split it by subject`);
  }
  return problems;
}
