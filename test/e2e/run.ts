import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = createRequire(import.meta.url).resolve('tsx');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs one of the program's entries as its own process, with nothing of this one's settings.
 *
 * @param options.tmp the process's folder for temporary files; share it among runs, for what tsx has compiled lies there
 */
export async function run(
  entry: string,
  args: string[],
  options: { cwd: string; tmp: string; env?: Record<string, string>; input?: string },
): Promise<Run> {
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
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
