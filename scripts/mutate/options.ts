import { parseArgs } from 'node:util';

export interface Options {
  /** Source files, or folders with such. */
  paths: string[];
  /** So many mutants that compile, chosen by `seed`; all when undefined. */
  sample: number | undefined;
  seed: number;
  /** Tell the mutants and try none. */
  list: boolean;
  /** A file for the result. */
  json: string | undefined;
  tests: number;
  /** What nobody noticed is asked of so many test files in all. */
  wider: number;
  longestMs: number;
  jobs: number;
  /** Leave out what cannot be switched on while a test file is loaded. */
  switched: boolean;
}

export const USAGE = `npm run mutate -- FILES… [options]

Puts one small fault after the other into the source files (or folders), in a copy, and looks whether a test fails.

  --sample N    try N mutants that compile, chosen at random
  --seed S      which ones: the same seed chooses the same ones (1)
  --list        tell the mutants, try none
  --json FILE   write the result to a file too
  --tests N     ask at most N test files that reach a mutant, the nearest first (10)
  --wider N     then ask up to N in all about each mutant that none of those noticed (0: no more)
  --longest S   leave out cases, and where files are run whole test files, that take longer than S seconds (60)
  --switched    leave out mutants that need a load of each test file for themselves, as constants do
  --jobs N      run N test files side by side, of mutants that cannot be switched on (1)
`;

/** Reads the command line; throws with a sentence for its user. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      list: { type: 'boolean', default: false },
      json: { type: 'string' },
      tests: { type: 'string', default: '10' },
      wider: { type: 'string', default: '0' },
      longest: { type: 'string', default: '60' },
      jobs: { type: 'string', default: '1' },
      switched: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new Error('which files?');
  return {
    paths: positionals,
    sample: values.sample === undefined ? undefined : whole('sample', values.sample, 1),
    seed: whole('seed', values.seed, 0),
    list: values.list,
    json: values.json,
    tests: whole('tests', values.tests, 1),
    wider: whole('wider', values.wider, 0),
    longestMs: whole('longest', values.longest, 1) * 1000,
    jobs: whole('jobs', values.jobs, 1),
    switched: values.switched,
  };
}

function whole(name: string, value: string, least: number): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(number) || number < least) {
    throw new Error(`--${name} takes a whole number from ${least}, not "${value}"`);
  }
  return number;
}
