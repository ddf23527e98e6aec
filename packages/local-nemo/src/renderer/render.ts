import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LocalDraft } from '../draft.ts';
import type { Log } from '../log.ts';
import { aroundCrashes } from './crash.ts';
import { RenderError } from './errors.ts';
import type { OutputWish, Resolution } from './film/output.ts';
import { type RenderOrder, type RenderReport, renderReport } from './messages.ts';

export { RenderError } from './errors.ts';

export interface RenderJob {
  draft: LocalDraft;
  /** Uploaded files by their id, as paths on this machine. */
  files: Record<string, string>;
  /** How it is to be rendered: 1080p at 30 frames a second, unless this says otherwise. */
  output?: OutputWish;
  /** Where the MP4 goes; written next to it first and renamed when whole. */
  outPath: string;
}

export interface RenderedFile {
  bytes: number;
  width: number;
  height: number;
  /** Frames a second. */
  fps: number;
  resolution: Resolution;
  durationMs: number;
  /** Names of files that could not be decoded: the film is made of the others. */
  leftOut: string[];
}

export interface RenderOptions {
  /** Ends the renderer's process at once. */
  signal?: AbortSignal;
  /** Whole percent, rising, 0 to 100. */
  onProgress?: (percent: number) => void;
  log?: Log;
  /** Scheduling priority of the renderer's process, 0 to 19: the higher, the more it gives way. Default 5. */
  niceness?: number;
  /** The renderer's process id, for whoever watches over processes, and its peak memory (bytes) at the end. */
  onProcess?: (pid: number) => void;
  onPeakMemory?: (bytes: number) => void;
}

const HEAP_MB = 512;
const STDERR_KEPT = 4000;
/** What the process needs of the environment. Nothing else is handed on: no token may reach it. */
const ENVIRONMENT = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'LD_LIBRARY_PATH'];

/**
 * Renders a draft to an MP4 (H.264 and, unless it is silent, AAC) in a process of its own.
 * A file that cannot be decoded, or whose decoder crashes, is left out. Rejects with a RenderError when the draft cannot be rendered, none of its
 * pictures can be decoded or the process ends early, and with the signal's reason when aborted. In every case but success nothing is left at `outPath` or next to it.
 */
export async function renderDraft(job: RenderJob, options: RenderOptions = {}): Promise<RenderedFile> {
  options.signal?.throwIfAborted();
  const partPath = `${job.outPath}.part`;
  const { files, output } = job;
  try {
    const film = await aroundCrashes(job.draft, (draft, purpose) => {
      const isTrial = purpose === 'trial';
      const order = { draft, files, output: isTrial ? TRIAL : output, partPath };
      return inChild(order, isTrial ? { ...options, onProgress: undefined } : options);
    });
    await rename(partPath, job.outPath);
    return film;
  } catch (error) {
    await rm(partPath, { force: true });
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** How a clip is rendered to see whether its decoder crashes. */
const TRIAL: OutputWish = { resolution: '480p' };

/** Renders in a process of its own, which ends with the signal. */
async function inChild(order: RenderOrder, options: RenderOptions): Promise<RenderedFile> {
  options.signal?.throwIfAborted();
  const child = startChild(options);
  const abort = () => child.kill('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await outcomeOf(child, order, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function startChild(options: RenderOptions): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(new URL(fromSource ? './child.ts' : './child.js', import.meta.url)), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, ...(fromSource ? ['--import', tsx()] : [])],
    env: environmentOf(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, options.niceness ?? 5);
    } catch (error) {
      options.log?.debug({ err: error }, 'the priority of the renderer could not be set');
    }
    options.onProcess?.(child.pid);
  }
  return child;
}

/** The environment of the renderer's process, made of the bot's own. */
export function environmentOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ENVIRONMENT.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // glibc gives every thread a heap of its own; two are enough and keep the process smaller.
  return { ...Object.fromEntries(kept), MALLOC_ARENA_MAX: '2' };
}

/** Sends the order and waits until the process has ended. */
async function outcomeOf(child: ChildProcess, order: RenderOrder, options: RenderOptions): Promise<RenderedFile> {
  let said = '';
  let last: RenderReport | undefined;
  let percent = -1;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT);
  });
  child.on('message', (message) => {
    const report = renderReport.safeParse(message);
    if (!report.success) return;
    last = report.data;
    if (last.type === 'done') options.onPeakMemory?.(last.peakMemory);
    if (last.type !== 'progress' || last.percent <= percent) return;
    percent = last.percent;
    options.onProgress?.(percent);
  });
  // The process may end before it has read its order; its exit says what happened.
  child.send(order, () => {});
  const [code, signal] = await ended(child);
  if (last?.type === 'done') return last.film;
  options.log?.warn({ code, signal, said }, 'render failed');
  if (last?.type === 'failed') throw new RenderError(last.failure, last.message);
  throw new RenderError('crashed', `the renderer's process ended early (${signal ?? `exit code ${code}`})`);
}

async function ended(child: ChildProcess): Promise<[number | null, string | null]> {
  try {
    // 'close' comes after the last message and the last line of stderr, 'exit' possibly before.
    const [code, signal] = await once(child, 'close');
    return [code, signal];
  } catch (error) {
    throw new RenderError('crashed', "the renderer's process could not be started", { cause: error });
  }
}
