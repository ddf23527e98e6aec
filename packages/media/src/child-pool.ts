import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Clock, Semaphore, systemClock } from '@reelay/async';
import { childReport } from './child-messages.ts';

/** From the sources, a child runs through tsx; once built, as it is. Resolved once: it blocks the event loop. */
const LOADER = import.meta.url.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
const STDERR_KEPT = 2000;
const IDLE_LIMIT_MS = 20_000;
const MAX_JOBS_PER_CHILD = 50;
/** A decoder's heap does not shrink; a child that holds this much after a job is replaced. */
const RETIRE_ABOVE_BYTES = 350_000_000;
/** Children give way to the bot's own event loop. */
const NICENESS = 5;

/** The job was too much: the child was ended because it took longer, or more memory, than allowed. */
export class JobLimitError extends Error {
  override readonly name = 'JobLimitError';
}

/** The child ended by itself in the middle of the job, as it does when native code crashes. */
export class ChildCrashedError extends Error {
  override readonly name = 'ChildCrashedError';
}

/** The job threw; the message is that of its error. */
export class JobFailedError extends Error {
  override readonly name = 'JobFailedError';
}

export interface PoolOptions {
  /** The script that serves the jobs, see `serveJobs`; a `.ts` file when run from the sources. */
  script: URL;
  /** How many jobs run at once. */
  size: number;
  /** Resident memory at which a child is ended. */
  memoryBytes: number;
  /** Calls `run` once after `ms` and gives a function that cancels it; the system's timers if not given. */
  setTimer?: Clock['setTimeout'];
}

export interface JobOptions {
  signal: AbortSignal;
  /** From the start of the job, not from when it began to wait for a free child; ms. */
  limitMs: number;
  /** What the job reports while it runs. */
  onProgress?: (value: number) => void;
}

interface PooledChild {
  process: ChildProcess;
  jobs: number;
  stderr: string;
  stopIdleTimer?: () => void;
}

/**
 * Runs jobs that decode users' files in child processes: native decoders can crash, use any amount of memory, and keep
 * the four threads busy that the bot's own file access and database need. A child is started when it is needed, without
 * the bot's environment, serves many jobs one after another and ends when it has been idle. Cancelling a job ends its
 * child. Children never keep the bot alive, and end with it.
 */
export class ChildPool {
  readonly #options: PoolOptions;
  readonly #setTimer: NonNullable<PoolOptions['setTimer']>;
  readonly #slots: Semaphore;
  readonly #idle: PooledChild[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = new Semaphore(options.size);
    this.#setTimer = options.setTimer ?? systemClock.setTimeout;
  }

  /**
   * Runs a job once a child is free, first come first served; gives what the job returned, unchecked.
   * @throws JobLimitError · ChildCrashedError · JobFailedError; the signal's reason when aborted
   */
  async run(job: object, options: JobOptions): Promise<unknown> {
    return this.#slots.run(() => this.#runNow(job, options), options.signal);
  }

  async #runNow(job: object, { signal, limitMs, onProgress }: JobOptions): Promise<unknown> {
    signal.throwIfAborted();
    const child = this.#takeChild();
    const limit = new AbortController();
    const cancelTimer = this.#setTimer(limitMs, () =>
      limit.abort(new JobLimitError(`decoding took longer than ${limitMs / 1000} s`)),
    );
    try {
      const { result, rss } = await runJob(child, job, AbortSignal.any([signal, limit.signal]), onProgress);
      this.#giveBack(child, rss);
      return result;
    } catch (error) {
      child.process.kill('SIGKILL');
      signal.throwIfAborted();
      throw error;
    } finally {
      cancelTimer();
    }
  }

  #takeChild(): PooledChild {
    const idle = this.#idle.pop();
    idle?.stopIdleTimer?.();
    const child = idle ?? this.#start();
    child.jobs++;
    child.process.ref();
    child.process.channel?.ref();
    return child;
  }

  #giveBack(child: PooledChild, rss: number): void {
    if (rss > RETIRE_ABOVE_BYTES || child.jobs >= MAX_JOBS_PER_CHILD) {
      child.process.kill('SIGKILL');
      return;
    }
    child.process.unref();
    child.process.channel?.unref();
    child.stopIdleTimer = this.#setTimer(IDLE_LIMIT_MS, () => {
      this.#forget(child);
      child.process.kill('SIGKILL');
    });
    this.#idle.push(child);
  }

  #forget(child: PooledChild): void {
    child.stopIdleTimer?.();
    const at = this.#idle.indexOf(child);
    if (at !== -1) this.#idle.splice(at, 1);
  }

  #start(): PooledChild {
    const { script, memoryBytes } = this.#options;
    const started = fork(fileURLToPath(script), [String(memoryBytes)], {
      execArgv: LOADER,
      // glibc gives every thread a heap of its own; two are enough and keep the process smaller.
      env: { PATH: process.env.PATH, MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const child: PooledChild = { process: started, jobs: 0, stderr: '' };
    started.stderr?.on('data', (part: Buffer) => {
      child.stderr = (child.stderr + part.toString('utf8')).slice(-STDERR_KEPT);
    });
    // Otherwise the pipe would keep the bot alive while the child is idle.
    if (started.stderr instanceof Socket) started.stderr.unref();
    // Sending to a child that has just ended fails here as well; its end is what counts.
    started.on('error', () => this.#forget(child));
    started.on('exit', () => this.#forget(child));
    if (started.pid !== undefined) lowerPriority(started.pid);
    return child;
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It has ended already, or the system does not allow it: the job runs at normal priority.
  }
}

/** Sends the job and waits for its result, or for the end of the child; an abort ends the child first. */
function runJob(
  child: PooledChild,
  job: object,
  signal: AbortSignal,
  onProgress: ((value: number) => void) | undefined,
): Promise<{ result: unknown; rss: number }> {
  const { process: running } = child;
  return new Promise((resolve, reject) => {
    const kill = () => running.kill('SIGKILL');
    const release = () => {
      signal.removeEventListener('abort', kill);
      running.off('message', onMessage).off('close', onClose).off('error', onError);
    };
    const onMessage = (message: unknown) => {
      const report = childReport.safeParse(message);
      if (!report.success) return;
      const { data } = report;
      if (data.type === 'progress') return onProgress?.(data.value);
      release();
      if (data.type === 'done') resolve({ result: data.result, rss: data.rss });
      else reject(new JobFailedError(data.message));
    };
    // Only when it has ended for good can it write no more.
    const onClose = (code: number | null, killedBy: string | null) => {
      release();
      if (signal.aborted) return reject(signal.reason);
      // The memory limit, its own or the system's, ends a child with this signal.
      if (killedBy === 'SIGKILL') return reject(new JobLimitError('decoding took more memory than allowed'));
      reject(new ChildCrashedError(`child ended: ${killedBy ?? `exit code ${code}`} ${child.stderr.trim()}`));
    };
    const onError = (error: Error) => {
      release();
      reject(new ChildCrashedError('child could not be started', { cause: error }));
    };
    signal.addEventListener('abort', kill, { once: true });
    running.on('message', onMessage).on('close', onClose).on('error', onError);
    running.send(job, (error) => {
      // A child that is ending reports 'close'; one that never started has no end to wait for.
      if (error && running.pid === undefined) onError(error);
    });
  });
}
