import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { apply, type Mutant } from './mutant.ts';

/** Asks TypeScript about one changed file among the others as they are. Files that import it are not asked. */
export class Compiler {
  readonly #root: string;
  readonly #documents = ts.createDocumentRegistry();
  /** One for all files that share a `tsconfig.json`: most of what it reads they share too. */
  readonly #services = new Map<string, Service>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether the mutant's file has no error in syntax or types. Throws when it has one without the mutant. */
  accepts(mutant: Mutant): boolean {
    const path = join(this.#root, mutant.file);
    const source = readFileSync(path, 'utf8');
    const { service, put, texts } = this.#serviceFor(path);
    if (!texts.has(path)) {
      put(path, source);
      if (!isSound(service, path)) throw new Error(`${mutant.file} does not compile as it is`);
    }
    put(path, apply(source, mutant));
    const sound = isSound(service, path);
    put(path, source);
    return sound;
  }

  #serviceFor(path: string): Service {
    const config = ts.findConfigFile(dirname(path), ts.sys.fileExists);
    if (!config) throw new Error(`no tsconfig.json above ${path}`);
    const service = this.#services.get(config) ?? this.#open(config);
    this.#services.set(config, service);
    return service;
  }

  #open(config: string): Service {
    const texts = new Map<string, { text: string; version: number }>();
    const options = optionsOf(config);
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...texts.keys()],
      getScriptVersion: (name) => String(texts.get(name)?.version ?? 0),
      getScriptSnapshot: (name) => {
        const content = texts.get(name)?.text ?? ts.sys.readFile(name);
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
    const put = (path: string, text: string) => {
      texts.set(path, { text, version: (texts.get(path)?.version ?? 0) + 1 });
    };
    return { service, put, texts };
  }
}

interface Service {
  service: ts.LanguageService;
  /** Gives a file another text. */
  put(path: string, text: string): void;
  /** The files that were asked about. */
  texts: ReadonlyMap<string, unknown>;
}

function isSound(service: ts.LanguageService, path: string): boolean {
  return service.getSyntacticDiagnostics(path).length === 0 && service.getSemanticDiagnostics(path).length === 0;
}

function optionsOf(config: string): ts.CompilerOptions {
  const { config: read, error } = ts.readConfigFile(config, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return ts.parseJsonConfigFileContent(read, { ...ts.sys, readDirectory: () => [] }, dirname(config)).options;
}
