import { readFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Tests that may be skipped, each with the reason: lines `file > title | reason`; `#` begins a comment. */
const LIST = new URL('../../.ci/skips.txt', import.meta.url);

/** One allowed skip of the list. */
export interface AllowedSkip {
  /** `test/file.test.ts > describe > title`. */
  test: string;
  reason: string;
}

/**
 * Reads the list of allowed skips.
 * @throws Error for a line without a reason
 */
export function parseSkips(text: string): AllowedSkip[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf('|');
      const reason = line.slice(at + 1).trim();
      if (at < 0 || !reason) throw new Error(`.ci/skips.txt: no reason in the line "${line}"`);
      return { test: line.slice(0, at).trim(), reason };
    });
}

/** The skipped tests that the list does not name. */
export function unexpectedSkips(skipped: readonly string[], allowed: readonly AllowedSkip[]): string[] {
  const known = new Set(allowed.map(({ test }) => test));
  return skipped.filter((test) => !known.has(test));
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

/** Fails the run when a test was skipped that `.ci/skips.txt` does not name. */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')].map(nameOf));
    const unexpected = unexpectedSkips(skipped, parseSkips(readFileSync(LIST, 'utf8')));
    if (unexpected.length === 0) return;
    process.exitCode = 1;
    const lines = unexpected.map((test) => `  ${test}`).join('\n');
    process.stderr.write(`\nSkipped, but not named in .ci/skips.txt:\n${lines}\n`);
  }
}
