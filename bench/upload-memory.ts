/**
 * How much an upload of 200 MB makes the client's memory grow. The receiver is a process of its own, so that only the
 * client is measured. Prints one line; exits with 1 when the growth is 40 MB or more.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@reelay/async';
import pino from 'pino';
import { createNemoClient } from '../src/nemo/api.ts';

const MB = 1024 * 1024;
const FILE_MB = 200;
const LIMIT_MB = 40;

if (process.argv[2] === 'sink') await sink();
else process.exitCode = await measure();

/** Throws every upload away, counting its bytes, and answers as Nemo does. */
async function sink(): Promise<void> {
  const server = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      const file = { filename: 'clip.mp4', file_type: 'video', cdn_url: `/clip.mp4?received=${bytes}` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ code: 0, data: { files: [file] } }));
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.once('disconnect', () => process.exit());
}

async function measure(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-bench-'));
  const receiver = fork(fileURLToPath(import.meta.url), ['sink']);
  try {
    const [port] = await once(receiver, 'message');
    const path = join(folder, 'clip.mp4');
    const warmUp = join(folder, 'small.mp4');
    await writeFile(path, '');
    await truncate(path, FILE_MB * MB);
    await writeFile(warmUp, Buffer.alloc(MB));
    const client = createNemoClient({
      apiUrl: `http://127.0.0.1:${port}`,
      webUrl: 'http://127.0.0.1',
      token: 'bench',
      credentials: { load: async () => undefined, save: async () => {} },
      clock: systemClock,
      log: pino({ level: 'silent' }),
      rateLimitWaitMs: 1000,
      streamTimeoutMs: 60_000,
    });
    const nemo = client.for({ source: 'bench', version: '1.0.0', platform: 'unknown' });
    const send = (file: string, bytes: number) =>
      nemo.uploadFiles('s', [{ path: file, filename: 'clip.mp4', contentType: 'video/mp4', bytes }]);
    // Code that is loaded and compiled on first use is no part of an upload's cost.
    await send(warmUp, MB);
    const stop = new AbortController();
    const before = process.memoryUsage.rss();
    const sampling = peakRss(stop.signal);
    const [file] = await send(path, FILE_MB * MB);
    stop.abort();
    const grown = Math.max(0, (await sampling) - before) / MB;
    await client.close();
    const received = Number(new URL(file?.cdnUrl ?? '').searchParams.get('received'));
    if (received < FILE_MB * MB) throw new Error(`only ${received} bytes arrived`);
    const ratio = (grown / FILE_MB).toFixed(2);
    process.stdout.write(`upload memory: +${grown.toFixed(0)} MB of ${FILE_MB} MB (ratio ${ratio})\n`);
    return grown < LIMIT_MB ? 0 : 1;
  } finally {
    receiver.disconnect();
    await rm(folder, { recursive: true });
  }
}

async function peakRss(signal: AbortSignal): Promise<number> {
  let peak = process.memoryUsage.rss();
  while (!signal.aborted) {
    await sleep(2);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return peak;
}
