import { fork } from 'node:child_process';
import { systemClock } from '@reelay/async';
import { createParser } from 'eventsource-parser';
import pino from 'pino';
import { Agent } from 'undici';
import { createNemoClient } from '../src/nemo/api.ts';

/**
 * What relaying a prompt's stream costs, as a ratio to a bare loop of undici, eventsource-parser and JSON.parse over the
 * same bytes, and what an open stream takes of memory. The server is a process of its own. Run by `npm run bench:relay`.
 */
const EVENTS = 20_000;
const ROUNDS = 7;
const OPEN_STREAMS = 2000;

const server = fork(new URL('./relay/server-child.ts', import.meta.url), [String(EVENTS)], {
  execArgv: process.execArgv,
});
const port = await new Promise<number>((resolve) => server.once('message', (message) => resolve(Number(message))));
const apiUrl = `http://127.0.0.1:${port}`;

const credentials = { clientId: 'bench', token: 'nmv_usr_bench' };
const client = createNemoClient({
  apiUrl,
  webUrl: apiUrl,
  credentials: { load: async () => credentials, save: async () => {} },
  clock: systemClock,
  log: pino({ level: 'silent' }),
  rateLimitWaitMs: 1000,
  streamTimeoutMs: 600_000,
});
const nemo = client.for({ source: 'bench', version: '1', platform: 'unknown' });
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

async function bare(): Promise<number> {
  let seen = 0;
  const { body } = await agent.request({ origin: apiUrl, path: '/run_sse', method: 'POST', body: '{}' });
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      const value = JSON.parse(data) as { partial?: boolean };
      if (value.partial) seen += 1;
    },
  });
  for await (const chunk of body as AsyncIterable<Uint8Array>) parser.feed(decoder.decode(chunk, { stream: true }));
  return seen;
}

async function relayed(): Promise<number> {
  let seen = 0;
  await nemo.prompt('s', 'hi', {
    onEvent: (event) => {
      if (event.type === 'text') seen += 1;
    },
  });
  return seen;
}

/** CPU time of this process, in µs. */
async function cost(run: () => Promise<number>): Promise<number> {
  const before = process.cpuUsage();
  const seen = await run();
  if (seen !== EVENTS) throw new Error(`${seen} of ${EVENTS} events`);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const least = { bare: Number.POSITIVE_INFINITY, relayed: Number.POSITIVE_INFINITY };
for (let round = 0; round < ROUNDS; round++) {
  least.bare = Math.min(least.bare, await cost(bare));
  least.relayed = Math.min(least.relayed, await cost(relayed));
}
const perEvent = (us: number) => `${(us / EVENTS).toFixed(2)} µs`;
process.stdout.write(
  `relaying an event: ${(least.relayed / least.bare).toFixed(2)} × a bare loop (${perEvent(least.relayed)} against ${perEvent(least.bare)}; at most 1.3)\n`,
);

const stop = new AbortController();
const holding = client.for({ source: 'bench', version: 'hold', platform: 'unknown' });
globalThis.gc?.();
const rssBefore = process.memoryUsage.rss();
let opened = 0;
const streams = Array.from({ length: OPEN_STREAMS }, () =>
  holding.prompt('s', 'hi', { signal: stop.signal, onEvent: () => void opened++ }).catch(() => {}),
);
const deadline = Date.now() + 30_000;
while (opened < OPEN_STREAMS && Date.now() < deadline) await systemClock.sleep(50);
globalThis.gc?.();
const kbPerStream = (process.memoryUsage.rss() - rssBefore) / 1024 / OPEN_STREAMS;
process.stdout.write(`an open stream: ${kbPerStream.toFixed(1)} kB of memory at ${opened} streams (at most 45)\n`);
stop.abort();
await Promise.all(streams);
await client.close();
await agent.destroy();
server.disconnect();
