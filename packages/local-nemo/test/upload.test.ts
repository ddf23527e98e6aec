import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { Client, Harness, photo, SKILL } from './harness.ts';

const harness = new Harness();
afterEach(() => harness.clean());

async function started(options: Parameters<Harness['start']>[0] = {}) {
  const nemo = await harness.start(options);
  const client = await new Client(nemo.url).login('c1');
  return { ...nemo, client, ...(await client.session()) };
}

async function filesIn(dataDir: string): Promise<string[]> {
  const all = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** One second of silence as a WAV file. */
function wav(): Buffer {
  const data = Buffer.alloc(8000);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

describe('multipart', () => {
  test('several files at once are listed with their true type and size, and lie at addresses nobody guesses', async () => {
    const { client, sid, url } = await started();
    const jpeg = await photo(640, 360);
    const { status, json } = await client.upload(
      sid,
      { name: '../../holiday.jpg', bytes: jpeg },
      { name: 'tune.txt', bytes: wav(), type: 'text/plain' },
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({
      code: 0,
      data: {
        session_state_applied: true,
        files: [
          { filename: 'holiday.jpg', file_type: 'image', width: 640, height: 360 },
          { filename: 'tune.txt', file_type: 'audio', duration: 1 },
        ],
      },
    });
    const address: string = json.data.files[0].cdn_url;
    expect(address.startsWith(`${url}/files/`)).toBe(true);
    expect(address).toMatch(/\/files\/[0-9a-f]{32}\//);
    const got = await request(address);
    expect(got.headers['content-type']).toBe('image/jpeg');
    expect(got.headers['content-length']).toBe(String(jpeg.length));
    expect(Buffer.from(await got.body.arrayBuffer()).equals(jpeg)).toBe(true);
    expect((await client.state(sid)).video_infos).toEqual(json.data.files);
    const guess = await request(`${url}/files/${'0'.repeat(32)}/x.jpg`);
    expect(guess.statusCode).toBe(404);
  });

  test('a photo that the camera held upright has the size it is seen in', async () => {
    const { client, sid } = await started();
    const bytes = await sharp(await photo(640, 360))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { json } = await client.upload(sid, { name: 'a.jpg', bytes });
    expect(json.data.files[0]).toMatchObject({ width: 360, height: 640 });
    await client.say(sid, 'make a video');
    expect((await client.state(sid)).draft.m.aspect).toBe('9:16');
  });

  test.each([
    ['a text that calls itself a photo', Buffer.from('I am a photo, believe me')],
    ['a PDF', Buffer.from('%PDF-1.7\n%abc\n1 0 obj\n<<>>\nendobj\n')],
    ['an SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', Buffer.alloc(0)],
  ])('%s: 4001, and nothing of the request is kept', async (_what, bytes) => {
    const { client, sid, dataDir } = await started();
    const answer = await client.upload(sid, { name: 'good.jpg', bytes: await photo() }, { name: 'bad.jpg', bytes });
    expect(answer).toMatchObject({ status: 200, json: { code: 4001 } });
    expect((await client.state(sid)).video_infos).toEqual([]);
    expect(await filesIn(dataDir)).toEqual([]);
  });

  test('one byte above the cap: 4002, nothing is kept; exactly the cap is taken', async () => {
    const jpeg = await photo();
    const { client, sid, dataDir } = await started({ limits: { fileBytes: jpeg.length } });
    const above = await client.upload(sid, { name: 'a.jpg', bytes: Buffer.concat([jpeg, Buffer.alloc(1)]) });
    expect(above).toMatchObject({ status: 200, json: { code: 4002 } });
    expect(await filesIn(dataDir)).toEqual([]);
    expect((await client.upload(sid, { name: 'a.jpg', bytes: jpeg })).json.code).toBe(0);
  });

  test('a request without a file is refused', async () => {
    const { client, sid } = await started();
    expect(await client.upload(sid)).toMatchObject({ status: 422 });
    expect(await client.call('POST', `/api/upload-video/nemo_agent/me/${sid}`, {})).toMatchObject({ status: 422 });
  });

  test('what a sender who goes away has sent is removed', async () => {
    const { client, sid, url, dataDir } = await started();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST /api/upload-video/nemo_agent/me/${sid} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${client.token}\r\n` +
        `X-Skill-Source: ${SKILL['x-skill-source']}\r\nContent-Type: multipart/form-data; boundary=BB\r\nContent-Length: 100000\r\n\r\n` +
        '--BB\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
    );
    socket.write(Buffer.alloc(20_000));
    while ((await filesIn(dataDir)).length === 0) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await once(socket, 'close');
    while ((await filesIn(dataDir)).length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await client.state(sid)).video_infos).toEqual([]);
  });
});

describe('addresses', () => {
  test('are fetched, typed by their bytes, and listed like files', async () => {
    const jpeg = await photo(320, 320);
    const site = createServer((req, res) => res.end(req.url === '/my%20photo.jpg' ? jpeg : 'plain text'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const address = site.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { client, sid, dataDir } = await started({
      allowPrivateHosts: true,
      resolveHost: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const send = (...urls: string[]) =>
      client.call('POST', `/api/upload-video/nemo_agent/me/${sid}`, { urls, source_type: 'url' });
    expect((await send(`http://photos.test:${port}/my%20photo.jpg`)).json).toMatchObject({
      code: 0,
      data: { files: [{ filename: 'my photo.jpg', file_type: 'image', width: 320 }] },
    });
    expect((await send(`http://photos.test:${port}/other`)).json.code).toBe(4001);
    expect(await filesIn(dataDir)).toHaveLength(1);
    await new Promise((resolve) => site.close(resolve));
  });

  test('into the local network are refused, and too large ones are 4002', async () => {
    const { client, sid, url, dataDir } = await started();
    const send = (who: Client, session: string, address: string) =>
      who.call('POST', `/api/upload-video/nemo_agent/me/${session}`, { urls: [address] });
    expect(await send(client, sid, `${url}/workspace/claim`)).toMatchObject({ status: 422, json: { code: 422 } });
    expect(await send(client, sid, 'file:///etc/passwd')).toMatchObject({ status: 422 });
    expect(await filesIn(dataDir)).toEqual([]);

    const small = await started({
      limits: { fileBytes: 10 },
      resolveHost: async () => [{ address: '93.184.216.34', family: 4 }],
      fetch: async () => {
        const { Readable } = await import('node:stream');
        return { status: 200, body: Readable.from([Buffer.alloc(11)]), close: async () => {} };
      },
    });
    expect((await send(small.client, small.sid, 'http://photos.test/a')).json.code).toBe(4002);
  });
});
