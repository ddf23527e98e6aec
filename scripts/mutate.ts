/** Mutation testing of chosen source files: does a test notice when something in them is wrong? */
import { readOptions, USAGE } from './mutate/options.ts';
import { run } from './mutate/run.ts';

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const stop = new AbortController();
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => {
    process.exitCode = code;
    stop.abort(new Error('stopped'));
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  await run(options, { root: process.cwd(), print: (text) => process.stdout.write(text), signal: stop.signal });
} catch (error) {
  process.exitCode ||= 1;
  if (stop.signal.aborted) process.stderr.write('\nstopped\n');
  else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
}
