import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Limits, Verdict } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { LIMITS, type Plan, type Said } from './plan.ts';
import type { Runner } from './runner.ts';
import { withSwitches } from './switches.ts';

/** A mutant that is tried behind a switch. */
interface Fault {
  id: number;
  mutant: Mutant;
  place: number;
  /** Test files that may reach it, the nearest first. */
  tests: readonly string[];
  verdict: Verdict;
  /** Test files that were run, and those of them that reached it. */
  tried: Set<string>;
  /** A case that takes longer than is asked comes there: that nobody noticed says nothing. */
  onlySlow: boolean;
  asked: number;
}

export interface Switching {
  /** What became of those that could be tried. */
  verdicts: Verdict[];
  /** Those that have to be put into the source one by one, with the test files that may notice. */
  left: { mutant: Mutant; tests: readonly string[]; reached: boolean | undefined }[];
}

/** A case that is late by this much more holds its thread: a loop that never ends cannot be interrupted from within. */
const STALL_MS = 10_000;
/** A test file takes no longer than this. */
const FILE_LIMIT_MS = 1_200_000;
const LOOK_EVERY_MS = 1_000;
const FIRST_CHOICE = 1000;
/** For each test file that is to reach a fault, so many are run to find it. */
const CANDIDATES = 2;

/**
 * Tries mutants of many files at once: each test file is loaded once, with all of them in the sources behind switches.
 * Each is asked of `limits.tests` test files that reach it, nearest first; then those that none of these noticed are
 * asked of more, until they are `limits.wider`.
 * @param testsFor the test files that depend on a source file, the nearest first
 */
export async function trySwitched(
  runner: Runner,
  sources: ReadonlyMap<string, string>,
  mutants: readonly Mutant[],
  testsFor: (file: string) => readonly string[],
  limits: Limits,
  print: (text: string) => void,
): Promise<Switching> {
  const { faults, left, fileOf } = await install(runner, sources, mutants, testsFor);
  const entered = new Map<string, Set<string>>();
  const unsure = new Set<Fault>();
  const askAll = async (most: number) => {
    for (;;) {
      const open = faults.filter((fault) => !unsure.has(fault));
      const test = mostWanted(
        open.map((fault) => ({ tests: wanted(fault, most), untried: !fault.tried.has(fault.tests[0] ?? '') })),
      );
      if (test === undefined) return;
      const among = open.filter((fault) => wanted(fault, most).includes(test));
      await runOn(runner, test, among, limits, {
        unsure,
        print,
        longestMs: limits.longestMs,
        entered: (place) => note(entered, fileOf(place), test),
      });
    }
  };
  await askAll(limits.tests);
  if (limits.wider > limits.tests) {
    const missed = faults.filter((fault) => !unsure.has(fault) && fault.verdict.by === undefined);
    for (const { verdict } of missed) verdict.wider = true;
    print(`${missed.length} of ${faults.length} go to more test files\n`);
    await askAll(limits.wider);
  }
  for (const [file, source] of sources) await runner.write(file, source);
  runner.restart();
  for (const each of [...faults].filter((fault) => unsure.has(fault) || fault.verdict.status === 'not reached')) {
    const reached = unsure.has(each) || each.onlySlow;
    left.push({ mutant: each.mutant, tests: each.tests.slice(0, limits.tests), reached });
  }
  const again = new Set(left.map(({ mutant }) => mutant));
  return {
    verdicts: faults.map(({ verdict }) => verdict).filter(({ mutant }) => !again.has(mutant)),
    left: left.map((each) => ({ ...each, tests: preferred(each.tests, entered.get(each.mutant.file)) })),
  };
}

/** The test files that a fault is still to be asked of, when `most` of those that reach it are. */
function wanted(fault: Fault, most: number): string[] {
  if (fault.verdict.by !== undefined || fault.asked >= most) return [];
  return fault.tests.slice(0, most * CANDIDATES).filter((test) => !fault.tried.has(test));
}

/** Those first that are known to enter the file. */
function preferred(tests: readonly string[], known = new Set<string>()): string[] {
  return [...tests.filter((test) => known.has(test)), ...tests.filter((test) => !known.has(test))];
}

function note(entered: Map<string, Set<string>>, file: string, test: string): void {
  entered.set(file, (entered.get(file) ?? new Set()).add(test));
}

/** Writes the sources with their switches. */
async function install(
  runner: Runner,
  sources: ReadonlyMap<string, string>,
  mutants: readonly Mutant[],
  testsFor: (file: string) => readonly string[],
) {
  const faults: Fault[] = [];
  const left: Switching['left'] = [];
  const firsts: { file: string; first: number }[] = [];
  const numbered = mutants.map((mutant, index) => ({ id: index + 1, mutant }));
  let first = 0;
  for (const [file, source] of sources) {
    const own = numbered.filter(({ mutant }) => mutant.file === file);
    if (own.length === 0) continue;
    const tests = testsFor(file);
    const changes = own.map(({ id, mutant }) => ({ id, change: mutant }));
    const { text, places, end } = withSwitches(source, changes, first);
    await runner.write(file, text);
    firsts.push({ file, first });
    first = end;
    for (const { id, mutant } of own) {
      const place = places.get(id);
      const verdict: Verdict = { mutant, status: 'not reached', ms: 0 };
      if (place === undefined) left.push({ mutant, tests, reached: undefined });
      else faults.push({ id, mutant, place, tests, verdict, tried: new Set(), asked: 0, onlySlow: false });
    }
  }
  const fileOf = (place: number) => firsts.findLast((each) => each.first <= place)?.file ?? '';
  return { faults, left, fileOf };
}

/**
 * The test file that most faults ask for. One that is the first choice of a fault goes before all others: what is written
 * for a file comes too late when enough others were asked.
 */
function mostWanted(wishes: readonly { tests: readonly string[]; untried: boolean }[]): string | undefined {
  const weights = new Map<string, number>();
  for (const { tests, untried } of wishes) {
    for (const [rank, test] of tests.entries()) {
      const first = untried && rank === 0 ? FIRST_CHOICE : 0;
      weights.set(test, (weights.get(test) ?? 0) + first + 1 / (rank + 1));
    }
  }
  return [...weights].sort((one, other) => other[1] - one[1])[0]?.[0];
}

interface Hearing {
  longestMs: number;
  unsure: Set<Fault>;
  print(text: string): void;
  entered(place: number): void;
}

/** Runs one test file with the faults that ask for it; once more where a fault ended the process. */
async function runOn(
  runner: Runner,
  test: string,
  faults: readonly Fault[],
  limits: Limits,
  hearing: Hearing,
): Promise<void> {
  for (const fault of faults) fault.tried.add(test);
  const before = new Set(faults.filter(({ verdict }) => verdict.by !== undefined));
  const reached = new Set<Fault>();
  const begun = performance.now();
  for (let open = faults; open.length > 0; ) {
    const said = await ask(runner, test, open, limits.longestMs);
    const stuck = hear(said, open, test, reached, hearing);
    const stopped = stuck || said.some((each) => each.said === 'stopped');
    open = stopped ? open.filter((fault) => fault.verdict.by === undefined && !hearing.unsure.has(fault)) : [];
    for (const each of said)
      if (each.said === 'unsound') hearing.print(`${test}: fails without a mutant: ${each.name}\n`);
  }
  for (const fault of reached) fault.asked += 1;
  const noticed = faults.filter((fault) => fault.verdict.by !== undefined && !before.has(fault)).length;
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  hearing.print(`${test} (${took} s): ${faults.length} asked, ${reached.size} reached, ${noticed} noticed\n`);
}

/** Reads what a run said; true when it had to be ended in the middle of a fault, without which the case had just passed. */
function hear(
  said: readonly Said[],
  faults: readonly Fault[],
  test: string,
  reached: Set<Fault>,
  { unsure, entered, longestMs }: Hearing,
): boolean {
  const byId = new Map(faults.map((fault) => [fault.id, fault]));
  let underWay: Fault | undefined;
  for (const each of said) {
    if (each.said === 'case') {
      for (const place of each.places) entered(place);
      if (each.ms > longestMs) for (const fault of faults) fault.onlySlow ||= each.places.includes(fault.place);
    }
    if (!('id' in each)) continue;
    const fault = byId.get(each.id);
    if (!fault) continue;
    const { verdict } = fault;
    underWay = each.said === 'begun' ? fault : undefined;
    if (each.said === 'begun') reached.add(fault);
    else if (each.said === 'unsure') unsure.add(fault);
    else if (each.said === 'passed') verdict.status = 'survived';
    else if (each.said === 'failed' || each.said === 'hung') {
      verdict.status = each.said === 'hung' ? 'timed out' : 'killed';
      verdict.by = `${test}: ${each.name}`;
    }
  }
  if (underWay) Object.assign(underWay.verdict, { status: 'timed out', by: test } satisfies Partial<Verdict>);
  return underWay !== undefined;
}

/** How long the last line may stay the last one. */
function stallMs(lines: readonly string[]): number {
  if (!lines.at(-1)?.includes('"begun"')) return Number.POSITIVE_INFINITY;
  const last: Said = JSON.parse(lines.findLast((line) => line.includes('"case"')) ?? '{}');
  const usualMs = last.said === 'case' ? last.ms : 0;
  return usualMs * LIMITS.times + LIMITS.moreMs + STALL_MS;
}

async function ask(runner: Runner, test: string, faults: readonly Fault[], longestMs: number): Promise<Said[]> {
  const log = runner.path('.switching.log');
  await writeFile(log, '');
  const plan: Plan = { faults: faults.map(({ id, place }) => ({ id, place })), longestMs, log };
  await writeFile(runner.planFile, JSON.stringify(plan));
  const read = async () => (await readFile(log, 'utf8')).split('\n').filter(Boolean);
  let heard = 0;
  let heardAt = performance.now();
  const watch = setInterval(async () => {
    const lines = await read().catch(() => []);
    if (lines.length !== heard) {
      heard = lines.length;
      heardAt = performance.now();
    } else if (performance.now() - heardAt > stallMs(lines)) runner.restart();
  }, LOOK_EVERY_MS);
  try {
    await runner.run({ test, changed: test, cases: undefined, caseLimitMs: undefined, limitMs: FILE_LIMIT_MS });
  } finally {
    clearInterval(watch);
  }
  const lines = await read();
  await rm(log, { force: true });
  return lines.map((line): Said => JSON.parse(line));
}
