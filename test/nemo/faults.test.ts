import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { adk, answer, type FakeHandler, frame, ROUTES, startFakeNemo } from '../fakes/nemo/index.ts';
import { selfSigned } from './certificate.ts';
import { bench, nemoError, SleepClock } from './setup.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const KEPT = { clientId: 'kept', token: 'nmv_usr_kept' };

/** An answer that the test sends piece by piece. */
function byHand(contentType: string) {
  let open: (response: ServerResponse) => void = () => {};
  const opened = new Promise<ServerResponse>((resolve) => {
    open = resolve;
  });
  const handler: FakeHandler = (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    response.flushHeaders();
    open(response);
  };
  const send = async (text: string) => {
    const response = await opened;
    await new Promise((resolve) => response.write(text, resolve));
  };
  return { handler, send };
}

/** An answer that goes on as long as the client reads it. */
function endless(contentType: string, piece: () => string): { handler: FakeHandler; sent: () => number } {
  let bytes = 0;
  const handler: FakeHandler = async (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    const closed = new Promise((resolve) => response.once('close', resolve));
    while (!response.destroyed) {
      const text = piece();
      bytes += text.length;
      if (!response.write(text))
        await Promise.race([closed, new Promise((resolve) => response.once('drain', resolve))]);
    }
  };
  return { handler, sent: () => bytes };
}

async function readAll(body: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}

describe('TLS', () => {
  const once = { maxWaitMs: 0, retryBaseMs: 0 };

  test('a server that speaks no TLS: not sent', async () => {
    const plain = await startFakeNemo();
    onTestFinished(() => plain.close());
    const { nemo } = await bench({ apiUrl: plain.url.replace('http:', 'https:'), ...once }, KEPT);
    expect(await nemoError(nemo.prompt('s', 'hi'))).toMatchObject({ code: 'unreachable', sent: 'no' });
    expect(plain.requests).toEqual([]);
  });

  test('a certificate that nobody vouches for: not sent', async () => {
    let requests = 0;
    const server = createServer(selfSigned(), () => {
      requests += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const apiUrl = `https://localhost:${(server.address() as AddressInfo).port}`;
    const { nemo } = await bench({ apiUrl, ...once }, KEPT);
    const error = await nemoError(nemo.prompt('s', 'hi'));
    expect(error).toMatchObject({ code: 'unreachable', sent: 'no', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(requests).toBe(0);
  });
});

describe('a slow drip ends at the limit', () => {
  test('of an answer', async () => {
    const { fake, nemo, clock } = await bench({ uploadTimeoutMs: 5000 }, KEPT);
    fake.tokens.add(KEPT.token);
    fake.sessions.add('s');
    const { handler, send } = byHand('application/json');
    fake.on(ROUTES.upload, handler);
    const error = nemoError(nemo.uploadUrls('s', ['https://a.example/x.jpg']));
    for (let second = 0; second < 5; second++) {
      await send('{');
      await clock.advance(1000);
    }
    expect(await error).toMatchObject({ code: 'timeout', sent: 'maybe' });
    expect(await fake.calls(ROUTES.upload)[0]?.closed).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test.each([
    ['that says nothing', 'text/event-stream', () => 'x', 10, { end: 'stalled' }],
    ['of events', 'text/event-stream', () => frame(adk.partial('y')), 15, { end: 'timeout' }],
  ])('of a stream %s', async (_name, type, piece, minutes, expected) => {
    const { fake, nemo, clock } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const { handler, send } = byHand(type);
    fake.on(ROUTES.prompt, handler);
    let events = 0;
    const onEvent = () => {
      events += 1;
    };
    const reply = nemo.prompt(sessionId, 'hi', { onEvent });
    for (let minute = 0; minute < minutes; minute++) {
      await send(String(piece()));
      while (piece() !== 'x' && events <= minute) await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(MINUTE);
    }
    expect(await reply).toMatchObject(expected);
    expect(clock.pending).toBe(0);
  });

  test('of a web page in place of a stream', async () => {
    const { fake, nemo, clock } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const { handler, send } = byHand('text/html');
    fake.on(ROUTES.prompt, handler);
    const error = nemoError(nemo.prompt(sessionId, 'hi'));
    for (let minute = 0; minute < 10; minute++) {
      await send('<');
      await clock.advance(MINUTE);
    }
    expect(await error).toMatchObject({ code: 'timeout', sent: 'maybe' });
    expect(clock.pending).toBe(0);
  });

  test('of a video', async () => {
    const { fake, nemo, clock } = await bench({ downloadTimeoutMs: 5 * MINUTE });
    const { handler, send } = byHand('video/mp4');
    fake.on(ROUTES.download, handler);
    const { body } = await nemo.downloadRender({ id: 'r', phase: 'completed' });
    const error = nemoError(readAll(body));
    for (let half = 0; half < 10; half++) {
      await send('.');
      await clock.advance(MINUTE / 2);
    }
    expect(await error).toMatchObject({ code: 'timeout', message: 'GET render download: not whole within 300 s' });
    expect(clock.pending).toBe(0);
  });

  test('of a page in place of a video', async () => {
    const { fake, nemo, clock } = await bench({ retryBaseMs: 0, maxWaitMs: 0 });
    fake.on(ROUTES.download, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<');
    });
    const error = nemoError(nemo.downloadRender({ id: 'r', phase: 'completed' }));
    for (const attempt of [1, 2, 3, 4]) {
      await fake.called(ROUTES.download, attempt);
      await clock.untilPending();
      await clock.advance(MINUTE);
    }
    expect(await error).toMatchObject({ code: 'timeout' });
    expect(clock.pending).toBe(0);
  });
});

describe('endless bodies are read to a bound', () => {
  test('JSON: 8 MB', async () => {
    const { fake, nemo } = await bench();
    const { handler, sent } = endless('application/json', () => ' '.repeat(65_536));
    fake.on(ROUTES.credits, handler);
    expect(await nemoError(nemo.credits())).toMatchObject({ code: 'bad-answer', sent: 'yes' });
    expect(await fake.calls(ROUTES.credits)[0]?.closed).toBe(false);
    // What lay in the sockets' buffers comes on top.
    expect(sent()).toBeLessThan(32 << 20);
  });

  test.each([
    ['an event without an end', () => 'x'.repeat(65_536), 0, 'UNREADABLE'],
    ['words', () => String(frame(adk.partial('abcdefg '.repeat(800)))), 65_535, undefined],
  ])('a stream of %s: 64 MB, and 64 K characters of words', async (_name, piece, length, code) => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const { handler, sent } = endless('text/event-stream', piece);
    fake.on(ROUTES.prompt, handler);
    const reply = await nemo.prompt(sessionId, 'hi');
    expect(reply.end).toBe('cut');
    expect(reply.text).toHaveLength(length);
    expect(reply.error?.code).toBe(code);
    expect(await fake.calls(ROUTES.prompt)[0]?.closed).toBe(false);
    expect(sent()).toBeLessThan(128 << 20);
  });
});

test.each([302, 307, 308])('a redirect with %d of a call is not followed: no other origin sees it', async (status) => {
  const other = await startFakeNemo();
  onTestFinished(() => other.close());
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  fake.on(ROUTES.credits, answer.redirect(`${other.url}/api/credits/balance/simple`, status));
  fake.on(ROUTES.prompt, answer.redirect(`${other.url}/run_sse`, status));
  expect(await nemoError(nemo.credits())).toMatchObject({ code: 'refused', httpStatus: status });
  expect(await nemoError(nemo.prompt(sessionId, 'hi'))).toMatchObject({ code: 'refused', sent: 'maybe' });
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
  expect(other.requests).toEqual([]);
});

test('a stream of a wrong type is no stream', async () => {
  const { fake, nemo } = await bench();
  const { sessionId } = await nemo.createSession('en');
  fake.on(ROUTES.prompt, answer.bytes(Buffer.from('data: {}\n\n'), 'image/png'));
  expect(await nemoError(nemo.prompt(sessionId, 'hi'))).toMatchObject({ code: 'bad-answer', sent: 'yes' });
});

describe('a wall clock that jumps', () => {
  class JumpingClock extends SleepClock {
    jump = 0;
    override now(): number {
      return super.now() + this.jump;
    }
  }

  test.each([-365 * DAY, -DAY, DAY])('by %d ms in the middle of a call costs nothing', async (jump) => {
    const clock = new JumpingClock();
    const { fake, nemo } = await bench({ clock });
    await nemo.credits();
    fake.next(ROUTES.credits, async (request, response) => {
      clock.jump = jump;
      await answer.ok({ available: 7 })(request, response);
    });
    expect((await nemo.credits()).available).toBe(7);
    expect((await nemo.credits()).available).toBe(100);
    expect(fake.calls(ROUTES.token)).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('back: a token that is over all the same is renewed when Nemo says so', async () => {
    const clock = new JumpingClock();
    const { fake, nemo } = await bench({ clock });
    await nemo.credits();
    clock.jump = -30 * DAY;
    fake.tokens.clear();
    expect((await nemo.credits()).available).toBe(100);
    expect(fake.calls(ROUTES.token)).toHaveLength(2);
  });

  test('beyond the token’s end, though Nemo gives out no other yet: the token at hand goes on', async () => {
    const clock = new JumpingClock();
    const { fake, nemo, store } = await bench({ clock });
    await nemo.credits();
    clock.jump = 8 * DAY;
    fake.on(ROUTES.token, answer.status(429));
    const credits = nemo.credits();
    await clock.untilSleeping();
    await clock.advance(30_000);
    expect((await credits).available).toBe(100);
    expect(store.kept?.token).toBe('nmv_usr_1_client-1');
  });

  test('limits run on timers', async () => {
    const clock = new JumpingClock();
    const { fake, nemo } = await bench({ clock, uploadTimeoutMs: 5000 }, KEPT);
    fake.tokens.add(KEPT.token);
    fake.sessions.add('s');
    fake.on(ROUTES.upload, answer.never());
    const error = nemoError(nemo.uploadUrls('s', ['https://a.example/x.jpg']));
    await fake.called(ROUTES.upload);
    clock.jump = DAY;
    await clock.advance(4999);
    expect(clock.pending).toBe(1);
    clock.jump = -DAY;
    await clock.advance(1);
    expect(await error).toMatchObject({ code: 'timeout', sent: 'maybe' });
  });
});
