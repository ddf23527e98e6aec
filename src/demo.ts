import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalChat } from './adapters/local/adapter.ts';
import { attachFile } from './adapters/local/attachments.ts';
import { checkSavable } from './adapters/local/deliver.ts';
import { DEMO_HELP, readDemoOptions } from './adapters/local/demo.ts';
import { chatPrinter, jsonPrinter } from './adapters/local/printer.ts';
import { type Config, loadEnvironment, readConfig } from './config.ts';
import { createLogger } from './lib/logger.ts';
import { startApp } from './runtime/app.ts';
import { startProblem } from './runtime/start-problem.ts';

/** Runs the scripted conversation; resolves with the exit code: 0 when the video is there. */
async function demo(args: string[]): Promise<number> {
  const samples = fileURLToPath(new URL('../samples', import.meta.url));
  const options = readDemoOptions(args, samples);
  if (options === 'help') {
    process.stdout.write(DEMO_HELP);
    return 0;
  }
  const attachments = [];
  for (const path of options.files) attachments.push(await attachFile(path));
  await checkSavable(options.out);
  const given = readConfig(loadEnvironment());

  // Against the embedded Nemo every run is a fresh one that leaves nothing but its video. A cloud account is kept:
  // Nemo gives one token per client id and week.
  const scratch = given.nemo.backend === 'local' ? await mkdtemp(join(tmpdir(), 'reelay-demo-')) : undefined;
  const config: Config = scratch
    ? { ...given, storeUrl: `sqlite://${join(scratch, 'reelay.sqlite')}`, dataDir: scratch }
    : given;
  const chat = new LocalChat({
    name: `demo-${randomUUID()}`,
    printer: options.transcript ? jsonPrinter(process.stdout) : chatPrinter(process.stdout),
    saveAs: () => options.out,
  });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const log = createLogger({ level: given.logLevelChosen ? given.logLevel : 'fatal', pretty: true });
    const app = await startApp(config, log);
    app.engine.register(chat);
    stop.signal.addEventListener('abort', () => void app.stop(), { once: true });
    try {
      await app.engine.accept(chat.message('1', options.say, attachments));
      await app.engine.idle();
    } finally {
      await app.stop();
    }
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
  if (!chat.lastVideo) return stop.signal.aborted ? 130 : 1;
  if (!options.transcript) process.stdout.write(`\n${closingText(chat.lastVideo, scratch !== undefined)}\n`);
  return 0;
}

function closingText(video: string, embedded: boolean): string {
  const watch = `Open ${relative(process.cwd(), video)} to watch it.`;
  return embedded
    ? `${watch} The browser link ended with this demo; run npm start to keep talking about a video.`
    : watch;
}

demo(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${startProblem(error)}\n`);
    process.exitCode = 1;
  },
);
