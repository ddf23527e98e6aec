import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Mutant } from './mutant.ts';
import { apply } from './mutant.ts';
import { casesThatReach, markReach, readEntries } from './reach.ts';
import type { Order, Run, Runner } from './runner.ts';

/**
 * How a mutant ended. `timed out` counts as noticed; `not reached` is a mutant in code that no test ran; `no compile` is
 * none that could be shipped, and does not count.
 */
export type Status = 'killed' | 'timed out' | 'survived' | 'not reached' | 'no compile';

export interface Verdict {
  mutant: Mutant;
  status: Status;
  /** The test file that noticed it. */
  by?: string;
  /** What the tests that ran with it took together. */
  ms: number;
  /** None of the nearest test files noticed it: more were asked. */
  wider?: boolean;
}

export interface Limits {
  /** So many test files that reach something are tried for a source file, the nearest first. */
  tests: number;
  /** So many in all for what none of these noticed, where it can be switched; no more when not above `tests`. */
  wider: number;
  /** A test file that takes longer without a mutant is left out. */
  longestMs: number;
}

/** A test file that could not be asked, and why. */
export interface LeftOut {
  test: string;
  why: string;
}

export interface Judged {
  verdicts: Verdict[];
  leftOut: LeftOut[];
}

/** What runs with a mutant may take this much of its own time, and some more for a busy machine. */
const PATIENCE = 3;
const CASE_PATIENCE_MS = 2000;
const FILE_PATIENCE_MS = 8000;

const MARKS: Readonly<Record<Status, string>> = {
  killed: '.',
  'timed out': 't',
  survived: 'S',
  'not reached': '?',
  'no compile': '-',
};

/**
 * Judges the mutants of one file. Test file after test file is run without a mutant first, which tells what it reaches
 * and how long it takes, and then with each mutant that is left and within its reach.
 */
export class Judge {
  readonly #runners: readonly [Runner, ...Runner[]];
  readonly #limits: Limits;
  readonly #print: (text: string) => void;

  constructor(runners: readonly [Runner, ...Runner[]], limits: Limits, print: (text: string) => void) {
    this.#runners = runners;
    this.#limits = limits;
    this.#print = print;
  }

  /** `source` is the file's text; the mutants compile, and the tests are in the order in which to ask them. */
  async judge(file: string, source: string, mutants: readonly Mutant[], tests: readonly string[]): Promise<Judged> {
    const verdicts = mutants.map((mutant): Verdict => ({ mutant, status: 'not reached', ms: 0 }));
    const leftOut: LeftOut[] = [];
    let asked = 0;
    for (const [index, test] of tests.entries()) {
      const open = verdicts.filter(({ status }) => status === 'not reached' || status === 'survived');
      if (open.length === 0) break;
      if (asked === this.#limits.tests) {
        leftOut.push({ test: `${tests.length - index} more`, why: `only ${asked} are asked` });
        break;
      }
      const { run, casesFor } = await this.#look(file, source, test);
      if (run.verdict !== 'passed') {
        leftOut.push({ test, why: run.verdict === 'failed' ? 'fails without a mutant' : 'takes too long' });
        continue;
      }
      const reachable = open.filter(({ mutant }) => casesFor(mutant.start));
      if (reachable.length === 0) continue;
      asked += 1;
      this.#print(`${file}: ${test} (${seconds(run.ms)}) reaches ${reachable.length} `);
      await this.#ask(source, reachable, (at) => orderFor(test, file, run, casesFor(at)));
      const noticed = reachable.filter(({ by }) => by !== undefined).length;
      this.#print(` notices ${noticed}\n`);
    }
    for (const runner of this.#runners) await runner.write(file, source);
    return { verdicts, leftOut };
  }

  /** Runs a test without a mutant, on a source that writes down what is reached. */
  async #look(file: string, source: string, test: string) {
    const [runner] = this.#runners;
    const log = runner.path('.reached/log');
    await mkdir(dirname(log), { recursive: true });
    await rm(log, { force: true });
    const { text, regions } = markReach(source, log);
    await runner.write(file, text);
    const run = await runner.run({
      test,
      changed: file,
      cases: undefined,
      caseLimitMs: undefined,
      limitMs: this.#limits.longestMs,
    });
    const entries = readEntries(await readFile(log, 'utf8').catch(() => ''));
    return { run, casesFor: (at: number) => casesThatReach(at, regions, entries) };
  }

  /** Runs a test with each of the mutants, on all runners side by side. */
  async #ask(source: string, verdicts: readonly Verdict[], orderAt: (at: number) => Order): Promise<void> {
    const queue = [...verdicts];
    const work = async (runner: Runner) => {
      for (let verdict = queue.shift(); verdict; verdict = queue.shift()) {
        const { mutant } = verdict;
        const order = orderAt(mutant.start);
        await runner.write(mutant.file, apply(source, mutant));
        const run = await this.#run(runner, order);
        verdict.ms += Math.round(run.ms);
        if (run.verdict === 'passed') verdict.status = 'survived';
        else {
          verdict.status = run.verdict === 'failed' ? 'killed' : 'timed out';
          verdict.by = order.test;
        }
        this.#print(MARKS[verdict.status]);
      }
    };
    await Promise.all(this.#runners.map(work));
  }

  /** What is late gets a second try with twice the time: a busy machine is no fault that was noticed. */
  async #run(runner: Runner, order: Order): Promise<Run> {
    const run = await runner.run(order);
    if (run.verdict !== 'timed out') return run;
    const caseLimitMs = order.caseLimitMs && order.caseLimitMs * 2;
    return runner.run({ ...order, caseLimitMs, limitMs: order.limitMs * 2 });
  }
}

/** Those cases of a test file that reach a mutant, with a limit from the time they take without one. */
function orderFor(test: string, changed: string, run: Run, cases: string[] | 'all' | undefined): Order {
  const chosen = cases === 'all' ? undefined : cases;
  const leftOut = Object.entries(run.tookMs).filter(([id]) => chosen && !chosen.includes(id));
  const ms = leftOut.reduce((rest, [, took]) => rest - took, run.ms);
  const longest = Math.max(0, ...(chosen ?? Object.keys(run.tookMs)).map((id) => run.tookMs[id] ?? 0));
  const caseLimitMs = Math.round(longest * PATIENCE + CASE_PATIENCE_MS);
  return { test, changed, cases: chosen, caseLimitMs, limitMs: Math.max(0, ms) * PATIENCE + FILE_PATIENCE_MS };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
