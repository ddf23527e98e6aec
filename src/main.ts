import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSavable, LocalChat } from './adapters/local/local-chat.ts';
import { chatPrinter } from './adapters/local/printer.ts';
import { runTerminal } from './adapters/local/terminal.ts';
import { startApp } from './app.ts';
import { systemClock } from './clock.ts';
import { type Config, loadEnvironment, readConfig } from './config.ts';
import { isAlive, startHeartbeat } from './heartbeat.ts';
import { createLogger } from './log.ts';
import { createPlatforms, runPlatforms } from './platforms.ts';
import { startProblem } from './start-problem.ts';

const HELP = `Starts Reelay: on a platform when its token is set, else as a chat on this terminal.

  --version   print the version
  --health    exit with 0 when a running Reelay with this store is alive
  --help      this text

Settings come from the environment or a .env file; .env.example lists all.
`;

async function main(args: string[]): Promise<number> {
  const [flag] = args;
  if (flag === '--help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (flag === '--version') {
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  if (flag !== undefined && flag !== '--health') {
    process.stderr.write(`There is no option ${flag}.\n\n${HELP}`);
    return 1;
  }
  const config = readConfig(loadEnvironment());
  if (flag === '--health') return (await isAlive(config.dataDir, Date.now())) ? 0 : 1;
  return config.discord || config.telegram ? serve(config) : chatOnTerminal(config);
}

/** Serves the platforms until it is told to stop. */
async function serve(config: Config): Promise<number> {
  const stopping = stopSignal();
  const log = createLogger({ level: config.logLevel, pretty: process.stderr.isTTY });
  const app = await startApp(config, log);
  const stopHeartbeat = await startHeartbeat(config.dataDir);
  try {
    await runPlatforms(createPlatforms(config, app, systemClock, log), app, stopping, log);
  } finally {
    stopHeartbeat();
  }
  return 0;
}

/** Aborted by Ctrl+C or the container's stop; a second Ctrl+C ends the process at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

async function chatOnTerminal(config: Config): Promise<number> {
  const out = 'out';
  await checkSavable(join(out, 'video.mp4'));
  const stopping = stopSignal();
  const chat = new LocalChat({
    name: 'terminal',
    printer: chatPrinter(process.stdout),
    saveAs: (name) => join(out, name),
    locale: config.language === 'auto' ? Intl.DateTimeFormat().resolvedOptions().locale : config.language,
  });
  // The log would tear the chat apart, so only trouble is shown unless the operator asks for more.
  const log = createLogger({ level: config.logLevelChosen ? config.logLevel : 'error', pretty: true });
  const app = await startApp(config, log);
  app.engine.register(chat);
  const stopHeartbeat = await startHeartbeat(config.dataDir);
  try {
    await app.engine.recover();
    await runTerminal({
      chat,
      input: process.stdin,
      output: process.stdout,
      accept: (message) => app.engine.accept(message),
      idle: () => app.engine.idle(),
      live: process.stdin.isTTY === true,
      idPrefix: String(Date.now()),
      signal: stopping,
    });
  } finally {
    stopHeartbeat();
    await app.stop();
  }
  return 0;
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return parsed !== null && typeof parsed === 'object' && 'version' in parsed ? String(parsed.version) : 'unknown';
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
    // Standard input may still be open; nothing else is.
    process.stdin.unref?.();
  },
  (error: unknown) => {
    process.stderr.write(`${startProblem(error)}\n`);
    process.exitCode = 1;
  },
);
