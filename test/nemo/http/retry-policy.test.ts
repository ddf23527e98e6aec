import { describe, expect, test } from 'vitest';
import type { Nemo } from '../../../src/nemo/nemo.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';
import { adk, answer, ROUTES } from '../../fakes/nemo/index.ts';
import { bench, nemoError, rejection, SKILL } from '../setup.ts';
import { startWire } from '../wire.ts';
import { listening, photo, recovery, silent } from './outages.ts';

const CALLS: [
  name: string,
  route: string,
  kind: 'idempotent' | 'at-most-once',
  call: (nemo: Nemo) => Promise<unknown>,
][] = [
  ['state', ROUTES.state, 'idempotent', (nemo) => nemo.state('session-1')],
  ['credits', ROUTES.credits, 'idempotent', (nemo) => nemo.credits()],
  ['render status', ROUTES.renderStatus, 'idempotent', (nemo) => nemo.renderStatus('r')],
  ['cancel', ROUTES.renderCancel, 'idempotent', (nemo) => nemo.cancelRender('r')],
  ['link', ROUTES.claim, 'idempotent', (nemo) => nemo.browserLink({ taskId: 't', sessionId: 'session-1' })],
  [
    'download',
    ROUTES.download,
    'idempotent',
    async (nemo) => (await nemo.downloadRender({ id: 'r', phase: 'completed' })).body.destroy(),
  ],
  ['prompt', ROUTES.prompt, 'at-most-once', (nemo) => nemo.prompt('session-1', 'hi')],
  ['files', ROUTES.upload, 'at-most-once', async (nemo) => nemo.uploadFiles('session-1', [await photo()])],
  ['addresses', ROUTES.upload, 'at-most-once', (nemo) => nemo.uploadUrls('session-1', ['https://a.invalid/x.jpg'])],
  ['session', ROUTES.session, 'idempotent', (nemo) => nemo.createSession('en')],
  [
    'render',
    ROUTES.render,
    'at-most-once',
    (nemo) => nemo.submitRender({ id: 'r', sessionId: 'session-1', draft: {} }),
  ],
];

describe('repeats', () => {
  test.each(CALLS)('%s, sent but not answered', async (_name, route, kind, call) => {
    const { fake, nemo } = await bench({ clock: new EagerClock() });
    await nemo.createSession('en');
    fake.renders.set('r', { id: 'r', sessionId: 'session-1', draft: {}, polls: 0, cancelled: false });
    const before = fake.calls(route).length;
    fake.next(route, answer.reset());
    if (kind === 'idempotent') await call(nemo);
    else expect(await nemoError(call(nemo))).toMatchObject({ code: 'unreachable', sent: 'maybe' });
    expect(fake.calls(route).length - before).toBe(kind === 'idempotent' ? 2 : 1);
  });

  test.each(CALLS.filter(([, , kind]) => kind === 'at-most-once'))(
    '%s, refused a connection: once, and whole, as soon as there is one',
    async (_name, route, _kind, call) => {
      const { fake, nemo: direct, store } = await bench();
      await direct.createSession('en');
      const wire = await startWire(fake.url);
      const { nemo, clock } = await bench({ apiUrl: wire.url }, store.kept);
      await wire.refuse();
      const before = fake.calls(route).length;
      const done = call(nemo);
      await clock.untilSleeping();
      await wire.accept();
      await clock.advance(500);
      await done;
      const requests = fake.calls(route).slice(before);
      expect(requests).toHaveLength(1);
      if (requests[0]?.parts[0]) expect(requests[0].parts[0].bytes).toHaveLength(100_000);
    },
  );

  test('four attempts with growing waits; the caller hears of the wait before the third and when it is over', async () => {
    const tools = await bench();
    const { fake, clock } = tools;
    await tools.nemo.credits();
    const { nemo, waits } = listening(tools);
    fake.next(ROUTES.credits, answer.reset(), answer.html(503), answer.status(500));
    const credits = nemo.credits();
    await clock.untilSleeping(1);
    expect(waits).toEqual([]);
    await clock.advance(500);
    await clock.untilSleeping(2);
    expect(waits).toEqual(['wait']);
    await clock.advance(1000);
    await clock.untilSleeping(3);
    await clock.advance(2000);
    expect((await credits).available).toBe(100);
    expect(waits).toEqual(['wait', 'resume']);
    expect(clock.sleeps).toEqual([500, 1000, 2000]);
    expect(tools.client.unreachableSince()).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  test('an abort ends the wait for the next attempt', async () => {
    const { fake, nemo, clock } = await bench();
    fake.on(ROUTES.credits, answer.reset());
    const abort = new AbortController();
    const error = rejection(nemo.credits({ signal: abort.signal }));
    await clock.untilSleeping();
    abort.abort(new Error('cancelled'));
    expect(await error).toEqual(new Error('cancelled'));
    expect(clock.pending).toBe(0);
  });

  test('one endpoint that alone is broken fails after two more attempts, not after the wait limit', async () => {
    const { fake, nemo, client } = await bench({ clock: new EagerClock() });
    await nemo.createSession('en');
    fake.on(ROUTES.state, answer.html(502));
    expect(await nemoError(nemo.state('session-1'))).toMatchObject({ code: 'unreachable', httpStatus: 502 });
    expect(fake.calls(ROUTES.state)).toHaveLength(6);
    // The one probe, whose answer lets the call go on.
    expect(fake.calls(ROUTES.credits)).toHaveLength(1);
    expect(client.unreachableSince()).toBeUndefined();
  });
});

describe('the breaker', () => {
  test('calls wait while Nemo is unreachable, one probe at a time is sent, and its answer releases them', async () => {
    const tools = await silent();
    const { fake, clock, client, sessionId } = tools;
    const since = clock.now();
    expect(client.unreachableSince()).toBe(since);
    expect(clock.pending).toBe(0);
    const { nemo, waits } = listening(tools);
    const replies = [nemo.prompt(sessionId, 'one'), nemo.prompt(sessionId, 'two'), nemo.state(sessionId)];
    const delays = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    for (const [index, ms] of delays.entries()) {
      await clock.untilSleeping(index + 1);
      await clock.advance(ms - 1);
      expect(fake.calls(ROUTES.credits)).toHaveLength(index);
      await clock.advance(1);
      await fake.called(ROUTES.credits, index + 1);
    }
    await clock.untilSleeping(delays.length + 1);
    expect(clock.sleeps).toEqual([...delays, 30_000]);
    expect(waits).toEqual(['wait', 'wait', 'wait']);
    const probe = fake.calls(ROUTES.credits)[0];
    expect(probe?.headers.authorization).toBe('Bearer nmv_usr_1_client-1');
    expect(probe?.headers['x-skill-source']).toBe('image-to-video-hd');
    expect(fake.calls(ROUTES.prompt)).toHaveLength(4);
    recovery(fake);
    await clock.advance(30_000);
    await Promise.all(replies);
    expect(client.unreachableSince()).toBeUndefined();
    expect(waits).toEqual(['wait', 'wait', 'wait', 'resume', 'resume', 'resume']);
    expect(fake.calls(ROUTES.prompt)).toHaveLength(6);
    expect(clock.pending).toBe(0);
  });

  test('a waiting prompt continues as soon as its stream opens, not when it ends', async () => {
    const tools = await silent();
    const { fake, clock, sessionId } = tools;
    const { nemo, waits } = listening(tools);
    recovery(fake);
    fake.next(ROUTES.prompt, answer.sse([adk.text('Wor')], { hang: true }));
    const abort = new AbortController();
    let waitsByThen: string[] | undefined;
    const onEvent = () => {
      waitsByThen ??= [...waits];
      abort.abort(new Error('seen enough'));
    };
    const error = rejection(nemo.prompt(sessionId, 'hi', { signal: abort.signal, onEvent }));
    await clock.untilSleeping();
    await clock.advance(1000);
    expect(await error).toEqual(new Error('seen enough'));
    expect(waitsByThen).toEqual(['wait', 'resume']);
    expect(clock.pending).toBe(0);
  });

  test('a waiting call that is refused afterwards has ended its wait as well', async () => {
    const tools = await silent();
    const { fake, clock, sessionId } = tools;
    const { nemo, waits } = listening(tools);
    recovery(fake);
    fake.on(ROUTES.prompt, answer.code(1002));
    const error = nemoError(nemo.prompt(sessionId, 'hi'));
    await clock.untilSleeping();
    await clock.advance(1000);
    expect(await error).toMatchObject({ code: 'session-gone' });
    expect(waits).toEqual(['wait', 'resume']);
  });

  test('a refusal is an answer: the count begins anew', async () => {
    const { fake, nemo, client } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const [reset, gone] = [answer.reset(), answer.code(1002)];
    fake.next(ROUTES.prompt, reset, reset, reset, gone, reset, reset, reset, answer.html(200), reset, reset, reset);
    for (let i = 0; i < 11; i++) await nemoError(nemo.prompt(sessionId, 'hi'));
    expect(client.unreachableSince()).toBeUndefined();
    expect(fake.calls(ROUTES.prompt)).toHaveLength(11);
  });

  test('a stream that breaks after its headers is no silence', async () => {
    const { fake, nemo, client } = await bench();
    const { sessionId } = await nemo.createSession('en');
    fake.on(ROUTES.prompt, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      // Not a reset, which may overtake the headers.
      response.socket?.end();
    });
    for (let i = 0; i < 5; i++) expect((await nemo.prompt(sessionId, 'hi')).end).toBe('cut');
    expect(client.unreachableSince()).toBeUndefined();
  });

  test('the wait is bounded: then the error says that nothing was sent', async () => {
    const tools = await silent({ maxWaitMs: 60_000 });
    const { fake, clock, sessionId } = tools;
    const { nemo, waits } = listening(tools);
    const error = nemoError(nemo.prompt(sessionId, 'hi'));
    await clock.untilSleeping();
    await clock.advance(60_000);
    expect(await error).toMatchObject({ name: 'NemoUnreachableError', code: 'unreachable', sent: 'no' });
    expect(fake.calls(ROUTES.prompt)).toHaveLength(4);
    expect(waits).toEqual(['wait']);
    expect(clock.pending).toBe(0);
  });

  test('a call may refuse to wait', async () => {
    const tools = await silent();
    const { nemo, waits } = listening(tools);
    const error = await nemoError(nemo.credits({ maxWaitMs: 0 }));
    expect(error).toMatchObject({ name: 'NemoUnreachableError', sent: 'no' });
    expect(tools.fake.calls(ROUTES.credits)).toHaveLength(0);
    expect(waits).toEqual([]);
    expect(tools.clock.pending).toBe(0);
  });

  test('an abort ends one wait; with the last one the probing ends, and the next call begins it again', async () => {
    const { fake, nemo, clock, sessionId } = await silent();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = rejection(nemo.prompt(sessionId, 'one', { signal: one.signal }));
    const second = rejection(nemo.state(sessionId, { signal: two.signal }));
    await clock.untilSleeping();
    one.abort(new Error('first'));
    expect(await first).toEqual(new Error('first'));
    // The probe's delay, and the wait limit of the second call.
    expect(clock.pending).toBe(2);
    two.abort(new Error('second'));
    expect(await second).toEqual(new Error('second'));
    expect(clock.pending).toBe(0);
    await clock.advance(3_600_000);
    expect(fake.calls(ROUTES.credits)).toHaveLength(0);
    recovery(fake);
    // The wait is long over: the probe goes out at once.
    const reply = nemo.prompt(sessionId, 'two');
    await clock.untilSleeping(2);
    await clock.advance(0);
    expect((await reply).text).toBe('Done.');
  });

  test('closing the client ends all waits', async () => {
    const { nemo, clock, client, sessionId } = await silent();
    const errors = [nemoError(nemo.prompt(sessionId, 'one')), nemoError(nemo.state(sessionId))];
    await clock.untilSleeping();
    await client.close();
    for (const error of await Promise.all(errors)) expect(error).toMatchObject({ code: 'unreachable', sent: 'no' });
    expect(clock.pending).toBe(0);
  });

  test('the probe never requests a token, and a token request is counted and waits as any other', async () => {
    const { fake, client } = await bench({ clock: new EagerClock() });
    fake.next(ROUTES.token, answer.reset(), answer.html(502), answer.reset(), answer.status(504));
    let waits = 0;
    const nemo = client.for(SKILL, { onWait: () => waits++ });
    expect((await nemo.credits()).available).toBe(100);
    expect(waits).toBe(1);
    const [probe, call] = fake.calls(ROUTES.credits);
    expect(probe?.headers.authorization).toBeUndefined();
    expect(probe?.headers['x-skill-platform']).toBe('clawhub');
    expect(call?.headers.authorization).toMatch(/^Bearer /);
    expect(fake.calls(ROUTES.token)).toHaveLength(5);
  });

  test('a listener that throws costs nothing', async () => {
    const { fake, client, logged } = await bench({ clock: new EagerClock() });
    const broken = () => {
      throw new Error('listener broke');
    };
    fake.next(ROUTES.credits, answer.reset(), answer.reset());
    const nemo = client.for(SKILL, { onWait: broken, onResume: broken });
    expect((await nemo.credits()).available).toBe(100);
    expect(logged.filter((line) => line.includes('listener broke'))).toHaveLength(2);
  });
});
