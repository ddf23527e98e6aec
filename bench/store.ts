/**
 * Journal writes of 1.5 KB, by one caller after another and by 150 at once: the store as it is, against the way it was
 * (@keyv/sqlite with its rollback journal). Prints writes per second and the 99th percentile of a write's time, each as a
 * ratio to the old way's; exits with 1 when the store is not faster.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import { openStore } from '../src/core/storage/store.ts';
import type { Turn } from '../src/core/turn/turn.ts';

const WRITES = 600;
const TEXT = 'a sunny day at the sea '.repeat(50);

type Save = (turn: Turn) => Promise<unknown>;

interface Figures {
  perSecond: number;
  p99Ms: number;
}

function turnOf(index: number): Turn {
  const chat = `bench:${index}`;
  const ids = { id: `${chat}/1`, chat, messageId: '1', userId: 'u' };
  return { v: 2, ...ids, language: 'en', text: TEXT, attachments: [], acceptedAt: 1, order: index, work: [], at: 0 };
}

/** @param callers how many write at the same time, each one turn after another */
async function measure(save: Save, callers: number): Promise<Figures> {
  const times: number[] = [];
  let next = callers * WRITES;
  const end = next + WRITES;
  const begun = performance.now();
  const caller = async () => {
    while (next < end) {
      const turn = turnOf(next++);
      const start = performance.now();
      await save(turn);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const tookMs = performance.now() - begun;
  times.sort((a, b) => a - b);
  return { perSecond: (WRITES / tookMs) * 1000, p99Ms: times[Math.floor(times.length * 0.99)] ?? 0 };
}

const folder = await mkdtemp(join(tmpdir(), 'reelay-bench-store-'));
try {
  const adapter = new KeyvSqlite({
    uri: `sqlite://${join(folder, 'before.sqlite')}`,
    table: 'turns',
    busyTimeout: 5000,
  });
  const before = new Keyv({ store: adapter, namespace: 'turns', throwOnErrors: true });
  const store = await openStore(`sqlite://${join(folder, 'now.sqlite')}`);
  for (const callers of [1, 150]) {
    const old = await measure((turn) => before.set(turn.id, turn), callers);
    const now = await measure((turn) => store.turns.save(turn), callers);
    const figures = ({ perSecond, p99Ms }: Figures) => `${perSecond.toFixed(0)} writes/s, p99 ${p99Ms.toFixed(1)} ms`;
    process.stdout.write(
      `store, ${callers} at once: ${(now.perSecond / old.perSecond).toFixed(1)} times the writes, ` +
        `${(now.p99Ms / old.p99Ms).toFixed(2)} of the p99 (${figures(now)}; before: ${figures(old)})\n`,
    );
    if (now.perSecond <= old.perSecond) process.exitCode = 1;
  }
  await adapter.disconnect();
  await store.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
