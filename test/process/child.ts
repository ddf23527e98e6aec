import { type ChildProcess, spawn } from 'node:child_process';
import { withinMs } from './time.ts';

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One run of the program as a process of its own, with nothing of this one's settings. */
export class Child {
  /** Everything that it wrote to both its outputs. */
  log = '';
  ending: Ending | undefined;
  readonly exited: Promise<Ending>;
  readonly #process: ChildProcess;
  #listeners: (() => void)[] = [];

  constructor(main: string, options: { cwd: string; env: Record<string, string>; preload?: string }) {
    const preload = options.preload === undefined ? [] : ['--import', options.preload];
    this.#process = spawn(process.execPath, [...preload, main], {
      cwd: options.cwd,
      env: { PATH: process.env.PATH ?? '', TMPDIR: options.cwd, LANG: 'en_US.UTF-8', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
        for (const listener of this.#listeners) listener();
      });
    }
    this.exited = new Promise((resolve, reject) => {
      this.#process.once('error', reject);
      this.#process.once('close', (code, signal) => {
        this.ending = { code, signal };
        resolve(this.ending);
      });
    });
  }

  /** Resolves when the log matches; rejects when the process ends before, or when it takes longer than a minute. */
  async logs(pattern: RegExp): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = () => pattern.test(this.log) && resolve();
      this.#listeners.push(look);
      look();
    });
    const gone = this.exited.then(({ code, signal }) => {
      if (!pattern.test(this.log)) throw new Error(`it ended with ${code ?? signal} before it logged ${pattern}`);
    });
    await withinMs(60_000, `the log to match ${pattern}`, Promise.race([seen, gone]));
  }

  /** `kill -9`, at once. */
  kill(): Promise<Ending> {
    this.#process.kill('SIGKILL');
    return this.exited;
  }

  /** SIGSTOP: it runs no more, and keeps what it has. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  /** SIGCONT: a frozen process goes on as if nothing had been. */
  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** SIGTERM; `ms` is how long it took to end. */
  async stop(): Promise<Ending & { ms: number }> {
    const from = performance.now();
    this.#process.kill('SIGTERM');
    const ending = await withinMs(60_000, 'the process to stop', this.exited);
    return { ...ending, ms: performance.now() - from };
  }
}
