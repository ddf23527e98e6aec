import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { FakeClock } from '@reelay/async/fake-clock';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { FairQueue } from '../src/fair-queue.ts';
import { checkAnimation, checkProbed } from '../src/media-limits.ts';
import type { Render } from '../src/options.ts';
import { Client, Harness, photo } from './harness.ts';

const harness = new Harness();
afterEach(() => harness.clean());

describe('a caller', () => {
  const ask = (url: string, headers: Record<string, string>) =>
    request(`${url}/api/auth/anonymous-token`, { method: 'POST', headers: { 'x-client-id': 'c1', ...headers } });

  test.each(['evil.example', 'evil.example:PORT', '127.0.0.1:1', '127.0.0.1.evil.example:PORT', '0.0.0.0:PORT'])(
    'that names the host %s gets no token: it may be a page whose domain points here',
    async (host) => {
      const { url } = await harness.start();
      const answer = await ask(url, { host: host.replace('PORT', new URL(url).port) });
      expect(answer.statusCode).toBe(403);
      expect(await answer.body.text()).not.toContain('nmv_');
    },
  );

  test.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://127.0.0.1:1', 'not an address'])(
    'of the origin %s is refused',
    async (origin) => {
      const { url } = await harness.start();
      const answer = await ask(url, { origin: origin.replace('PORT', new URL(url).port) });
      expect(answer.statusCode).toBe(403);
      await answer.body.dump();
    },
  );

  test('under a loopback name, or from a page of this server, is served', async () => {
    const { url } = await harness.start();
    const { port } = new URL(url);
    const named = await ask(url, { host: `localhost:${port}`, origin: url });
    expect(named.statusCode).toBe(200);
    await named.body.dump();
  });
});

describe('quotas', () => {
  test('an account over its sessions, and a machine over its accounts, is answered with 429', async () => {
    const { url } = await harness.start({ limits: { sessionsPerAccount: 2, accounts: 1 } });
    const client = await new Client(url).login('c1');
    await client.session();
    await client.session();
    const third = await client.call('POST', '/api/tasks/me/with-session/nemo_agent', {});
    expect(third).toMatchObject({ status: 429, json: { code: 429 } });
    const second = await client.call('POST', '/api/auth/anonymous-token', undefined, { 'x-client-id': 'c2' });
    expect(second.status).toBe(429);
  });

  test('an account over its files or bytes gets 422, and another account is not concerned', async () => {
    const bytes = await photo();
    const { url } = await harness.start({ limits: { filesPerAccount: 2, bytesPerAccount: 100 * bytes.length } });
    const client = await new Client(url).login('c1');
    const { sid } = await client.session();
    const two = [1, 2].map((n) => ({ name: `${n}.jpg`, bytes }));
    expect((await client.upload(sid, ...two)).json.code).toBe(0);
    expect((await client.upload(sid, { name: '3.jpg', bytes })).status).toBe(422);
    expect((await client.state(sid)).video_infos).toHaveLength(2);
    const other = await new Client(url).login('c2');
    expect((await other.upload((await other.session()).sid, ...two)).json.code).toBe(0);

    const tight = await harness.start({ limits: { bytesPerAccount: bytes.length } });
    const third = await new Client(tight.url).login('c1');
    const { sid: last } = await third.session();
    expect((await third.upload(last, ...two)).status).toBe(422);
    expect((await third.upload(last, { name: '1.jpg', bytes })).json.code).toBe(0);
  });
});

async function drafted(client: Client) {
  const { sid } = await client.session();
  await client.upload(sid, { name: 'a.jpg', bytes: await photo() });
  await client.say(sid, 'a 4 second video');
  return { sid, draft: (await client.state(sid)).draft };
}

const endless: Render = (_job, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('renders', () => {
  test('more than a session may have waiting are answered with 429', async () => {
    const { url } = await harness.start({ render: endless, limits: { rendersPerSession: 2 } });
    const client = await new Client(url).login('c1');
    const { sid, draft } = await drafted(client);
    expect((await client.submit(sid, draft, 'r1')).status).toBe(200);
    expect((await client.submit(sid, draft, 'r2')).status).toBe(200);
    expect((await client.submit(sid, draft, 'r3')).status).toBe(429);
    await client.call('POST', '/api/render/proxy/lambda/r2/cancel');
    expect((await client.submit(sid, draft, 'r4')).status).toBe(200);
  });

  test('one that does not end is stopped at its time limit, and the next one begins', async () => {
    const clock = new FakeClock();
    const { url } = await harness.start({ render: endless, clock, limits: { renderMs: 60_000 } });
    const client = await new Client(url).login('c1');
    const { sid, draft } = await drafted(client);
    await client.submit(sid, draft, 'r1');
    await client.submit(sid, draft, 'r2');
    await client.rendered('r1', 'processing');
    await clock.advance(60_000);
    expect((await client.rendered('r1', 'failed')).error).toBe('the video could not be rendered');
    await client.rendered('r2', 'processing');
  });

  test('a session with one render does not wait for all of a session that has many', () => {
    const queue = new FairQueue();
    for (const item of ['a1', 'a2', 'a3']) queue.add('a', item);
    queue.add('b', 'b1');
    queue.add('c', 'c1');
    queue.remove('a2');
    expect([1, 2, 3, 4, 5].map(() => queue.next())).toEqual(['a1', 'b1', 'c1', 'a3', undefined]);
  });

  test.each<[string, (draft: { d: number; t: { sg: { s: number; d: number }[] }[] }) => void]>([
    [
      'of eleven days',
      (draft) => {
        draft.d = 11 * 24 * 3600_000;
      },
    ],
    [
      'whose clip lasts eleven days',
      (draft) => {
        for (const clip of draft.t[0]?.sg ?? []) clip.d = 11 * 24 * 3600_000;
      },
    ],
    [
      'whose clip ends after the video',
      (draft) => {
        for (const clip of draft.t[0]?.sg ?? []) clip.d = draft.d + 1;
      },
    ],
    [
      'of 600 clips',
      (draft) => {
        const [track] = draft.t;
        const [clip] = track?.sg ?? [];
        if (track && clip) track.sg = Array.from({ length: 600 }, () => clip);
      },
    ],
    [
      'of 100 tracks',
      (draft) => {
        const [track] = draft.t;
        if (track) draft.t = Array.from({ length: 100 }, () => track);
      },
    ],
  ])('a draft %s is refused', async (_, spoil) => {
    const { url } = await harness.start();
    const client = await new Client(url).login('c1');
    const { sid, draft } = await drafted(client);
    spoil(draft);
    expect((await client.submit(sid, draft, 'r1')).status).toBe(422);
  });
});

/** A GIF of so many frames of 10×10, each of 20 bytes or so. */
function gif(frames: number, side = 10): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(side, 0);
  size.writeUInt16LE(side, 2);
  const head = Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255])]);
  const control = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0]);
  const image = Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0]), size, Buffer.from([0, 2, 2, 0x4c, 0x01, 0])]);
  return Buffer.concat([
    head,
    ...Array.from({ length: frames }, () => Buffer.concat([control, image])),
    Buffer.from([0x3b]),
  ]);
}

describe('files that would take too much to decode', () => {
  test('a GIF of 860,000 frames is refused at once, before a decoder sees it', async () => {
    const { url } = await harness.start({
      probe: () => {
        throw new Error('the decoder was called');
      },
    });
    const client = await new Client(url).login('c1');
    const { sid } = await client.session();
    const bytes = gif(860_000);
    expect(bytes.length).toBeGreaterThan(15_000_000);
    const answer = await client.upload(sid, { name: 'bomb.gif', bytes, type: 'image/gif' });
    expect(answer.json.code).toBe(4001);
    expect(answer.json.message).toContain('more than 1500 frames');
  });

  test('the check reads no more of it than it needs', async () => {
    const path = join(await harness.dir(), 'bomb.gif');
    await writeFile(path, gif(860_000));
    const before = performance.now();
    await expect(checkAnimation(path)).rejects.toThrow('more than 1500 frames');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('an ordinary animation passes, one of 100 frames of 100 megapixels does not', async () => {
    const path = join(await harness.dir(), 'a.gif');
    await writeFile(path, gif(100));
    await checkAnimation(path);
    await writeFile(path, gif(100, 10_000));
    await expect(checkAnimation(path)).rejects.toThrow('too many pixels');
  });

  test('a photo of 200 megapixels passes, a video of 100 or of a day does not', () => {
    checkProbed('image', { width: 16_320, height: 12_240 });
    expect(() => checkProbed('video', { width: 10_000, height: 10_000 })).toThrow('pixels');
    expect(() => checkProbed('audio', { durationMs: 24 * 3600_000 })).toThrow('too long');
    expect(() => checkProbed('image', { width: 65_535, height: 65_535 })).toThrow('pixels');
  });

  test('a file whose reading does not end is taken without its size after the time limit', async () => {
    const clock = new FakeClock();
    const { url } = await harness.start({ clock, probe: () => new Promise(() => {}), limits: { probeMs: 20_000 } });
    const client = await new Client(url).login('c1');
    const { sid } = await client.session();
    const before = clock.pending;
    const uploading = client.upload(sid, { name: 'a.jpg', bytes: await photo() });
    await clock.untilPending(before + 1);
    await clock.advance(20_000);
    const { json } = await uploading;
    expect(json.code).toBe(0);
    expect(json.data.files[0].width).toBeUndefined();
  });
});
