import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** From the sources, the scripts run through tsx; once built, as they are. */
const fromSources = import.meta.url.endsWith('.ts');

function urlOf(name: string): URL {
  return new URL(`./${name}${fromSources ? '.ts' : '.js'}`, import.meta.url);
}

/** Starts a script of this folder as a thread. */
export function startThread(name: string, options: WorkerOptions): Worker {
  const script = urlOf(name);
  if (!fromSources) return new Worker(script, options);
  // `--import tsx` does not reach into threads on Node 20.
  const tsx = import.meta.resolve('tsx/esm/api');
  const boot = `import(${JSON.stringify(tsx)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(script.href)}); })`;
  return new Worker(boot, { ...options, execArgv: [], eval: true });
}

/** Looked up once: it holds up the event loop each time. */
const loader = fromSources ? ['--import', import.meta.resolve('tsx')] : [];

/** A script of this folder as `child_process.fork` takes it. */
export function forkable(name: string): { path: string; execArgv: string[] } {
  return { path: fileURLToPath(urlOf(name)), execArgv: loader };
}
