import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { PromptEvent } from '../../../src/nemo/nemo.ts';
import { adk, answer, type FakeHandler, HEARTBEAT, ROUTES } from '../../fakes/nemo/index.ts';
import { type Bench, bench, nemoError, rejection } from '../setup.ts';

const MINUTE = 60_000;

async function session(options?: Parameters<typeof bench>[0]): Promise<Bench & { sessionId: string }> {
  const tools = await bench(options);
  const { sessionId } = await tools.nemo.createSession('en');
  return { ...tools, sessionId };
}

/** A stream that the test writes to by hand; `send` waits for the prompt. */
function stream() {
  let open: (response: ServerResponse) => void = () => {};
  const opened = new Promise<ServerResponse>((resolve) => {
    open = resolve;
  });
  const handler: FakeHandler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    open(response);
  };
  return { handler, send: async (text: string) => void (await opened).write(text) };
}

/** Collects events and lets a test wait for the next ones. */
function listener() {
  const events: PromptEvent[] = [];
  return {
    events,
    onEvent: (event: PromptEvent) => void events.push(event),
    async until(count: number) {
      while (events.length < count) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('the request is ADK’s, key by key, and the reply is gathered', async () => {
  const { fake, nemo, sessionId } = await session();
  fake.next(
    ROUTES.prompt,
    fake.sse([
      HEARTBEAT,
      adk.call('c1', 'cut', { seconds: 3 }, 'Cutting.'),
      adk.result('c1', 'cut', { ok: true }),
      adk.file('/files/raw.mp4'),
      adk.partial('Done, '),
      adk.partial('three seconds.'),
      adk.text('Done, three seconds.'),
    ]),
  );
  const { events, onEvent } = listener();
  expect(await nemo.prompt(sessionId, 'cut it to 3 s "now"\n🎬', { onEvent })).toEqual({
    text: 'Cutting.\n\nDone, three seconds.',
    tools: [{ name: 'cut', args: { seconds: 3 }, response: { ok: true } }],
    files: [`${fake.url}/files/raw.mp4`],
    end: 'clean',
  });
  expect(events).toEqual([
    { type: 'alive' },
    { type: 'text', delta: 'Cutting.' },
    { type: 'tool-call', name: 'cut', args: { seconds: 3 }, id: 'c1' },
    { type: 'tool-result', name: 'cut', response: { ok: true }, id: 'c1' },
    { type: 'alive' },
    { type: 'text', delta: 'Done, ' },
    { type: 'text', delta: 'three seconds.' },
    { type: 'alive' },
  ]);
  const request = fake.calls(ROUTES.prompt)[0];
  expect(request?.headers.accept).toBe('text/event-stream');
  expect(request?.json).toEqual({
    app_name: 'nemo_agent',
    user_id: 'me',
    session_id: sessionId,
    new_message: { role: 'user', parts: [{ text: 'cut it to 3 s "now"\n🎬' }] },
  });
});

test('JSON that holds neither events nor a refusal ends the prompt as unreadable, and is never sent again', async () => {
  const { fake, nemo, sessionId } = await session();
  fake.on(ROUTES.prompt, answer.ok({}));
  expect(await nemo.prompt(sessionId, 'hi')).toMatchObject({ text: '', error: { code: 'UNREADABLE' } });
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
});

test('an empty stream is a clean end without words', async () => {
  const { fake, nemo, sessionId } = await session();
  fake.on(ROUTES.prompt, fake.sse([]));
  expect(await nemo.prompt(sessionId, 'hi')).toEqual({ text: '', tools: [], files: [], end: 'clean' });
});

test.each([
  ['in the middle of an event', { bytes: 300, cut: true }],
  ['after whole events', { cut: true }],
  ['in the middle of an event, though the body was closed in order', { bytes: 300 }],
])('a connection lost %s is a cut, and the prompt is not sent again', async (_name, options) => {
  const { fake, nemo, sessionId } = await session();
  fake.on(ROUTES.prompt, fake.sse([adk.call('c', 'cut'), adk.result('c', 'cut'), adk.text('Almost')], options));
  expect((await nemo.prompt(sessionId, 'hi')).end).toBe('cut');
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
});

test('a connection lost before the answer: maybe sent, and never sent again', async () => {
  const { fake, nemo, sessionId } = await session();
  fake.on(ROUTES.prompt, answer.reset());
  expect(await nemoError(nemo.prompt(sessionId, 'hi'))).toMatchObject({ code: 'unreachable', sent: 'maybe' });
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
});

test.each([
  ['HTTP 500', answer.status(500), 'unreachable', 'maybe'],
  ['HTTP 504 page', answer.html(504), 'unreachable', 'maybe'],
  ['a web page', answer.html(200), 'bad-answer', 'yes'],
  ['2001', answer.code(2001), 'out-of-credits', 'no'],
  ['2001 inside a stream', answer.sse([{ code: 2001, message: 'no credits' }]), 'out-of-credits', 'no'],
  ['1002', answer.code(1002, 'gone', 404), 'session-gone', 'no'],
])('%s in place of a stream', async (_name, handler, code, sent) => {
  const { fake, nemo, sessionId } = await session();
  fake.on(ROUTES.prompt, handler);
  expect(await nemoError(nemo.prompt(sessionId, 'hi'))).toMatchObject({ code, sent });
  expect(fake.calls(ROUTES.prompt)).toHaveLength(1);
});

test('the only repeats: 1001 and 429 before any stream', async () => {
  const { fake, nemo, sessionId, clock } = await session();
  fake.next(ROUTES.prompt, answer.code(1001), answer.code(429, 'slow down', 429), fake.sse([adk.text('Done.')]));
  const reply = nemo.prompt(sessionId, 'hi');
  await clock.untilSleeping();
  await clock.advance(30_000);
  expect((await reply).text).toBe('Done.');
  expect(fake.calls(ROUTES.prompt)).toHaveLength(3);
});

test('heartbeats alone for ten minutes: stalled, and the socket is freed', async () => {
  const { fake, nemo, sessionId, clock } = await session({ streamTimeoutMs: 60 * MINUTE });
  const { handler, send } = stream();
  fake.next(ROUTES.prompt, handler);
  const { onEvent, until } = listener();
  const reply = nemo.prompt(sessionId, 'hi', { onEvent });
  const piece = (text: string) => `data: ${JSON.stringify(adk.partial(text))}\n\n`;
  await send(piece('Wor'));
  await until(1);
  await clock.advance(9 * MINUTE);
  // An event of the agent starts the ten minutes anew; heartbeats do not.
  await send(piece('king'));
  await until(2);
  for (let minute = 1; minute <= 9; minute++) {
    await clock.advance(MINUTE);
    await send(HEARTBEAT);
    await until(2 + minute);
  }
  await clock.advance(MINUTE - 1);
  expect(clock.pending).toBe(2);
  await clock.advance(1);
  expect(await reply).toMatchObject({ text: 'Working', end: 'stalled' });
  expect(await fake.calls(ROUTES.prompt)[0]?.closed).toBe(false);
  expect(clock.pending).toBe(0);
});

test('stalled without a single byte after the headers', async () => {
  const { fake, nemo, sessionId, clock } = await session();
  fake.next(ROUTES.prompt, fake.sse([HEARTBEAT], { hang: true }));
  const { onEvent, until } = listener();
  const reply = nemo.prompt(sessionId, 'hi', { onEvent });
  await until(1);
  await clock.advance(10 * MINUTE - 1);
  expect(clock.pending).toBe(2);
  await clock.advance(1);
  expect((await reply).end).toBe('stalled');
  expect(await fake.calls(ROUTES.prompt)[0]?.closed).toBe(false);
  expect(clock.pending).toBe(0);
});

test('the stream’s own limit', async () => {
  const { fake, nemo, sessionId, clock } = await session({ streamTimeoutMs: MINUTE });
  fake.next(ROUTES.prompt, fake.sse([adk.text('First part.')], { hang: true }));
  const { onEvent, until } = listener();
  const reply = nemo.prompt(sessionId, 'hi', { onEvent });
  await until(1);
  await clock.advance(MINUTE);
  expect(await reply).toMatchObject({ text: 'First part.', end: 'timeout' });
});

test('no headers within the limit: maybe sent', async () => {
  const { fake, nemo, sessionId, clock } = await session();
  fake.next(ROUTES.prompt, answer.never());
  const error = nemoError(nemo.prompt(sessionId, 'hi'));
  await fake.called(ROUTES.prompt);
  await clock.advance(10 * MINUTE);
  expect(await error).toMatchObject({ code: 'timeout', sent: 'maybe' });
  expect(clock.pending).toBe(0);
});

test('an abort rejects with its reason and frees the socket, before and within the stream', async () => {
  for (const handler of [answer.never(), answer.sse([adk.text('Wor')], { hang: true })]) {
    const { fake, nemo, sessionId, clock } = await session();
    fake.next(ROUTES.prompt, handler);
    const abort = new AbortController();
    const error = rejection(nemo.prompt(sessionId, 'hi', { signal: abort.signal }));
    const request = await fake.called(ROUTES.prompt);
    abort.abort(new Error('cancelled'));
    expect(await error).toEqual(new Error('cancelled'));
    expect(await request.closed).toBe(false);
    expect(clock.pending).toBe(0);
  }
});

test('a listener that throws does not cost the reply', async () => {
  const { nemo, sessionId, logged } = await session();
  const onEvent = () => {
    throw new Error('listener broke');
  };
  expect((await nemo.prompt(sessionId, 'hi', { onEvent })).text).toBe('Done.');
  expect(logged.join('')).toContain('listener broke');
});
