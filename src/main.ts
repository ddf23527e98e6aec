import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@reelay/async';
import { LocalChat } from './adapters/local/adapter.ts';
import { checkSavable } from './adapters/local/deliver.ts';
import { chatPrinter } from './adapters/local/printer.ts';
import { runTerminal } from './adapters/local/terminal.ts';
import { LOOPBACK } from './adapters/web/settings.ts';
import { type Config, loadEnvironment, readConfig } from './config.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { startApp } from './runtime/app.ts';
import { type Check, startHealth } from './runtime/health.ts';
import { isAlive, startHeartbeat } from './runtime/heartbeat.ts';
import { openBrowser, pageLines, wantsBrowser } from './runtime/page-address.ts';
import { createMetrics, type Metrics } from './runtime/metrics.ts';
import { createPage, createPlatforms, platformChecks, runPlatforms } from './runtime/platforms.ts';
import { loadPromClient } from './runtime/prom-client.ts';
import { Shutdown } from './runtime/shutdown.ts';
import { Standby } from './runtime/standby.ts';
import { startProblem } from './runtime/start-problem.ts';
import { Traces } from './runtime/traces.ts';

const HELP = `Starts Reelay: on a platform when its token is set, else as a page in the browser and a chat on this terminal.

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
  // A page without a terminal, as in a container, is served until it is stopped.
  const hasTerminal = process.stdin.isTTY === true || config.web === undefined;
  return config.servesPlatforms || !hasTerminal ? serve(config) : chatOnTerminal(config);
}

/** How long what is left may keep the process alive once all is done, in ms. */
const LEFT_OVERS_MS = 300;

/** Serves the platforms until the process is asked to stop; gives the exit code. */
async function serve(config: Config): Promise<number> {
  const { secrets } = config;
  const log = createLogger({ level: config.logLevel, pretty: process.stderr.isTTY, secrets });
  const life = newLife(log);
  const standby = new Standby(log, () => life.stopping());
  const checks: Check[] = [life, standby];
  const clock = systemClock;
  const { healthPort: port } = config;
  const metrics = port === undefined ? undefined : await metricsOf(log);
  metrics?.watch({ standingBy: () => standby.problem() !== undefined });
  const health =
    port === undefined ? undefined : await startHealth({ port, checks: () => checks, metrics, clock, log });
  const traces = config.traces && new Traces({ ...config.traces, clock, log });
  let stopHeartbeat = () => {};
  let stopWaitingBeat = () => {};
  try {
    const onStandby = (holder: string) => {
      standby.onStandby(holder);
      // Whoever looks after the process is not to take it for stuck while it waits.
      startHeartbeat(config.dataDir).then(
        (stop) => {
          stopWaitingBeat = stop;
        },
        (error: unknown) => log.warn({ err: error }, 'the sign of life cannot be written'),
      );
    };
    const { begin: trace } = traces ?? {};
    const app = await startApp(config, log, { signal: life.signal, onStandby, onLost: standby.onLost, metrics, trace });
    standby.opened();
    const platforms = createPlatforms(config, app, clock, log, (page) => process.stdout.write(pageLines(page)));
    checks.push(...app.checks, ...platformChecks(platforms));
    try {
      stopHeartbeat = await startHeartbeat(config.dataDir);
    } catch (error) {
      await app.stop();
      throw error;
    }
    await runPlatforms(platforms, app, life, log);
  } catch (error) {
    // Asked to stop before it had anything to stop.
    if (!life.signal.aborted || error !== life.signal.reason) throw error;
  } finally {
    stopWaitingBeat();
    stopHeartbeat();
    await traces?.close();
    await health?.close();
    life.ended();
  }
  return standby.lost ? 1 : 0;
}

/** What is counted, where the package for it is installed. */
async function metricsOf(log: Logger): Promise<Metrics | undefined> {
  const client = await loadPromClient();
  if (client) return createMetrics(client);
  log.warn('the optional package prom-client is not installed; /metrics is not served');
  return undefined;
}

function newLife(log: Logger): Shutdown {
  const life = new Shutdown({ clock: systemClock, log, exit: (code) => process.exit(code) });
  life.listen(process);
  return life;
}

async function chatOnTerminal(config: Config): Promise<number> {
  const out = 'out';
  await checkSavable(join(out, 'video.mp4'));
  const chat = new LocalChat({
    name: 'terminal',
    printer: chatPrinter(process.stdout),
    saveAs: (name) => join(out, name),
    locale: config.language === 'auto' ? Intl.DateTimeFormat().resolvedOptions().locale : config.language,
  });
  // The log would tear the chat apart, so only problems are shown unless the operator asks for more.
  const { secrets } = config;
  const log = createLogger({ level: config.logLevelChosen ? config.logLevel : 'error', pretty: true, secrets });
  const life = newLife(log);
  const app = await startApp(config, log);
  app.engine.register(chat);
  const page = createPage(config.web ?? { host: LOOPBACK }, config, app, systemClock, log, (address) => {
    process.stdout.write(pageLines(address));
    if (wantsBrowser(process)) openBrowser(address.url);
  });
  let stopHeartbeat = () => {};
  try {
    stopHeartbeat = await startHeartbeat(config.dataDir);
    await page.start(life.signal);
    await app.engine.recover();
    life.started();
    await runTerminal({
      chat,
      input: process.stdin,
      output: process.stdout,
      accept: (message) => app.engine.accept(message),
      idle: () => app.engine.idle(),
      interactive: process.stdin.isTTY === true,
      idPrefix: String(Date.now()),
      signal: life.signal,
    });
  } finally {
    stopHeartbeat();
    await life.stage('taking messages', () => page.stop());
    await life.stage('running turns', () => app.stop());
    await life.stage('connections', () => page.close());
    life.ended();
  }
  return 0;
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return parsed !== null && typeof parsed === 'object' && 'version' in parsed ? String(parsed.version) : 'unknown';
}

main(process.argv.slice(2))
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${startProblem(error)}\n`);
      process.exitCode = 1;
    },
  )
  .finally(() => {
    // Standard input may still be open, and what a stop did not wait for.
    process.stdin.unref?.();
    systemClock.setTimeout(LEFT_OVERS_MS, () => process.exit());
  });
