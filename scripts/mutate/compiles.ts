import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { apply, type Mutant } from './mutant.ts';

/** Asks TypeScript about one changed file among the others as they are. Files that import it are not asked. */
export class Compiler {
  readonly #root: string;
  readonly #documents = ts.createDocumentRegistry();
  readonly #services = new Map<string, { service: ts.LanguageService; put(text: string): void }>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether the mutant's file has no error in syntax or types. Throws when it has one without the mutant. */
  accepts(mutant: Mutant): boolean {
    const path = join(this.#root, mutant.file);
    const source = readFileSync(path, 'utf8');
    let file = this.#services.get(path);
    if (!file) {
      file = this.#open(path, source);
      this.#services.set(path, file);
      if (!isSound(file.service, path)) throw new Error(`${mutant.file} does not compile as it is`);
    }
    file.put(apply(source, mutant));
    return isSound(file.service, path);
  }

  #open(path: string, source: string): { service: ts.LanguageService; put(text: string): void } {
    let text = source;
    let version = 0;
    const options = optionsFor(path);
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [path],
      getScriptVersion: (name) => (name === path ? String(version) : '0'),
      getScriptSnapshot: (name) => {
        const content = name === path ? text : ts.sys.readFile(name);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => this.#root,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath,
    };
    const service = ts.createLanguageService(host, this.#documents);
    const put = (changed: string) => {
      text = changed;
      version += 1;
    };
    return { service, put };
  }
}

function isSound(service: ts.LanguageService, path: string): boolean {
  return service.getSyntacticDiagnostics(path).length === 0 && service.getSemanticDiagnostics(path).length === 0;
}

function optionsFor(path: string): ts.CompilerOptions {
  const config = ts.findConfigFile(dirname(path), ts.sys.fileExists);
  if (!config) throw new Error(`no tsconfig.json above ${path}`);
  const { config: read, error } = ts.readConfigFile(config, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return ts.parseJsonConfigFileContent(read, { ...ts.sys, readDirectory: () => [] }, dirname(config)).options;
}
