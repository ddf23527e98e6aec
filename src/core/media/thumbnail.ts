import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { forkable } from './beside.ts';
import type { ThumbnailJob } from './thumbnail-child.ts';

const PROCESS_LIMIT_MS = 60_000;

/**
 * Makes a still of a video: a JPEG of one of its first frames, the first that is not black. The defaults are Telegram's
 * limits for the `thumbnail` of sendVideo (JPEG, at most 320 px a side, at most 200 kB).
 *
 * Decoding is native code that can take its process down, so it runs in a process of its own, without the bot's
 * environment, for at most a minute.
 * @throws Error when no still could be made, and nothing is at `outPath` then; the signal's reason when aborted.
 */
export async function makeThumbnail(
  path: string,
  outPath: string,
  { maxSide = 320, maxBytes = 200_000 }: { maxSide?: number; maxBytes?: number },
  signal: AbortSignal,
): Promise<void> {
  try {
    await runChild({ path, outPath, maxSide, maxBytes }, signal);
  } catch (error) {
    await rm(outPath, { force: true });
    signal.throwIfAborted();
    throw error;
  }
}

function runChild(job: ThumbnailJob, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { path, execArgv } = forkable('thumbnail-child');
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
      else reject(failure ?? new Error(`no still: ${killedBy ?? `exit code ${code}`} ${complaint.trim()}`));
    });
  });
}
