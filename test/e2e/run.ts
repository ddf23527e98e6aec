import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = createRequire(import.meta.url).resolve('tsx');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ProcessOptions {
  cwd: string;
  /** The process's folder for temporary files; share it among runs, for what tsx has compiled lies there. */
  tmp: string;
  env?: Record<string, string>;
}

/** A process that runs. */
export interface Launched {
  /** Resolves when it has ended. */
  readonly ended: Promise<Run>;
  signal(signal: 'SIGTERM' | 'SIGINT'): void;
  /** Kills it if it still runs, and waits for its end. */
  kill(): Promise<void>;
  readonly input: Writable;
}

/** Starts one of the program's entries as its own process, with nothing of this one's settings. */
export function launch(entry: string, args: string[], options: ProcessOptions): Launched {
  const child = spawn(process.execPath, ['--import', TSX, `${ROOT}${entry}`, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', TMPDIR: options.tmp, LANG: 'en_US.UTF-8', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    ended,
    input: child.stdin,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs one of the program's entries to its end; `input` is what it can read. */
export async function run(entry: string, args: string[], options: ProcessOptions & { input?: string }): Promise<Run> {
  const launched = launch(entry, args, options);
  launched.input.end(options.input ?? '');
  return launched.ended;
}
