import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { multipart } from '../../../src/nemo/http/multipart.ts';
import type { UploadSource } from '../../../src/nemo/nemo.ts';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { bench, nemoError, rejection } from '../setup.ts';

async function file(filename: string, bytes: Buffer, contentType = 'image/jpeg'): Promise<UploadSource> {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-upload-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'spooled');
  await writeFile(path, bytes);
  return { path, filename, contentType, bytes: bytes.length };
}

const UPLOADED = JSON.stringify({ code: 0, data: { files: [{ filename: 'x', file_type: 'video', cdn_url: '/x' }] } });

/** Bytes that no text decoding survives. */
function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 167 + (index >> 7)) % 256));
}

test('several files in one request, byte for byte, with their length announced', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const photo = noise(200_000);
  const clip = noise(70_001);
  const files = [
    await file('photo.jpg', photo),
    await file('clip.mp4', clip, 'video/mp4'),
    await file('none.png', Buffer.alloc(0)),
  ];
  fake.next(
    ROUTES.upload,
    answer.ok({
      files: [
        { filename: 'photo.jpg', file_type: 'image', cdn_url: '/cdn/photo.jpg', width: 4000, height: '3000' },
        { filename: 'clip.mp4', file_type: 'video', cdn_url: 'https://cdn.invalid/clip.mp4', duration: 2.5, fps: 30 },
      ],
      session_state_applied: true,
    }),
  );
  expect(await nemo.uploadFiles(sessionId, files)).toEqual([
    { filename: 'photo.jpg', fileType: 'image', cdnUrl: `${fake.url}/cdn/photo.jpg`, width: 4000, height: 3000 },
    { filename: 'clip.mp4', fileType: 'video', cdnUrl: 'https://cdn.invalid/clip.mp4', durationMs: 2500 },
  ]);
  const request = fake.calls(ROUTES.upload)[0];
  expect(request?.params.sid).toBe(sessionId);
  expect(request?.headers['content-length']).toBe(String(request?.body.length));
  expect(request?.headers['transfer-encoding']).toBeUndefined();
  expect(request?.parts.map(({ name, filename, contentType }) => [name, filename, contentType])).toEqual([
    ['files', 'photo.jpg', 'image/jpeg'],
    ['files', 'clip.mp4', 'video/mp4'],
    ['files', 'none.png', 'image/jpeg'],
  ]);
  expect(request?.parts[0]?.bytes.equals(photo)).toBe(true);
  expect(request?.parts[1]?.bytes.equals(clip)).toBe(true);
  expect(request?.parts[2]?.bytes).toHaveLength(0);
});

test.each([
  ['фото 照片 🎬.jpg', 'фото 照片 🎬.jpg'],
  ['a"b\r\nX-Evil: 1\r\n\r\n.jpg', 'a%22b%0D%0AX-Evil: 1%0D%0A%0D%0A.jpg'],
  ['../../etc/passwd.jpg', 'passwd.jpg'],
  ['C:\\photos\\me.jpg', 'me.jpg'],
  ['', 'file'],
])('the name %j goes out as %j', async (name, expected) => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  await nemo.uploadFiles(sessionId, [await file(name, noise(10), 'image/jpeg\r\nX-Evil: 1')]);
  const parts = fake.calls(ROUTES.upload)[0]?.parts;
  expect(parts?.map((part) => part.filename)).toEqual([expected]);
  expect(parts?.[0]?.bytes).toHaveLength(10);
  expect(parts?.[0]?.contentType).toBe('application/octet-stream');
});

test('the body is read as it is sent: a large file waits for a slow receiver', async () => {
  const source = await file('big.mp4', Buffer.alloc(0), 'video/mp4');
  await truncate(source.path, 64 << 20);
  const body = (await multipart([source])).open();
  const first = await new Promise<Buffer>((resolve) => body.once('data', (chunk: Buffer) => resolve(chunk)));
  body.pause();
  expect(first.length).toBeLessThan(1 << 20);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(body.readableLength).toBeLessThan(1 << 20);
  body.destroy();
});

test('a slow receiver gets every byte of several files in its place', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  // Every chunk differs, so that one overwritten before it was sent would show.
  const clips = [1, 2, 3].map((seed) => Buffer.from(Uint32Array.from({ length: 700_000 }, (_, i) => i * seed).buffer));
  const small = Array.from({ length: 30 }, (_, i) => Buffer.alloc(500, i));
  const even = Array.from({ length: 60 }, (_, i) => Buffer.alloc(65_536, i + 100));
  const all = [...clips, ...even, ...small];
  const digest = createHash('sha256');
  let received = 0;
  fake.early(ROUTES.upload, (_request, response) => {
    // Read only in small steps with long pauses, so that the socket between is full and writes have to wait.
    const { req } = response;
    req.pause();
    const ticks = async (count: number) => {
      for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
    };
    req.on('data', (chunk: Buffer) => {
      digest.update(chunk);
      received += chunk.length;
      req.pause();
      void ticks(10).then(() => req.resume());
    });
    void ticks(500).then(() => req.resume());
    req.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(UPLOADED));
  });
  const files = await Promise.all(all.map((bytes, index) => file(`${index}.mp4`, bytes, 'video/mp4')));
  await nemo.uploadFiles(sessionId, files);
  const head = fake.calls(ROUTES.upload)[0]?.headers['content-type'];
  const boundary = /boundary=(.+)$/.exec(String(head))?.[1];
  const expected = all.flatMap((bytes, index) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${index}.mp4"\r\n` +
        'Content-Type: video/mp4\r\n\r\n',
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const whole = Buffer.concat([...expected, Buffer.from(`--${boundary}--\r\n`)]);
  expect(received).toBe(whole.length);
  expect(digest.digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
});

test('after 1001 and 429 the files are read again', async () => {
  const { fake, nemo, clock } = await bench();
  const { sessionId } = await nemo.createSession('en');
  fake.next(ROUTES.upload, answer.code(1001), answer.status(429));
  const upload = nemo.uploadFiles(sessionId, [await file('a.jpg', noise(300_000))]);
  await clock.untilSleeping();
  await clock.advance(30_000);
  expect(await upload).toHaveLength(1);
  const sizes = fake.calls(ROUTES.upload).map((request) => request.parts[0]?.bytes.length);
  expect(sizes).toEqual([300_000, 300_000, 300_000]);
});

test('a refusal in the middle of the upload is understood', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const source = await file('big.mp4', Buffer.alloc(0), 'video/mp4');
  await truncate(source.path, 32 << 20);
  fake.early(ROUTES.upload, answer.code(4002, 'too large', 413));
  expect(await nemoError(nemo.uploadFiles(sessionId, [source]))).toMatchObject({ code: 'too-large', nemoCode: 4002 });
});

test('a missing file is an error before anything is sent, a shrinking one aborts the request', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const missing = { path: join(tmpdir(), 'reelay-none', 'x'), filename: 'x.jpg', contentType: 'image/jpeg', bytes: 1 };
  expect(await nemoError(nemo.uploadFiles(sessionId, [missing]))).toMatchObject({
    code: 'file-unreadable',
    sent: 'no',
  });
  expect(fake.calls(ROUTES.upload)).toHaveLength(0);

  const source = await file('a.jpg', noise(500_000));
  const form = await multipart([source]);
  await truncate(source.path, 1000);
  const error = await rejection(
    (async () => {
      for await (const _chunk of form.open());
    })(),
  );
  expect(error).toMatchObject({
    code: 'file-unreadable',
    message: 'a.jpg could not be read: only 1000 of 500000 bytes',
  });
});

test('a file that shrinks while it is sent is distinguished from a lost connection', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const source = await file('big.mp4', Buffer.alloc(0), 'video/mp4');
  await truncate(source.path, 64 << 20);
  fake.early(ROUTES.upload, async (_request, response) => {
    await truncate(source.path, 1000);
    response.req.resume();
  });
  const error = await nemoError(nemo.uploadFiles(sessionId, [source]));
  expect(error).toMatchObject({ name: 'NemoFileError', sent: 'maybe' });
});

test('an abort stops the upload and frees the socket', async () => {
  const { fake, nemo, clock } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const source = await file('big.mp4', Buffer.alloc(0), 'video/mp4');
  await truncate(source.path, 64 << 20);
  fake.early(ROUTES.upload, answer.never());
  const abort = new AbortController();
  const error = rejection(nemo.uploadFiles(sessionId, [source], { signal: abort.signal }));
  const request = await fake.called(ROUTES.upload);
  abort.abort(new Error('cancelled'));
  expect(await error).toEqual(new Error('cancelled'));
  expect(await request.closed).toBe(false);
  expect(clock.pending).toBe(0);
});

test('addresses instead of files', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  const uploaded = await nemo.uploadUrls(sessionId, ['https://a.invalid/x.jpg', 'https://a.invalid/y.png']);
  expect(uploaded.map(({ filename }) => filename)).toEqual(['x.jpg', 'y.png']);
  expect(fake.calls(ROUTES.upload)[0]?.json).toEqual({
    urls: ['https://a.invalid/x.jpg', 'https://a.invalid/y.png'],
    source_type: 'url',
  });
});

test('an answer without a file’s address names what is missing', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  fake.on(ROUTES.upload, answer.ok({ files: [{ filename: 'a.jpg' }] }));
  const error = await nemoError(nemo.uploadUrls(sessionId, ['https://a.invalid/x.jpg']));
  expect(error.message).toBe('POST upload-video: the answer has no usable files.0.cdn_url');
});
