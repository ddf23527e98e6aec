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

it('six failures in a row are too many, and a refusal is one too many', async () => {
  let attempts = 0;
  const failing = download(async () => {
    attempts += 1;
    throw new Error('unreachable');
  });
  await expect(failing).rejects.toThrow('unreachable');
  expect(attempts).toBe(6);
  attempts = 0;
  const refused = download(async () => {
    attempts += 1;
    throw new PermanentDownloadError('HTTP 404');
  });
  await expect(refused).rejects.toThrow('HTTP 404');
  expect(attempts).toBe(1);
});
