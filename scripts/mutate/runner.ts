import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Copy } from './copy.ts';
import { type Answer, type Ask, RUNNER_VARIABLE } from './messages.ts';
import { PLAN_VARIABLE } from './plan.ts';

const CHILD = fileURLToPath(new URL('./vitest-child.ts', import.meta.url));
const SWITCHING_RUNNER = fileURLToPath(new URL('./switching-runner.ts', import.meta.url));
const START_LIMIT_MS = 60_000;

/** How a test file ended. */
export interface Run {
  verdict: 'passed' | 'failed' | 'timed out';
  ms: number;
  /** What each of its cases took, by vitest's id. */
  tookMs: Readonly<Record<string, number>>;
}

/** A test file, or some of its cases, after `changed` was written; what lasts longer than `limitMs` is ended. */
export interface Order {
  /** Both from the root. */
  test: string;
  changed: string;
  cases: string[] | undefined;
  /** A case that takes longer fails; as configured when undefined. */
  caseLimitMs: number | undefined;
  limitMs: number;
}

/** Runs test files in a copy of the project, by a vitest that stays; it is started anew after one had to be ended. */
export class Runner {
  readonly #copy: Copy;
  #child: ChildProcess | undefined;
  #closed = false;
  /** What the cases of a test file try, where the runner switches. */
  readonly planFile: string;
  readonly #switches: boolean;

  /** @param switches tries mutants behind switches, as {@link planFile} says; otherwise tests run as they are */
  constructor(copy: Copy, switches = false) {
    this.#copy = copy;
    this.#switches = switches;
    this.planFile = join(copy.root, '.plan.json');
  }

  /** Where something in the copy lies. */
  path(name: string): string {
    return join(this.#copy.root, name);
  }

  /** Puts a text where a source file of the copy is. */
  async write(file: string, text: string): Promise<void> {
    await writeFile(this.path(file), text);
  }

  /** Runs what is ordered; a process that ends over it has failed. */
  async run({ test, changed, cases, caseLimitMs, limitMs }: Order): Promise<Run> {
    const child = await this.#ready();
    const begun = performance.now();
    const ask: Ask = { test: this.path(test), changed: this.path(changed), cases, caseLimitMs };
    const answer = next(child, limitMs);
    child.send(ask, () => {});
    const got = await answer;
    const ms = performance.now() - begun;
    if (typeof got === 'object' && 'passed' in got) {
      return { verdict: got.passed ? 'passed' : got.late ? 'timed out' : 'failed', ms, tookMs: got.tookMs };
    }
    this.#end();
    return { verdict: got === 'late' ? 'timed out' : 'failed', ms, tookMs: {} };
  }

  /** Ends the process under way, whose run has failed then; the next run has a new one. */
  restart(): void {
    this.#end();
  }

  /** Ends the processes and removes the copy. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#end();
    await this.#copy.remove();
  }

  async #ready(): Promise<ChildProcess> {
    if (this.#closed) throw new Error('the runner is closed');
    if (this.#child) return this.#child;
    await this.#copy.clean();
    const child = fork(CHILD, {
      cwd: this.#copy.root,
      env: {
        ...environment(this.#copy.temporary),
        ...(this.#switches && { [RUNNER_VARIABLE]: SWITCHING_RUNNER, [PLAN_VARIABLE]: this.planFile }),
      },
      execArgv: ['--import', 'tsx'],
      // A group of its own, so that it ends with all that tests have started.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    let complaint = '';
    child.stderr?.on('data', (text: Buffer) => {
      complaint = (complaint + text).slice(-2000);
    });
    const answer = await next(child, START_LIMIT_MS);
    if (typeof answer === 'object') return child;
    this.#end();
    throw new Error(`vitest did not start\n${complaint}`);
  }

  #end(): void {
    const pid = this.#child?.pid;
    this.#child = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
}

/** The next message of the child, or that it came too late or never. */
function next(child: ChildProcess, limitMs: number): Promise<Answer | 'late' | 'gone'> {
  return new Promise((resolve) => {
    const done = (answer: Answer | 'late' | 'gone') => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onGone).off('error', onGone);
      resolve(answer);
    };
    const onMessage = (answer: unknown) => done(answer as Answer);
    const onGone = () => done('gone');
    const timer = setTimeout(done, limitMs, 'late');
    child.on('message', onMessage).on('exit', onGone).on('error', onGone);
  });
}

function environment(temporary: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS$|TEST$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', TMPDIR: temporary };
}
