import { Readable } from 'node:stream';
import { FakeClock } from '@reelay/async/fake-clock';
import { expect, it } from 'vitest';
import {
  type DownloadOptions,
  DownloadTooLargeError,
  openDownload,
  PermanentDownloadError,
} from '../../../src/adapters/kit/downloads.ts';

const NO_SIGNAL = new AbortController().signal;

/** A download of what `connect` gives, whose waits between attempts are none. */
function download(connect: DownloadOptions['connect'], more: Partial<DownloadOptions> = {}) {
  const options = { connect, maxBytes: 100, backOff: async () => {}, clock: new FakeClock(), signal: NO_SIGNAL };
  return openDownload({ ...options, ...more });
}

async function textOf(stream: Readable | undefined): Promise<string> {
  return Buffer.concat((await stream?.toArray()) ?? []).toString();
}

/** A body that gives a text and then breaks. */
async function* breaking(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  throw new Error('connection lost');
}

it('a connection that breaks is resumed at the byte where it broke', async () => {
  const offsets: number[] = [];
  const stream = await download(async (offset) => {
    offsets.push(offset);
    return { from: offset, body: offset === 0 ? breaking('abc') : Readable.from([Buffer.from('def')]) };
  });
  expect(await textOf(stream)).toBe('abcdef');
  expect(offsets).toEqual([0, 3]);
});

it('a file that is not there is undefined', async () => {
  expect(await download(async () => undefined)).toBeUndefined();
});

it('more bytes than the platform gives for a file end the download', async () => {
  const endless = async function* () {
    for (;;) yield Buffer.alloc(30);
  };
  const stream = await download(async () => ({ from: 0, body: endless() }));
  await expect(textOf(stream)).rejects.toThrow(DownloadTooLargeError);
});

it('a connection that brings nothing for a minute is given up and resumed', async () => {
  const clock = new FakeClock();
  let stalled: AbortSignal | undefined;
  const stream = await download(
    async (offset, signal) => {
      if (offset > 0) return { from: offset, body: Readable.from([Buffer.from('rest')]) };
      stalled = signal;
      const body = async function* () {
        yield Buffer.from('first ');
        await new Promise(() => {});
      };
      return { from: 0, body: body() };
    },
    { clock },
  );
  const text = textOf(stream);
  await clock.untilPending(1);
  await clock.advance(59_000);
  expect(stalled?.aborted).toBe(false);
  await clock.advance(1_000);
  expect(await text).toBe('first rest');
  expect(stalled?.aborted).toBe(true);
});

it('exactly as many bytes as the platform gives are given', async () => {
  const body = () => Readable.from([Buffer.alloc(60), Buffer.alloc(40)]);
  expect(await textOf(await download(async () => ({ from: 0, body: body() })))).toHaveLength(100);
  const capped = await download(async () => ({ from: 0, body: body() }), { maxBytes: 99 });
  await expect(textOf(capped)).rejects.toMatchObject({ limitBytes: 99 });
});

it('six failures in a row are too many, with a longer wait after each, and a refusal is one too many', async () => {
  let attempts = 0;
  const waits: number[] = [];
  const backOff = async (earlier: number) => void waits.push(earlier);
  const failing = download(
    async () => {
      attempts += 1;
      throw new Error('unreachable');
    },
    { backOff },
  );
  await expect(failing).rejects.toThrow('unreachable');
  expect(attempts).toBe(6);
  expect(waits).toEqual([0, 1, 2, 3, 4]);
  attempts = 0;
  const refused = download(async () => {
    attempts += 1;
    throw new PermanentDownloadError('HTTP 404');
  });
  await expect(refused).rejects.toThrow('HTTP 404');
  expect(attempts).toBe(1);
});

it('a body that breaks six times in a row without a byte is given up; each byte begins the count anew', async () => {
  const waits: number[] = [];
  const backOff = async (earlier: number) => void waits.push(earlier);
  let connections = 0;
  const stream = await download(
    async (offset) => {
      connections += 1;
      return { from: offset, body: breaking(connections === 3 ? 'abc' : '') };
    },
    { backOff },
  );
  const text: string[] = [];
  await expect(
    (async () => {
      for await (const chunk of stream ?? []) text.push(String(chunk));
    })(),
  ).rejects.toThrow('connection lost');
  expect(text.join('')).toBe('abc');
  expect(connections).toBe(9);
  expect(waits).toEqual([0, 1, 0, 0, 1, 2, 3, 4]);
});

it('a file that is removed while it is read ends at once', async () => {
  let connections = 0;
  const stream = await download(async (offset) => {
    connections += 1;
    return offset === 0 ? { from: 0, body: breaking('abc') } : undefined;
  });
  await expect(textOf(stream)).rejects.toThrow('removed while it was read');
  expect(connections).toBe(2);
});

it('a server that does not answer is asked again after a minute', async () => {
  const clock = new FakeClock();
  const signals: AbortSignal[] = [];
  const stream = download(
    (_offset, signal) => {
      signals.push(signal);
      return signals.length === 1
        ? new Promise(() => {})
        : Promise.resolve({ from: 0, body: Readable.from([Buffer.from('all')]) });
    },
    { clock },
  );
  await clock.untilPending(1);
  await clock.advance(59_999);
  expect(signals).toHaveLength(1);
  await clock.advance(1);
  expect(await textOf(await stream)).toBe('all');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

it('a stop ends it with its reason, and waits for nothing more', async () => {
  const stop = new AbortController();
  let attempts = 0;
  const ended = download(
    async () => {
      attempts += 1;
      stop.abort(new Error('stopped'));
      throw new Error('unreachable');
    },
    { signal: stop.signal },
  );
  await expect(ended).rejects.toThrow('stopped');
  expect(attempts).toBe(1);
});

it('a connection is ended when nobody reads on', async () => {
  let ended = false;
  const body = async function* () {
    try {
      for (;;) yield Buffer.alloc(10);
    } finally {
      ended = true;
    }
  };
  const stream = await download(async () => ({ from: 0, body: body() }), { maxBytes: 1e9 });
  for await (const _chunk of stream ?? []) break;
  await expect.poll(() => ended).toBe(true);
});
