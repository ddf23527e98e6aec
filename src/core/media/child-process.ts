import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Semaphore } from '../../lib/semaphore.ts';
import { forkable } from './scripts.ts';

const PROCESS_LIMIT_MS = 60_000;

/**
 * The event loop stands still while a process is started, the longer the more of them compete for the processors, and each
 * takes some 100 MB: one processor is left to the bot, and the others wait their turn.
 */
const places = new Semaphore(Math.max(1, availableParallelism() - 1));

/**
 * Runs a script of this folder as a process of its own, for at most a minute and without the bot's environment: native
 * decoding can take its process down. Waits for its turn where as many run as the machine bears.
 * @throws Error with the script's own complaint when it fails; the signal's reason when aborted
 */
export async function runChild(script: string, job: object, signal: AbortSignal): Promise<void> {
  await places.run(() => start(script, job, signal), signal);
}

function start(script: string, job: object, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { path, execArgv } = forkable(script);
  return new Promise((resolve, reject) => {
    const child = fork(path, [JSON.stringify(job)], {
      execArgv,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: PROCESS_LIMIT_MS,
      killSignal: 'SIGKILL',
      signal,
    });
    let complaint = '';
    child.stderr?.on('data', (part: Buffer) => {
      complaint = (complaint + part.toString('utf8')).slice(-2000);
    });
    let failure: Error | undefined;
    child.on('error', (error) => {
      failure = error;
      // A process that never started has no end to wait for.
      if (child.pid === undefined) reject(error);
    });
    // Only when it has ended for good can it write no more.
    child.on('close', (code, killedBy) => {
      if (code === 0 && !failure) resolve();
      else reject(failure ?? new Error(`${script}: ${killedBy ?? `exit code ${code}`} ${complaint.trim()}`));
    });
  });
}
