import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answer, ONE_CLIP_DRAFT, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { bench, nemoError, rejection } from './setup.ts';

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Another origin, as a CDN is. */
async function cdn() {
  const fake = await startFakeNemo();
  onTestFinished(() => fake.close());
  return fake;
}

describe('render', () => {
  test('the request carries the resolution and frame rate that were asked for', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    await nemo.submitRender({ id: 'r', sessionId, draft: {}, output: { resolution: '4k', fps: 60 } });
    expect(fake.calls(ROUTES.render)[0]?.json).toMatchObject({
      output: { format: 'mp4', quality: 'high', resolution: '4k', fps: 60 },
    });
  });

  test.each([
    [{ output: { url: '/a.mp4', size: 1234, duration: 12.5 } }, 1234, 12_500],
    [{ output: { url: '/a.mp4', fileSize: '99', durationMs: 800 } }, 99, 800],
    [{ outputUrl: '/a.mp4', bytes: 7, duration: 15_000 }, 7, 15_000],
  ])('size and length are read from %j', async (fields, bytes, durationMs) => {
    const { fake, nemo } = await bench();
    await nemo.createSession('en');
    fake.next(ROUTES.renderStatus, answer.json({ status: 'completed', ...fields }));
    expect(await nemo.renderStatus('r')).toMatchObject({ outputUrl: `${fake.url}/a.mp4`, bytes, durationMs });
  });

  test.each([
    ['code', answer.code(409, 'conflict')],
    ['words', answer.json({ success: false, error: 'render r already exists' }, 400)],
  ])('a duplicate id is an error of its own, by %s', async (_name, handler) => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    fake.next(ROUTES.render, handler);
    const error = await nemoError(nemo.submitRender({ id: 'r', sessionId, draft: {} }));
    expect(error).toMatchObject({ code: 'duplicate-id', sent: 'no' });
  });

  test('submit, poll to the end, cancel', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const draft = { ...ONE_CLIP_DRAFT, strange: [null, { x: 1 }] };
    expect(await nemo.submitRender({ id: 'render_1', sessionId, draft })).toEqual({
      id: 'render_1',
      phase: 'pending',
      percent: 0,
    });
    expect(fake.calls(ROUTES.render)[0]?.json).toEqual({
      id: 'render_1',
      sessionId,
      draft,
      output: { format: 'mp4', quality: 'high' },
    });
    expect(await nemo.renderStatus('render_1')).toEqual({ id: 'render_1', phase: 'pending', percent: 0 });
    expect(await nemo.renderStatus('render_1')).toEqual({ id: 'render_1', phase: 'processing', percent: 50 });
    expect(await nemo.renderStatus('render_1')).toEqual({
      id: 'render_1',
      phase: 'completed',
      percent: 100,
      outputUrl: `${fake.url}/files/render_1.mp4`,
    });
    await nemo.cancelRender('render_1');
    expect(fake.calls(ROUTES.renderCancel)[0]?.body).toHaveLength(0);
    expect((await nemo.renderStatus('render_1')).phase).toBe('cancelled');
  });

  test.each([
    [
      { status: 'processing', progress: 0.37 },
      { phase: 'processing', percent: 37 },
    ],
    [
      { data: { status: 'Completed', outputUrl: 'https://c.invalid/a.mp4' } },
      { phase: 'completed', outputUrl: 'https://c.invalid/a.mp4' },
    ],
    [
      { code: 0, status: 'completed', output: { url: '/out/a.mp4' } },
      { phase: 'completed', outputUrl: '<api>/out/a.mp4' },
    ],
    [
      { status: 'completed', data: { outputUrl: 'https://c.invalid/a.mp4' } },
      { phase: 'completed', outputUrl: 'https://c.invalid/a.mp4' },
    ],
    [
      { success: true, data: { id: 'r', status: 'failed', error: 'no memory' } },
      { phase: 'failed', error: 'no memory' },
    ],
    [
      { status: 'failed', error: { message: 'no memory' } },
      { phase: 'failed', error: 'no memory' },
    ],
    [
      { status: 'compositing', progress: '45%' },
      { phase: 'processing', percent: 45 },
    ],
    [{ status: 'queued' }, { phase: 'pending' }],
    [{ status: 'canceled' }, { phase: 'cancelled' }],
    [
      { status: 'SUCCEEDED', progress: 250 },
      { phase: 'completed', percent: 100 },
    ],
  ])('the status %j', async (sent, expected) => {
    const { fake, nemo } = await bench();
    fake.on(ROUTES.renderStatus, answer.json(sent));
    const read = JSON.parse(JSON.stringify(await nemo.renderStatus('r')).replace(fake.url, '<api>'));
    expect(read).toEqual({ id: 'r', ...expected });
  });

  test('a submission answered without a status is pending, a poll without one an error', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    fake.on(ROUTES.render, answer.json({ success: true, data: { id: 'r' } }));
    expect((await nemo.submitRender({ id: 'r', sessionId, draft: {} })).phase).toBe('pending');
    fake.on(ROUTES.renderStatus, answer.json({ success: true, data: {} }));
    expect(await nemoError(nemo.renderStatus('r'))).toMatchObject({ code: 'bad-answer' });
  });

  test('402: the plan, not the credits', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    fake.on(ROUTES.render, answer.code(402, 'export blocked', 402));
    expect(await nemoError(nemo.submitRender({ id: 'r', sessionId, draft: {} }))).toMatchObject({
      name: 'NemoExportBlockedError',
      code: 'export-blocked',
      sent: 'no',
    });
  });

  test('a missing attribution header is what turns a render into 402', async () => {
    const { client, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const bare = client.for({ source: 'x', version: '', platform: 'unknown' });
    expect(await nemoError(bare.submitRender({ id: 'r', sessionId, draft: {} }))).toMatchObject({
      code: 'export-blocked',
    });
  });
});

describe('download', () => {
  const done = { id: 'r 1', phase: 'completed' } as const;

  test('another origin gets neither the token nor the attribution', async () => {
    const { fake, nemo } = await bench({ allowPrivateHosts: true });
    const other = await cdn();
    const { body, bytes } = await nemo.downloadRender({ ...done, outputUrl: `${other.url}/files/r.mp4?sig=1` });
    expect(bytes).toBe(other.video.length);
    expect((await bytesOf(body)).equals(other.video)).toBe(true);
    const { headers } = other.requests[0] ?? {};
    expect(headers?.authorization).toBeUndefined();
    expect(headers?.['x-skill-source']).toBeUndefined();
    expect(fake.requests).toHaveLength(0);
  });

  test('the API’s own origin gets them', async () => {
    const { fake, nemo } = await bench();
    await bytesOf((await nemo.downloadRender({ ...done, outputUrl: `${fake.url}/files/r.mp4` })).body);
    expect(fake.calls(ROUTES.file)[0]?.headers.authorization).toMatch(/^Bearer nmv_usr_/);
  });

  test('a redirect to another origin leaves the token behind', async () => {
    const { fake, nemo } = await bench({ allowPrivateHosts: true });
    const other = await cdn();
    fake.on(ROUTES.file, answer.redirect(`${other.url}/files/moved.mp4`));
    const { body } = await nemo.downloadRender({ ...done, outputUrl: '/files/r.mp4' });
    expect(await bytesOf(body)).toHaveLength(other.video.length);
    expect(other.requests[0]?.path).toBe('/files/moved.mp4');
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  test.each([
    ['404', answer.status(404)],
    ['403 as XML', answer.resetAfter('<Error>', 'application/xml')],
    ['a broken connection', answer.reset()],
    ['a web page', answer.html(200)],
    ['JSON', answer.json({ error: 'expired' })],
    ['an empty body', answer.bytes(Buffer.alloc(0))],
    ['redirects without end', answer.redirect('/files/again.mp4')],
    ['a redirect elsewhere', answer.redirect('file:///etc/passwd')],
  ])('%s at the output address: the download endpoint, with headers', async (_name, handler) => {
    const { fake, nemo } = await bench({ allowPrivateHosts: true });
    const other = await cdn();
    other.on(ROUTES.file, handler);
    const { body } = await nemo.downloadRender({ ...done, outputUrl: `${other.url}/files/r.mp4` });
    expect((await bytesOf(body)).equals(fake.video)).toBe(true);
    expect(other.requests.length).toBeLessThanOrEqual(6);
    const request = fake.calls(ROUTES.download)[0];
    expect(request?.params.id).toBe('r 1');
    expect(request?.headers.authorization).toMatch(/^Bearer /);
    expect(request?.headers['x-skill-source']).toBe('image-to-video-hd');
  });

  test('without an address, and after a stale token, the endpoint too', async () => {
    const { fake, nemo } = await bench();
    fake.next(ROUTES.download, answer.code(1001));
    expect((await bytesOf((await nemo.downloadRender(done)).body)).equals(fake.video)).toBe(true);
    fake.on(ROUTES.download, answer.html(200));
    expect(await nemoError(nemo.downloadRender(done))).toMatchObject({ code: 'bad-answer' });
  });

  test('a file that breaks off is an error for its reader', async () => {
    const { fake, nemo } = await bench();
    fake.on(ROUTES.download, answer.resetAfter('half', 'video/mp4'));
    const { body } = await nemo.downloadRender(done);
    expect(await nemoError(bytesOf(body))).toMatchObject({ code: 'unreachable', sent: 'maybe' });
  });

  test('a connection lost before anyone reads waits for the reader', async () => {
    const { fake, nemo } = await bench();
    fake.on(ROUTES.download, answer.resetAfter('half', 'video/mp4'));
    const { body } = await nemo.downloadRender(done);
    body.read(0);
    await new Promise<void>((resolve) => body.once('close', () => resolve()));
    expect(await nemoError(bytesOf(body))).toMatchObject({ code: 'unreachable', sent: 'maybe' });
  });

  test('no more bytes for too long; a reader that pauses is no reason', async () => {
    const { fake, nemo, clock } = await bench({ downloadStallMs: 5_000 });
    fake.on(ROUTES.download, (_request, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' });
      response.write('half');
    });
    const { body } = await nemo.downloadRender(done);
    await clock.advance(60_000);
    const error = nemoError(bytesOf(body));
    await clock.untilPending();
    await clock.advance(5_000);
    expect(await error).toMatchObject({ code: 'timeout' });
    expect(await fake.calls(ROUTES.download)[0]?.closed).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('destroying the body, or an abort, frees the socket', async () => {
    for (const end of ['destroy', 'abort'] as const) {
      const { fake, nemo, clock } = await bench();
      fake.on(ROUTES.download, (_request, response) => {
        response.writeHead(200, { 'content-type': 'video/mp4' });
        response.write('half');
      });
      const abort = new AbortController();
      const { body } = await nemo.downloadRender(done, { signal: abort.signal });
      const error = rejection(bytesOf(body));
      await clock.untilPending();
      if (end === 'abort') abort.abort(new Error('cancelled'));
      else body.destroy(new Error('cancelled'));
      expect(await error).toEqual(new Error('cancelled'));
      expect(await fake.calls(ROUTES.download)[0]?.closed).toBe(false);
    }
  });
});
