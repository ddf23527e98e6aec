/**
 * The inputs of the capacity plan in docs/scale.md: what one process does on SQLite, and on PostgreSQL where it is installed,
 * with chats in memory and the fake Nemo in a process of its own. Prints turns a second, processor time and commits of a
 * turn, how fast 150 messages at once are acknowledged, and the memory of a stream that is open.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@reelay/async';
import { findPostgres, PostgresServer } from '../test/support/postgres.ts';
import { messageOf, startWorker, type Worker } from './scale/worker.ts';

/** Chats that always have a turn under way. */
const BUSY_CHATS = 50;
const SECONDS = 10;
/** Messages at once, and streams that are open at once. */
const CROWD = 150;
const RUNS = 5;
const TURNS_ALONE = 20;

async function startNemo(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('scale/nemo-child.ts', import.meta.url)), {
    execArgv: process.execArgv.filter((argument) => argument !== '--expose-gc'),
  });
  const [url] = (await once(child, 'message')) as [string];
  return { child, url };
}

/** One chat after another is asked again as soon as it is answered. */
async function throughput({ engine, commits }: Worker): Promise<string> {
  let turns = 0;
  const until = performance.now() + SECONDS * 1000;
  const cpu = process.cpuUsage();
  const before = commits();
  const chat = async (number: number) => {
    while (performance.now() < until) {
      const message = messageOf(`bench:${number}`);
      await engine.accept(message);
      while (await engine.isOpen(message.chat, message.id)) await systemClock.sleep(5);
      turns += 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: BUSY_CHATS }, (_, number) => chat(number)));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return [
    `${(turns / seconds).toFixed(0)} turns/s of ${BUSY_CHATS} busy chats`,
    `${((user + system) / 1000 / turns).toFixed(1)} ms of processor time a turn`,
    `${((commits() - before) / turns).toFixed(2)} commits a turn`,
  ].join(', ');
}

/** What a turn writes where nobody shares its commits. */
async function alone({ engine, commits }: Worker): Promise<string> {
  const before = commits();
  const begun = performance.now();
  for (let turn = 0; turn < TURNS_ALONE; turn++) {
    await engine.accept(messageOf('bench:alone'));
    await engine.idle();
  }
  const ms = (performance.now() - begun) / TURNS_ALONE;
  return `${((commits() - before) / TURNS_ALONE).toFixed(1)} commits of a turn that is alone, ${ms.toFixed(0)} ms from message to end`;
}

/** How long a message takes to be journaled when many come at once. */
async function acknowledgement({ engine }: Worker): Promise<string> {
  const runs: { p99: number; starved: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const starvedBefore = starvedMs();
    const crowdBegun = performance.now();
    const times = await Promise.all(
      Array.from({ length: CROWD }, async (_, number) => {
        const begun = performance.now();
        await engine.accept(messageOf(`bench:crowd${number}`));
        return performance.now() - begun;
      }),
    );
    const starved = (starvedMs() - starvedBefore) / (performance.now() - crowdBegun);
    await engine.idle();
    times.sort((a, b) => a - b);
    runs.push({ p99: times[Math.ceil(CROWD * 0.99) - 1] ?? 0, starved });
  }
  const each = runs
    .toSorted((a, b) => a.p99 - b.p99)
    .map(({ p99, starved }) => `${p99.toFixed(0)} ms (${(starved * 100).toFixed(0)}% starved of a processor)`);
  return `p99 from message to acknowledgement, ${CROWD} at once: ${each.join(', ')}`;
}

async function memory({ engine }: Worker): Promise<string> {
  const used = () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  for (let number = 0; number < CROWD; number++) {
    await engine.accept(messageOf(`bench:crowd${number}`, 'hold it'));
  }
  await systemClock.sleep(3000);
  const [mb, kb] = [process.memoryUsage().rss / 1024 ** 2, (used() - before) / 1024 / CROWD];
  return `${kb.toFixed(0)} KB for each of ${CROWD} streams that are open, ${mb.toFixed(0)} MB resident`;
}

/** How long the main thread has waited for a processor, in ms; 0 where the system does not tell (Linux alone does). */
function starvedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

async function measure(name: string, storeUrl: string, folder: string): Promise<void> {
  const { child, url } = await startNemo();
  try {
    const worker = await startWorker(storeUrl, url, folder);
    // Code that is compiled on first use, and the account, are there in a bot that has run for a while.
    for (let number = 0; number < BUSY_CHATS; number++) await worker.engine.accept(messageOf(`bench:${number}`));
    await worker.engine.idle();
    for (const figure of [alone, throughput, acknowledgement, memory]) {
      process.stdout.write(`scale, ${name}: ${await figure(worker)}\n`);
    }
    await worker.close();
  } finally {
    child.kill();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'reelay-bench-scale-'));
try {
  await measure('SQLite', `sqlite://${join(folder, 'reelay.sqlite')}`, folder);
  const programs = await findPostgres('the bench on PostgreSQL');
  if (programs) {
    const server = await PostgresServer.start(programs, { durable: true });
    try {
      await measure('PostgreSQL on this machine', await server.database(), folder);
    } finally {
      await server.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
