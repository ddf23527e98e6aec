/**
 * Loads the modules given as arguments with a RegExp that remembers what was built while they were loaded, and prints it
 * as JSON: `[{ path, source, flags }]`. So patterns are checked that are put together from parts of several files.
 */
import { pathToFileURL } from 'node:url';

const built: { path: string; source: string; flags: string }[] = [];
let path = '';

globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given, newTarget) {
    const pattern: RegExp = Reflect.construct(target, given, newTarget);
    built.push({ path, source: pattern.source, flags: pattern.flags });
    return pattern;
  },
});

for (path of process.argv.slice(2)) await import(pathToFileURL(path).href);
process.stdout.write(JSON.stringify(built));
