import { describe, expect, test } from 'vitest';
import { answer, type FakeHandler, ROUTES } from '../fakes/nemo/index.ts';
import { bench, nemoError, rejection } from './setup.ts';

describe('answers', () => {
  test('a session, from either spelling and shape', async () => {
    const { fake, nemo } = await bench();
    fake.userId = undefined;
    fake.next(
      ROUTES.session,
      answer.ok({ task_id: 't1', session_id: 's1', user_id: 'anon_1', brand_new_field: [1] }),
      answer.json({ success: true, data: { taskId: 2, sessionId: 's2' } }),
      answer.json({ task_id: 't3', session_id: 's3' }),
    );
    expect(await nemo.createSession('zh')).toEqual({ taskId: 't1', sessionId: 's1', userId: 'anon_1' });
    expect(await nemo.createSession('zh')).toEqual({ taskId: '2', sessionId: 's2' });
    expect(await nemo.createSession('zh')).toEqual({ taskId: 't3', sessionId: 's3' });
    expect(fake.calls(ROUTES.session)[0]?.json).toEqual({ task_name: 'project', language: 'zh' });
  });

  test('a session takes the account’s user id where the answer has none', async () => {
    const { fake, nemo } = await bench();
    fake.next(ROUTES.session, answer.ok({ task_id: 't', session_id: 's' }));
    expect((await nemo.createSession('en')).userId).toBe('anon_1');
  });

  test('a missing session_id is an error with a clear message, never undefined', async () => {
    const { fake, nemo } = await bench();
    fake.on(ROUTES.session, answer.ok({ task_id: 't1' }));
    const error = await nemoError(nemo.createSession('en'));
    expect(error).toMatchObject({ name: 'NemoBadAnswerError', code: 'bad-answer', sent: 'yes' });
    expect(error.message).toBe('POST with-session: the answer has no usable session_id');
  });

  test('credits as numbers or as text', async () => {
    const { fake, nemo } = await bench();
    fake.credits = { available: '70', frozen: '30', total: '100' };
    expect(await nemo.credits()).toEqual({ available: 70, frozen: 30, total: 100 });
    fake.on(ROUTES.credits, answer.json({ available: 12.5, frozen: null }));
    expect(await nemo.credits()).toEqual({ available: 12.5, frozen: 0, total: 12.5 });
  });

  test('the state: draft untouched, media in order with absolute addresses', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    expect(await nemo.state(sessionId)).toEqual({ draft: null, generatedMedia: [], videoInfos: [], userId: 'anon_1' });
    fake.state.draft = { t: [{ tt: 0, sg: [] }], strange: { deep: true } };
    fake.state.generated_media = [
      { cdn_url: '/files/a.mp4', fileType: 'video' },
      'https://cdn.invalid/b.mp3',
      { no: 1 },
    ];
    expect(await nemo.state(sessionId)).toEqual({
      draft: { t: [{ tt: 0, sg: [] }], strange: { deep: true } },
      videoInfos: [],
      generatedMedia: [
        { key: '/files/a.mp4', url: `${fake.url}/files/a.mp4`, kind: 'video' },
        { key: 'https://cdn.invalid/b.mp3', url: 'https://cdn.invalid/b.mp3' },
      ],
      userId: 'anon_1',
    });
  });

  test('the browser link holds the claim token and not the account’s', async () => {
    const { fake, nemo } = await bench();
    const session = await nemo.createSession('en');
    fake.next(ROUTES.claim, answer.ok({ claim_token: 'clm_a/b', expires_in: 604_800 }));
    expect(await nemo.browserLink(session)).toBe('https://web.invalid/workspace/claim?ct=clm_a%2Fb');
    expect(fake.calls(ROUTES.claim)[0]?.json).toEqual({ task_id: session.taskId, session_id: session.sessionId });
  });

  test('calls share kept-alive connections', async () => {
    const { fake, nemo } = await bench();
    for (let i = 0; i < 9; i++) await nemo.credits();
    // A call that follows at once may find the first connection still busy with its answer's end.
    expect(new Set(fake.requests.map((request) => request.connection)).size).toBeLessThanOrEqual(2);
  });
});

describe('refusals', () => {
  const rows: [string, FakeHandler, Record<string, unknown>][] = [
    ['1002', answer.code(1002), { name: 'NemoSessionGoneError', code: 'session-gone' }],
    ['404 for a session', answer.json({ detail: 'Session not found' }, 404), { code: 'session-gone' }],
    ['2001', answer.code('2001'), { name: 'NemoCreditsError', code: 'out-of-credits', nemoCode: 2001 }],
    ['2001 with HTTP 402', answer.code(2001, 'x', 402), { code: 'out-of-credits', httpStatus: 402 }],
    ['4001', answer.code(4001), { name: 'NemoUnsupportedTypeError', code: 'unsupported-type' }],
    ['4002', answer.code(4002), { name: 'NemoTooLargeError', code: 'too-large' }],
    ['HTTP 413', answer.html(413), { code: 'too-large', httpStatus: 413 }],
    ['402', answer.code(402), { name: 'NemoExportBlockedError', code: 'export-blocked' }],
    ['HTTP 402', answer.status(402), { code: 'export-blocked' }],
    ['another code', answer.code(7777, 'odd'), { name: 'NemoRefusedError', nemoCode: 7777, sent: 'maybe' }],
    ['success: false', answer.json({ success: false, error: 'odd' }), { code: 'refused', sent: 'maybe' }],
    ['HTTP 403', answer.html(403), { name: 'NemoScopeError', code: 'missing-scope', sent: 'no' }],
    ['HTTP 500', answer.status(500), { name: 'NemoUnreachableError', code: 'unreachable', sent: 'maybe' }],
    ['HTTP 502 page', answer.html(502), { code: 'unreachable', httpStatus: 502 }],
    ['a web page', answer.html(200), { name: 'NemoBadAnswerError', code: 'bad-answer', sent: 'yes' }],
    ['a picture', answer.bytes(Buffer.from('{}'), 'image/png'), { code: 'bad-answer' }],
    ['no JSON', answer.bytes(Buffer.from('{"code":0'), 'application/json'), { code: 'bad-answer' }],
    ['an empty body', answer.status(200), { code: 'bad-answer' }],
    ['too much', answer.json({ code: 0, data: { x: 'y'.repeat(9 << 20) } }), { code: 'bad-answer' }],
    ['a lost connection', answer.reset(), { name: 'NemoUnreachableError', code: 'unreachable', sent: 'maybe' }],
    ['half an answer', answer.resetAfter('{"code":0,'), { code: 'unreachable', sent: 'maybe' }],
  ];

  test.each(rows)('%s', async (_name, handler, expected) => {
    const { fake, nemo } = await bench();
    fake.sessions.add('s');
    // A call that is never repeated once it went out.
    fake.on(ROUTES.upload, handler);
    expect(await nemoError(nemo.uploadUrls('s', ['https://a.example/x.jpg']))).toMatchObject(expected);
    expect(fake.calls(ROUTES.upload)).toHaveLength(1);
  });

  test('429: wait, one repeat, then a typed error', async () => {
    const { fake, nemo, clock } = await bench();
    fake.next(ROUTES.credits, answer.code(429));
    const credits = nemo.credits();
    await clock.untilSleeping(1);
    await clock.advance(30_000);
    expect((await credits).available).toBe(100);
    fake.on(ROUTES.credits, answer.status(429));
    const error = nemoError(nemo.credits());
    await clock.untilSleeping(2);
    await clock.advance(30_000);
    expect(await error).toMatchObject({ name: 'NemoRateLimitedError', sent: 'no' });
    expect(clock.sleeps).toEqual([30_000, 30_000]);
    expect(fake.calls(ROUTES.credits)).toHaveLength(4);
  });

  test('the wait after a 429 ends with the caller’s abort', async () => {
    const { fake, nemo, clock } = await bench();
    fake.on(ROUTES.credits, answer.status(429));
    const abort = new AbortController();
    const error = rejection(nemo.credits({ signal: abort.signal }));
    await clock.untilSleeping();
    abort.abort(new Error('cancelled'));
    expect(await error).toEqual(new Error('cancelled'));
    expect(clock.pending).toBe(0);
  });

  test('nobody listens: certainly not sent', async () => {
    const { fake, nemo } = await bench({ maxWaitMs: 0, retryBaseMs: 0 }, { clientId: 'c', token: 't' });
    await fake.close();
    expect(await nemoError(nemo.createSession('en'))).toMatchObject({ code: 'unreachable', sent: 'no' });
  });

  test('no answer within the limit', async () => {
    const { fake, nemo, clock } = await bench({ uploadTimeoutMs: 5_000 });
    fake.sessions.add('s');
    fake.on(ROUTES.upload, answer.never());
    const error = nemoError(nemo.uploadUrls('s', ['https://a.example/x.jpg']));
    const request = await fake.called(ROUTES.upload);
    await clock.advance(5_000);
    expect(await error).toMatchObject({ name: 'NemoTimeoutError', code: 'timeout', sent: 'maybe' });
    expect(await request.closed).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('an abort rejects with its reason and frees the socket', async () => {
    const { fake, nemo, clock } = await bench();
    fake.on(ROUTES.credits, answer.never());
    const abort = new AbortController();
    const error = rejection(nemo.credits({ signal: abort.signal }));
    const request = await fake.called(ROUTES.credits);
    abort.abort('stop');
    expect(await error).toBe('stop');
    expect(await request.closed).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
