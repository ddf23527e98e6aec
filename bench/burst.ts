/**
 * 150 people who write to the bot at the same moment: the engine on a real store, with chats in memory and Nemo in a
 * process of its own. Prints when they see the first sign of life, and when the last prompt has left, each as a ratio to
 * what is promised, with the writes that a turn makes; exits with 1 when a promise is broken.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@reelay/async';
import type { ChatAdapter, IncomingMessage, MessageRef } from '../src/core/chat.ts';
import { Engine } from '../src/core/engine.ts';
import { Spool } from '../src/core/media/spool.ts';
import { credentialStore } from '../src/core/storage/credentials.ts';
import { openStore, type Store } from '../src/core/storage/store.ts';
import { createLogger } from '../src/lib/logger.ts';
import { createNemoClient } from '../src/nemo/api.ts';
import { bundledSkills } from '../src/skills.ts';
import type { BurstReport } from './burst/report.ts';

const PEOPLE = 150;
const SIGN_MS = 100;
const PROMPTS_MS = 2000;

/** How long the main thread has waited for a processor, in ms; 0 where the system does not tell (Linux alone does). */
function starvedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** Chats that cost nothing; keeps when each saw the first message of the bot. */
class Chats implements ChatAdapter {
  readonly platform = 'bench';
  readonly firstSeenAt = new Map<string, number>();
  #count = 0;

  limits() {
    return { maxFileBytes: 50 * 1024 * 1024, progressEveryMs: 1200 };
  }

  async open(): Promise<Readable> {
    return Readable.from([]);
  }

  async send(chat: string): Promise<MessageRef> {
    this.#seen(chat);
    return `m${++this.#count}`;
  }

  async showProgress(chat: string, _text: string, ref: MessageRef | undefined): Promise<MessageRef> {
    this.#seen(chat);
    return ref ?? `p${++this.#count}`;
  }

  async endProgress(): Promise<void> {}

  #seen(chat: string): void {
    if (!this.firstSeenAt.has(chat)) this.firstSeenAt.set(chat, Date.now());
  }
}

function startNemo(onPrompt: (at: number) => void): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('burst/nemo-child.ts', import.meta.url)), { execArgv: process.execArgv });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Nemo ended with ${code}`)));
    child.on('message', ({ url, promptAt }: BurstReport) => {
      if (url) resolve({ child, url });
      if (promptAt) onPrompt(promptAt);
    });
  });
}

/** Counts what the engine asks to be written. */
function counting(store: Store): Store {
  const save = store.turns.save.bind(store.turns);
  store.turns.save = (turn) => {
    writes += 1;
    return save(turn);
  };
  const claimPrompt = store.turns.claimPrompt.bind(store.turns);
  store.turns.claimPrompt = (turn, claim) => {
    writes += 1;
    return claimPrompt(turn, claim);
  };
  return {
    ...store,
    table(name, schema) {
      const table = store.table(name, schema);
      const set: typeof table.set = (...record) => {
        writes += 1;
        return table.set(...record);
      };
      return { ...table, set };
    },
  };
}

const message = (chat: string): IncomingMessage => ({
  id: '1',
  chat,
  userId: 'u',
  text: 'make it a sunny day',
  attachments: [],
});

const folder = await mkdtemp(join(tmpdir(), 'reelay-bench-burst-'));
const promptsAt: number[] = [];
const { child, url } = await startNemo((at) => promptsAt.push(at));
let commits = 0;
let writes = 0;
const store = counting(
  await openStore(`sqlite://${join(folder, 'reelay.sqlite')}`, {
    onWrite() {
      commits += 1;
    },
  }),
);
try {
  const log = createLogger({ level: 'silent', pretty: false });
  const spool = new Spool({ dir: folder, maxFileBytes: 1024 });
  await spool.prepare();
  const account = createNemoClient({
    apiUrl: url,
    webUrl: url,
    credentials: credentialStore(store, url),
    clock: systemClock,
    log,
    rateLimitWaitMs: 1000,
    streamTimeoutMs: 60_000,
  });
  const [skill, ...others] = await bundledSkills();
  if (!skill) throw new Error('no skills');
  const engine = new Engine({
    store,
    account,
    skills: [skill, ...others],
    spool,
    clock: systemClock,
    log,
    settings: {
      language: 'auto',
      renderPollEveryMs: 1000,
      renderLimitMs: 60_000,
      recoveryWaitsMs: [1000],
      maxFileBytes: 1024,
      stillWorkingEveryMs: 60_000,
      sendLimitMs: 60_000,
      webUrl: url,
      anonymous: true,
    },
    maxTurns: PEOPLE,
  });
  const chats = new Chats();
  engine.register(chats);
  // Code that is loaded and compiled on first use, and the account, are there in a bot that has run for a while.
  await engine.accept(message('bench:first'));
  await engine.idle();

  promptsAt.length = 0;
  const [commitsBefore, writesBefore] = [commits, writes];
  let writesByLastPrompt = 0;
  const starvedBefore = starvedMs();
  const begun = Date.now();
  await Promise.all(Array.from({ length: PEOPLE }, (_, number) => engine.accept(message(`bench:${number}`))));
  while (promptsAt.length < PEOPLE) await systemClock.sleep(5);
  writesByLastPrompt = writes - writesBefore;
  const starved = (starvedMs() - starvedBefore) / (Date.now() - begun);
  await engine.idle();

  const signs = [...chats.firstSeenAt].filter(([chat]) => chat !== 'bench:first').map(([, at]) => at - begun);
  signs.sort((a, b) => a - b);
  const sign = signs[Math.ceil(signs.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;
  const last = Math.max(...promptsAt) - begun;
  const each = (count: number) => (count / PEOPLE).toFixed(1);
  process.stdout.write(
    `burst, first sign of life: ${(sign / SIGN_MS).toFixed(2)} of ${SIGN_MS} ms (p99 ${sign} ms, median ${signs[signs.length >> 1]} ms)\n` +
      `burst, last of ${PEOPLE} prompts away: ${(last / PROMPTS_MS).toFixed(2)} of ${PROMPTS_MS} ms (${last} ms; ${(starved * 100).toFixed(0)}% of it starved of a processor)\n` +
      `burst, writes: ${each(writesByLastPrompt)} a turn until the last prompt left, ${each(writes - writesBefore)} in all, in ${each(commits - commitsBefore)} commits\n`,
  );
  if (sign > SIGN_MS || last > PROMPTS_MS) process.exitCode = 1;
  await engine.stop();
  await account.close();
} finally {
  child.kill();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
