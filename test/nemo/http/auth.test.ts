import { expect, test } from 'vitest';
import { EagerClock } from '../../fakes/eager-clock.ts';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { bench, nemoError, rejection, SKILL } from '../setup.ts';

const DAY = 24 * 60 * 60 * 1000;

test('the first call gets an anonymous token; the client id is kept before it is used', async () => {
  const { fake, nemo, store, clock } = await bench();
  let keptWhenAsked: unknown;
  fake.next(ROUTES.token, (request, response) => {
    keptWhenAsked = store.kept;
    fake.tokens.add('nmv_usr_a');
    return answer.ok({ token: 'nmv_usr_a', user_id: 'anon_7', credits: 100 })(request, response);
  });
  await nemo.credits();
  expect(keptWhenAsked).toEqual({ clientId: 'client-1' });
  expect(store.kept).toEqual({
    clientId: 'client-1',
    token: 'nmv_usr_a',
    tokenExpiresAt: clock.now() + 7 * DAY,
    userId: 'anon_7',
  });
  const asked = fake.calls(ROUTES.token)[0];
  expect(asked?.headers['x-client-id']).toBe('client-1');
  expect(asked?.body).toHaveLength(0);
  expect(fake.calls(ROUTES.credits)[0]?.headers.authorization).toBe('Bearer nmv_usr_a');
});

test('every request bears the three attribution headers, each skill its own', async () => {
  const { fake, client, nemo } = await bench();
  const session = await nemo.createSession('en');
  await nemo.prompt(session.sessionId, 'hi');
  await client.for({ source: 'other', version: '2.1.0', platform: 'cursor' }).credits();
  const seen = fake.requests.map(({ headers }) => [
    headers['x-skill-source'],
    headers['x-skill-version'],
    headers['x-skill-platform'],
  ]);
  const own = ['image-to-video-hd', '1.0.0', 'clawhub'];
  expect(seen).toEqual([own, own, own, ['other', '2.1.0', 'cursor']]);
});

test('concurrent first calls ask for one token', async () => {
  const { fake, nemo, client } = await bench();
  await Promise.all([nemo.credits(), nemo.credits(), client.for({ ...SKILL, source: 'other' }).credits()]);
  expect(fake.calls(ROUTES.token)).toHaveLength(1);
});

test('an abort ends one caller’s wait for the token, not the others’', async () => {
  const { fake, nemo } = await bench();
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  fake.next(ROUTES.token, async (request, response) => {
    await gate;
    fake.tokens.add('nmv_usr_a');
    await answer.ok({ token: 'nmv_usr_a' })(request, response);
  });
  const abort = new AbortController();
  const first = rejection(nemo.credits({ signal: abort.signal }));
  const second = nemo.credits();
  await fake.called(ROUTES.token);
  abort.abort(new Error('cancelled'));
  expect(await first).toEqual(new Error('cancelled'));
  release();
  expect(await second).toEqual({ available: 100, frozen: 0, total: 100 });
  expect(fake.calls(ROUTES.token)).toHaveLength(1);
});

test('a kept token is used again until it expires, then renewed for the same client id', async () => {
  const start = Date.UTC(2026, 0, 1);
  const { fake, nemo, clock } = await bench(
    {},
    { clientId: 'kept', token: 'nmv_usr_old', tokenExpiresAt: start + DAY },
  );
  fake.tokens.add('nmv_usr_old');
  await nemo.credits();
  expect(fake.calls(ROUTES.token)).toHaveLength(0);
  await clock.advance(DAY);
  await nemo.credits();
  expect(fake.calls(ROUTES.token).map((call) => call.headers['x-client-id'])).toEqual(['kept']);
});

test.each([
  ['2026-01-03T00:00:00Z', Date.UTC(2026, 0, 3)],
  [1_767_398_400, Date.UTC(2026, 0, 3)],
  ['1767398400000', Date.UTC(2026, 0, 3)],
])('an expiry as %s', async (expires_at, expected) => {
  const { fake, nemo, store } = await bench();
  fake.tokens.add('t');
  fake.next(ROUTES.token, answer.ok({ token: 't', expires_at }));
  await nemo.credits();
  expect(store.kept?.tokenExpiresAt).toBe(expected);
});

test.each([
  ['in the envelope', answer.code(1001)],
  ['as text', answer.code('1001')],
  ['as HTTP 401', answer.html(401)],
])('1001 %s: a new token for the same client id, and the call once more', async (_name, refusal) => {
  const { fake, nemo } = await bench();
  await nemo.credits();
  fake.next(ROUTES.credits, refusal);
  expect((await nemo.credits()).available).toBe(100);
  expect(fake.calls(ROUTES.token).map((call) => call.headers['x-client-id'])).toEqual(['client-1', 'client-1']);
  expect(fake.calls(ROUTES.credits)).toHaveLength(3);
});

test('1001 again after the renewal is an error, after one renewal only', async () => {
  const { fake, nemo } = await bench();
  fake.on(ROUTES.credits, answer.code(1001));
  const error = await nemoError(nemo.credits());
  expect(error).toMatchObject({ name: 'NemoAuthError', code: 'auth', nemoCode: 1001, configured: false, sent: 'no' });
  expect(fake.calls(ROUTES.token)).toHaveLength(2);
  expect(fake.calls(ROUTES.credits)).toHaveLength(2);
});

test('many calls refused at once renew the token once', async () => {
  const { fake, nemo } = await bench({}, { clientId: 'kept', token: 'stale' });
  await Promise.all([nemo.credits(), nemo.credits(), nemo.credits()]);
  expect(fake.calls(ROUTES.token)).toHaveLength(1);
});

test('a call that is refused after another one has renewed the token takes the new one, and renews nothing', async () => {
  const { fake, nemo } = await bench({}, { clientId: 'kept', token: 'stale' });
  fake.tokens.add('stale');
  let refuse = () => {};
  const renewed = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  fake.next(ROUTES.credits, async (request, response) => {
    await renewed;
    await answer.code(1001)(request, response);
  });
  const late = nemo.credits();
  await fake.called(ROUTES.credits, 1);
  fake.tokens.delete('stale');
  await nemo.credits();
  refuse();
  expect((await late).available).toBe(100);
  expect(fake.calls(ROUTES.token)).toHaveLength(1);
});

test('a token that was refused is not sent again when no new one could be had', async () => {
  const { fake, nemo } = await bench({ clock: new EagerClock() }, { clientId: 'kept', token: 'stale' });
  fake.next(ROUTES.token, answer.status(429), answer.status(429));
  expect(await nemoError(nemo.credits())).toMatchObject({ name: 'NemoRateLimitedError' });
  expect((await nemo.credits()).available).toBe(100);
  const sent = fake.calls(ROUTES.credits).map(({ headers }) => headers.authorization === 'Bearer stale');
  expect(sent).toEqual([true, false]);
});

test('a configured token is never replaced by another account', async () => {
  const { fake, nemo, logged, store } = await bench({ token: 'nmv_usr_operator' });
  const error = await nemoError(nemo.credits());
  expect(error).toMatchObject({ name: 'NemoAuthError', configured: true });
  expect(fake.calls(ROUTES.token)).toHaveLength(0);
  expect(fake.calls(ROUTES.credits)).toHaveLength(1);
  expect(store.saved).toEqual([]);
  expect(logged.filter((line) => line.includes('NEMO_TOKEN'))).toHaveLength(1);
  expect(logged.join('')).not.toContain('nmv_usr_operator');
});

test('the operator hears once that the account is refused, until it is accepted again', async () => {
  const { fake, nemo, client, logged } = await bench();
  const reports = () => logged.filter((line) => line.includes('Nemo refuses the account')).length;
  expect(client.isAccountRefused()).toBe(false);
  fake.on(ROUTES.credits, answer.code(1010));
  await nemoError(nemo.credits());
  await nemoError(nemo.credits());
  expect(client.isAccountRefused()).toBe(true);
  expect(reports()).toBe(1);
  fake.on(ROUTES.credits, answer.ok(fake.credits));
  await nemo.credits();
  expect(client.isAccountRefused()).toBe(false);
  fake.on(ROUTES.credits, answer.status(401));
  await nemoError(nemo.credits());
  expect(reports()).toBe(2);
});

test('400 for the client id: another one is generated, kept and tried once', async () => {
  const { fake, nemo, store } = await bench({}, { clientId: 'lost' });
  fake.next(ROUTES.token, answer.code(400, 'X-Client-Id missing', 400));
  await nemo.credits();
  expect(fake.calls(ROUTES.token).map((call) => call.headers['x-client-id'])).toEqual(['lost', 'client-1']);
  expect(store.saved[0]).toEqual({ clientId: 'client-1' });

  const second = await bench();
  second.fake.on(ROUTES.token, answer.code(400));
  expect(await nemoError(second.nemo.credits())).toMatchObject({
    name: 'NemoClientIdError',
    code: 'client-id',
    sent: 'no',
  });
  expect(second.fake.calls(ROUTES.token)).toHaveLength(2);
});

test('a configured client id takes the place of the kept one, and of its token', async () => {
  const { fake, nemo } = await bench({ clientId: 'operator' }, { clientId: 'kept', token: 'other' });
  await nemo.credits();
  expect(fake.calls(ROUTES.token).map((call) => call.headers['x-client-id'])).toEqual(['operator']);
});

test('429 on the token endpoint: wait, one repeat, then a typed error', async () => {
  const { fake, nemo, clock } = await bench();
  fake.next(ROUTES.token, answer.status(429));
  const credits = nemo.credits();
  await clock.untilSleeping();
  await clock.advance(29_999);
  expect(fake.calls(ROUTES.token)).toHaveLength(1);
  await clock.advance(1);
  expect((await credits).available).toBe(100);

  const second = await bench();
  second.fake.on(ROUTES.token, answer.status(429));
  const error = nemoError(second.nemo.credits());
  await second.clock.untilSleeping();
  await second.clock.advance(30_000);
  expect(await error).toMatchObject({ name: 'NemoRateLimitedError', sent: 'no' });
  expect(second.clock.sleeps).toEqual([30_000]);
  expect(second.fake.calls(ROUTES.token)).toHaveLength(2);
});

test('a token endpoint out of reach says that nothing was sent', async () => {
  const { fake, nemo } = await bench({ clock: new EagerClock() });
  fake.on(ROUTES.token, answer.reset());
  expect(await nemoError(nemo.prompt('s', 'hi'))).toMatchObject({ code: 'unreachable', sent: 'no' });
});

test.each([
  ['refuses', answer.code(4999, 'not today'), 'refused'],
  ['fails', answer.status(500), 'unreachable'],
  ['says what nobody understands', answer.html(200), 'bad-answer'],
])('a token endpoint that %s says that nothing was sent', async (_what, handler, code) => {
  const { fake, nemo } = await bench({ clock: new EagerClock() });
  fake.on(ROUTES.token, handler);
  expect(await nemoError(nemo.prompt('s', 'hi'))).toMatchObject({ code, sent: 'no' });
  expect(fake.calls(ROUTES.prompt)).toEqual([]);
});

test('a token endpoint that does not answer in time says that nothing was sent', async () => {
  const { fake, nemo, clock } = await bench();
  fake.on(ROUTES.token, answer.never());
  const error = nemoError(nemo.createSession('en', { maxWaitMs: 0 }));
  const settled = error.then(() => true);
  while (!(await Promise.race([settled, clock.advance(60_000).then(() => false)]))) await fake.called(ROUTES.token);
  expect(await error).toMatchObject({ code: 'timeout', sent: 'no' });
});

test('no token in any error or log line', async () => {
  const { fake, nemo, logged } = await bench();
  fake.on(ROUTES.credits, answer.code(5000, 'no good: nmv_usr_1_client-1 and clm_abc'));
  const error = await nemoError(nemo.credits());
  expect(`${error.message} ${logged.join('')}`).not.toMatch(/nmv_usr_|clm_/);
});
