import { Worker } from 'node:worker_threads';
import type { ChildReport } from './child-messages.ts';

/**
 * Ends the process once its resident memory passes the limit. On a thread of its own, since a decoder may keep the main
 * one busy; as a string, since it has to start alike from the sources and once built.
 */
const MEMORY_WATCH = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL');
  }, 50);
`;

/**
 * Serves the jobs of a `ChildPool`, one at a time, until the parent is gone. The child's only argument is its memory
 * limit in bytes.
 */
export function serveJobs(handle: (job: unknown, onProgress: (value: number) => void) => Promise<unknown>): void {
  const memoryLimit = Number(process.argv[2]);
  if (memoryLimit > 0) new Worker(MEMORY_WATCH, { eval: true, workerData: memoryLimit, env: {} }).unref();
  const send = (report: ChildReport) => process.send?.(report);
  process.on('disconnect', () => process.exit(1));
  process.on('message', (job) => {
    handle(job, (value) => send({ type: 'progress', value })).then(
      (result) => send({ type: 'done', result, rss: process.memoryUsage.rss() }),
      (error: unknown) => send({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  });
}
