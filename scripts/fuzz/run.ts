import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Ask, CaseDone } from './messages.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Cases that a child does at a stretch. */
const BATCH = 50;
/** Processor time that any input of some ten thousand characters may take, in ms. */
const BUDGET_MS = 250;
/** A child that says nothing for this long hangs, in ms. */
const HANG_MS = 20_000;
/** A child is there by then, in ms. */
const START_LIMIT_MS = 60_000;

/** What was found of one target. */
export interface Report {
  target: string;
  cases: number;
  hangs: number;
  crashes: number;
  overBudget: number;
  /** The longest case's processor time, in ms. */
  longestMs: number;
  /** The first few faults, each with the seed that brings it about again. */
  faults: string[];
}

const MAX_FAULTS = 5;

export interface FuzzOptions {
  seed: number;
  /** When the last batch may begin, on the clock of `now`. */
  untilMs: number;
  now: () => number;
  /** A program that answers as `child.ts` does. */
  child?: string;
  hangMs?: number;
}

/** Fuzzes a target in a process of its own until the deadline; a process that hangs is ended and replaced. */
export async function fuzz(target: string, options: FuzzOptions): Promise<Report> {
  const { seed, untilMs, now, child: program = CHILD, hangMs = HANG_MS } = options;
  const report: Report = { target, cases: 0, hangs: 0, crashes: 0, overBudget: 0, longestMs: 0, faults: [] };
  let next = seed;
  let child: ChildProcess | undefined;
  try {
    do {
      child ??= await start(program);
      const before = report.cases;
      const ended = await batch(
        child,
        { target, seed: next, cases: BATCH },
        { hangMs, onDone: (done) => note(report, done) },
      );
      if (ended === 'over') next += BATCH;
      else {
        report.hangs += 1;
        // The case after the last one that ended is the one that did not.
        next += report.cases - before;
        fault(report, next, ended);
        next += 1;
        child.kill('SIGKILL');
        child = undefined;
      }
    } while (now() < untilMs);
  } finally {
    child?.kill('SIGKILL');
  }
  return report;
}

/** A child that waits to be asked. */
async function start(program: string): Promise<ChildProcess> {
  const child = fork(program, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  return child;
}

function note(report: Report, { seed, ms, crash }: CaseDone): void {
  report.cases += 1;
  report.longestMs = Math.max(report.longestMs, ms);
  if (crash !== undefined) {
    report.crashes += 1;
    fault(report, seed, crash);
  } else if (ms > BUDGET_MS) {
    report.overBudget += 1;
    fault(report, seed, `took ${ms.toFixed(0)} ms`);
  }
}

function fault(report: Report, seed: number, what: string): void {
  if (report.faults.length < MAX_FAULTS) report.faults.push(`seed ${seed}: ${what}`);
}

/** Resolves with `over` once all cases ended; with why not when the child says nothing any more or is gone. */
function batch(
  child: ChildProcess,
  ask: Ask,
  { hangMs, onDone }: { hangMs: number; onDone: (done: CaseDone) => void },
): Promise<'over' | 'it hangs' | 'the process ended'> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (how: 'over' | 'it hangs' | 'the process ended') => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(how);
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end('it hangs'), hangMs);
    };
    const onMessage = (answer: Answer) => {
      if ('over' in answer) return end('over');
      if ('done' in answer) onDone(answer.done);
      watch();
    };
    const onExit = () => end('the process ended');
    child.on('message', onMessage);
    child.on('exit', onExit);
    watch();
    child.send(ask);
  });
}
