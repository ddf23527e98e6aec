import { describe, expect, test } from 'vitest';
import { adk, answer, type FakeHandler, ROUTES } from '../../fakes/nemo/index.ts';
import { bench, nemoError } from '../setup.ts';
import { readBytes, readEvents } from '../stream.ts';

const CALL = adk.call('c', 'generate_video');
const failing = (response: Record<string, unknown>) => [CALL, adk.result('c', 'generate_video', response)];

describe('the kind of an error is known wherever it appears', () => {
  test.each([
    ['a lone frame', [{ error: { code: 2001, message: 'no credits' } }], 'out-of-credits'],
    ['an ADK error code', [adk.errorCode('2001', 'no credits')], 'out-of-credits'],
    ['an ADK error name', [adk.errorCode('PERMISSION_DENIED', 'scope')], 'missing-scope'],
    ['an event of type error', [{ type: 'error', code: 402, message: 'plan' }], 'export-blocked'],
    [
      'an event of type error around an error',
      [{ type: 'error', error: { code: 2001, message: 'x' } }],
      'out-of-credits',
    ],
    [
      'an event of type error with an object',
      [{ type: 'error', content: { code: 2001, message: 'x' } }],
      'out-of-credits',
    ],
    ['an event of type error with JSON text', [{ type: 'error', content: '{"code":2001}' }], 'out-of-credits'],
    ['an envelope’s data alone', [{ data: { code: 2001, message: 'x' } }], 'out-of-credits'],
    ['a framework’s detail', [{ detail: { code: 2001, message: 'x' } }], 'out-of-credits'],
    ['a tool’s result in JSON text', failing({ result: '{"code":2001,"message":"x"}' }), 'out-of-credits'],
    ['words alone', [adk.error('Insufficient credits, please top up')], 'out-of-credits'],
    ['words in Chinese', [adk.error('积分不足，请充值')], 'out-of-credits'],
    ['an envelope after a tool call', [CALL, { code: 2001, message: 'x' }], 'out-of-credits'],
    ['a tool’s result', failing({ code: 2001, message: 'x' }), 'out-of-credits'],
    ['a tool’s result within a result', failing({ result: { success: false, error: { code: 403 } } }), 'missing-scope'],
    ['a tool’s status', failing({ status: 'error', error_code: 1010, message: 'x' }), 'auth'],
    ['a tool’s words', failing({ error: 'not enough credits' }), 'out-of-credits'],
    ['rate limits of the model', [adk.errorCode('429', 'exhausted')], 'rate-limited'],
    ['something unknown', [adk.errorCode('SAFETY', 'blocked')], undefined],
    ['a code that is no code', failing({ status: 'error', error_code: { toString: 1 }, message: 'x' }), undefined],
  ])('%s', async (_name, events, kind) => {
    const { reply } = await readEvents(events);
    expect(reply.error).toBeDefined();
    expect(reply.error?.kind).toBe(kind);
  });

  test('a failure of the account is kept whatever the agent says afterwards, others are not', async () => {
    const out = await readEvents([...failing({ code: 2001, message: 'x' }), adk.text('I could not do that.')]);
    expect(out.reply).toMatchObject({ text: 'I could not do that.', accountError: { kind: 'out-of-credits' } });
    expect(out.reply.error).toBeUndefined();
    const other = await readEvents([...failing({ error: 'no such clip' }), adk.text('I could not do that.')]);
    expect(other.reply.accountError).toBeUndefined();
  });

  test('a tool that failed and then worked is no error', async () => {
    const { reply } = await readEvents([
      ...failing({ error: 'busy' }),
      adk.call('d', 'generate_video'),
      adk.result('d', 'generate_video', { ok: true }),
    ]);
    expect(reply.error).toBeUndefined();
  });
});

describe('authentication errors renew the token once and repeat, since nothing was taken', () => {
  const rows: [string, FakeHandler][] = [
    ['code 1010', answer.code(1010)],
    ['code 1011 as text', answer.code('1011')],
    ['HTTP 401 without a body', answer.status(401)],
    ['code 401 with HTTP 200', answer.code(401)],
    ['1010 as a lone frame of a stream', answer.sse([{ code: 1010, message: 'expired' }])],
    ['an ADK error event', answer.sse([{ author: 'agent', errorCode: 'UNAUTHENTICATED', errorMessage: 'expired' }])],
    ['401 as an event of type error', answer.sse([{ type: 'error', code: 401, message: 'expired' }])],
  ];
  test.each(rows)('%s', async (_name, handler) => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    fake.next(ROUTES.prompt, handler);
    expect((await nemo.prompt(sessionId, 'hi')).text).toBe('Done.');
    expect(fake.calls(ROUTES.prompt)).toHaveLength(2);
    expect(fake.calls(ROUTES.token)).toHaveLength(2);
  });
});

describe('other servers', () => {
  test('an error body in place of a stream is not silence', async () => {
    const body = { detail: 'Session not found' };
    for (const handler of [answer.json(body), answer.sse([body]), answer.sse([JSON.stringify(body, null, 2)])]) {
      const { fake, nemo } = await bench();
      const { sessionId } = await nemo.createSession('en');
      fake.on(ROUTES.prompt, handler);
      expect(await nemoError(nemo.prompt(sessionId, 'hi'))).toMatchObject({ code: 'session-gone', sent: 'no' });
    }
    const { reply } = await readEvents([{ detail: 'Internal error' }]);
    expect(reply.error).toEqual({ code: 'ERROR', message: 'Internal error' });
  });

  test('a JSON array in place of a stream', async () => {
    const { fake, nemo } = await bench();
    const { sessionId } = await nemo.createSession('en');
    const events = [adk.call('c', 'cut'), adk.result('c', 'cut'), adk.text('The clip is cut.')];
    fake.next(ROUTES.prompt, answer.json(events), answer.sse([JSON.stringify(events)]));
    for (let i = 0; i < 2; i++) {
      const reply = await nemo.prompt(sessionId, 'hi');
      expect(reply).toMatchObject({ text: 'The clip is cut.', tools: [{ name: 'cut' }], end: 'clean' });
    }
  });

  test('two sub-agents that both say “Done.”', async () => {
    const by = (author: string) => ({ ...adk.text('Done.'), author });
    expect((await readEvents([by('cutter'), by('titler')])).reply.text).toBe('Done.\n\nDone.');
    expect((await readEvents([by('cutter'), by('cutter')])).reply.text).toBe('Done.');
  });

  test('pieces without id and `partial` are one text', async () => {
    const piece = (text: string) => ({ author: 'agent', content: { role: 'model', parts: [{ text }] } });
    expect((await readEvents(['I made ', 'it ', 'shorter.'].map(piece))).reply.text).toBe('I made it shorter.');
    const whole = await readEvents(['I made ', 'it ', 'shorter.', 'I made it shorter.'].map(piece));
    expect(whole.reply.text).toBe('I made it shorter.');
  });

  test('a stream whose bytes are no text at all', async () => {
    const { reply } = await readBytes(Buffer.from([0xff, 0xfe, 0x00, 0x01]));
    expect(reply.error?.code).toBe('UNREADABLE');
  });
});
