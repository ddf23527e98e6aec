/**
 * How long the event loop is held up while 200 chats each send a photo, stream a prompt for 20 s, and get their video:
 * the whole program on a real store, with Nemo in a process of its own. Prints, for the whole run and for each of its
 * phases, a ratio to the 50 ms that are allowed at p99; exits with 1 when the whole is over it.
 *
 * `--telegram` lets the messages come through the Telegram adapter, from a fake Telegram in a process of its own; without
 * it the chats are in memory.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@reelay/async';
import sharp from 'sharp';
import { readConfig } from '../src/config.ts';
import type { ChatAdapter, IncomingMessage, MessageRef, Reply } from '../src/core/chat.ts';
import { createLogger, type Logger } from '../src/lib/logger.ts';
import { startApp } from '../src/runtime/app.ts';
import { createPlatforms } from '../src/runtime/platforms.ts';
import { type Phase, REQUEST, SESSIONS, TELEGRAM_TOKEN, type Told, WARM_UP } from './loop/plan.ts';

const ALLOWED_MS = 50;
const RESOLUTION_MS = 1;
const IDLE_MS = 2000;
/** A run that takes longer than this hangs. */
const RUN_LIMIT_MS = 300_000;

/** What the loop's delays came to. */
interface Delays {
  /** Of the delays, each counted once, however long it was. */
  p99: number;
  /** Of what an event waits that comes at any moment: a long delay is met by more of them. */
  felt: number;
  max: number;
  /** Share of the time in which the loop was busy. */
  busy: number;
  /** Share of the time in which it wanted a processor and other programs had them; 0 where the system does not tell. */
  starved: number;
  tookMs: number;
}

/** How long the main thread has waited for a processor, in ms (Linux alone: Documentation/scheduler/sched-stats.rst). */
function starvedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** Measures the loop's delays from its making to its end. */
class Meter {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #utilization = performance.eventLoopUtilization();
  readonly #since = performance.now();
  readonly #starvedMs = starvedMs();

  constructor() {
    this.#histogram.enable();
  }

  get medianMs(): number {
    return this.#histogram.percentile(50) / 1e6;
  }

  /** @param idleMs what a loop with nothing to do shows; it is taken off. */
  end(idleMs = 0): Delays {
    this.#histogram.disable();
    const less = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - idleMs);
    const tookMs = performance.now() - this.#since;
    return {
      p99: less(this.#histogram.percentile(99)),
      felt: Math.max(0, felt(this.#histogram.percentiles, this.#histogram.count) - idleMs),
      max: less(this.#histogram.max),
      busy: performance.eventLoopUtilization(this.#utilization).utilization,
      starved: (starvedMs() - this.#starvedMs) / tookMs,
      tookMs,
    };
  }
}

/** How long the unluckiest hundredth of all moments is from the end of the delay that it falls into, in ms. */
function felt(percentiles: Map<number, number>, count: number): number {
  const delays: { ms: number; times: number }[] = [];
  let before = 0;
  for (const [percent, nanoseconds] of percentiles) {
    delays.push({ ms: nanoseconds / 1e6, times: ((percent - before) / 100) * count });
    before = percent;
  }
  const longer = (ms: number) => delays.reduce((sum, delay) => sum + delay.times * Math.max(0, delay.ms - ms), 0);
  const all = longer(0);
  let [low, high] = [0, Math.max(...delays.map(({ ms }) => ms))];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (longer(middle) > all / 100) low = middle;
    else high = middle;
  }
  return high;
}

/** Chats that cost nothing, so that all that is measured is the program's own. */
class Memory implements ChatAdapter {
  readonly platform = 'memory';
  readonly #photo: Buffer;
  readonly #onVideo: () => void;
  #count = 0;

  constructor(photo: Buffer, onVideo: () => void) {
    this.#photo = photo;
    this.#onVideo = onVideo;
  }

  limits() {
    return { maxFileBytes: 50 * 1024 * 1024, progressEveryMs: 1200 };
  }

  async open(): Promise<Readable> {
    return Readable.from([this.#photo]);
  }

  async send(_chat: string, { video }: Reply, signal: AbortSignal): Promise<MessageRef> {
    if (video) {
      await pipeline(createReadStream(video.path), new Writable({ write: (_chunk, _encoding, done) => done() }), {
        signal,
      });
      this.#onVideo();
    }
    return `m${++this.#count}`;
  }

  async showProgress(_chat: string, _text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    return ref ?? `p${++this.#count}`;
  }

  async endProgress(): Promise<void> {}
}

/** Starts a script of `loop/`; resolves with its address. What it tells later comes to `onTold`. */
async function startChild(name: string, children: ChildProcess[], onTold: (told: Told) => void): Promise<string> {
  const script = fileURLToPath(new URL(`loop/${name}.ts`, import.meta.url));
  // A profile of the bench is one of this process alone.
  const execArgv = process.execArgv.filter((argument) => !argument.startsWith('--cpu-prof'));
  const child = fork(script, { execArgv });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.on('message', (told: Told) => (told.url ? resolve(told.url) : onTold(told)));
  });
}

/** A photo as phones send it to a chat. */
function photo(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: 1280, height: 960, channels: 3, background: '#888888', noise } })
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** The whole run; resolves with the delays of its phases and of it all. */
async function run(overTelegram: boolean, folder: string, children: ChildProcess[]): Promise<[string, Delays][]> {
  const found: [string, Delays][] = [];
  let idleMs = 0;
  let phase: Phase = 'accepting';
  let meter: Meter | undefined;
  const enter = (next: Phase) => {
    if (meter) found.push([phase, meter.end(idleMs)]);
    phase = next;
    meter = new Meter();
  };
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let videos = 0;
  const onTold = (told: Told) => {
    if (told.phase) enter(told.phase);
    videos = told.videos ?? videos;
    if (videos === SESSIONS) finish();
  };

  const nemo = await startChild('nemo-child', children, onTold);
  const telegram = overTelegram ? await startChild('telegram-child', children, onTold) : undefined;
  const log = logTo(join(folder, 'log'));
  const config = readConfig({
    NEMO_BACKEND: 'cloud',
    NEMO_API_URL: nemo,
    RENDER_POLL_EVERY: '1s',
    STORE_URL: `sqlite://${join(folder, 'reelay.sqlite')}`,
    SPOOL_DIR: folder,
    MAX_TURNS: String(SESSIONS),
    USER_BURST_TURNS: String(SESSIONS * 100),
    PLACE_BURST_TURNS: String(SESSIONS * 100),
    ...(telegram && { TELEGRAM_TOKEN, TELEGRAM_API_ROOT: telegram }),
  });
  const app = await startApp(config, log);
  const platforms = createPlatforms(config, app, systemClock, log);
  try {
    for (const platform of platforms) await platform.start(new AbortController().signal);
    await app.engine.recover();
    const picture = await photo();
    const memory = new Memory(picture, () => onTold({ videos: videos + 1 }));
    app.engine.register(memory);
    // Code that is loaded and compiled on first use holds up no program that has run for a while.
    await app.engine.accept(message(0, WARM_UP));
    await app.engine.idle();
    const idle = new Meter();
    await sleep(IDLE_MS);
    idleMs = idle.medianMs;
    idle.end();

    const whole = new Meter();
    enter('accepting');
    if (telegram) children.at(-1)?.send(picture.toString('base64'));
    else {
      await Promise.all(
        Array.from({ length: SESSIONS }, (_, number) => app.engine.accept(message(number + 1, REQUEST))),
      );
      enter('uploading');
    }
    await finished;
    await app.engine.idle();
    if (meter) found.push([phase, meter.end(idleMs)]);
    return [...found, ['in all', whole.end(idleMs)]];
  } finally {
    for (const platform of platforms) await platform.stop();
    await app.stop();
    for (const platform of platforms) await platform.close();
  }
}

function message(number: number, text: string): IncomingMessage {
  const attachments = text === REQUEST ? [{ name: 'photo.jpg', ref: 'photo' }] : [];
  return { id: '1', chat: `memory:${number}`, userId: `u${number}`, text, attachments };
}

/** As the program logs, one synchronous write a line. */
function logTo(path: string): Logger {
  const file = openSync(path, 'w');
  return createLogger({ level: 'info', pretty: false, write: (line) => writeSync(file, line) });
}

const percent = (share: number) => `${(share * 100).toFixed(0)}%`;
const overTelegram = process.argv.includes('--telegram');
const folder = await mkdtemp(join(tmpdir(), 'reelay-bench-'));
const children: ChildProcess[] = [];
const limit = setTimeout(() => {
  process.stderr.write('event loop: the run hangs\n');
  process.exit(1);
}, RUN_LIMIT_MS);
try {
  for (const [what, { p99, felt, max, busy, starved, tookMs }] of await run(overTelegram, folder, children)) {
    const figures = `felt p99 ${felt.toFixed(1)} ms; of the delays p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms`;
    const share = `busy ${percent(busy)}, starved ${percent(starved)} of ${(tookMs / 1000).toFixed(1)} s`;
    process.stdout.write(
      `event loop, ${what}: ${(felt / ALLOWED_MS).toFixed(2)} of ${ALLOWED_MS} ms (${figures}; ${share})\n`,
    );
    if (what === 'in all' && felt >= ALLOWED_MS) process.exitCode = 1;
  }
} finally {
  clearTimeout(limit);
  for (const child of children) child.kill();
  await rm(folder, { recursive: true, force: true });
}
