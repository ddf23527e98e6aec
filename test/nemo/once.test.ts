import { expect, test } from 'vitest';
import { NemoError } from '../../src/nemo/errors.ts';
import { EagerClock } from '../fakes/eager-clock.ts';
import { adk, answer, type FakeHandler, type FakeRequest, HEARTBEAT, ROUTES } from '../fakes/nemo/index.ts';
import { bench } from './setup.ts';
import { startWire } from './wire.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SOME = [HEARTBEAT, adk.partial('Do'), adk.text('Done.')];

/** Nemo took the prompt, whatever became of its answer. */
const TAKEN: FakeHandler[] = [
  answer.sse(SOME),
  answer.sse(SOME, { cut: true }),
  answer.sse(SOME, { bytes: 90 }),
  answer.sse(SOME, { bytes: 90, cut: true }),
  answer.resetAfter('', 'text/event-stream'),
  answer.reset(),
  answer.reset(),
  answer.status(500),
  answer.html(502),
  answer.html(504),
  answer.html(200),
  answer.bytes(Buffer.from('?'), 'image/png'),
  answer.code(7777),
];

/** Nemo certainly turned the prompt away. */
const TURNED_AWAY: FakeHandler[] = [
  answer.code(1001),
  answer.code(1001, 'expired', 401),
  answer.code(429),
  answer.status(429),
  answer.code(1002),
  answer.code(2001),
  answer.status(403),
];

const ELSEWHERE: FakeHandler[] = [answer.reset(), answer.html(502), answer.status(500), answer.resetAfter('{"code"')];

function textOf(request: FakeRequest): string {
  return (request.json as { new_message: { parts: [{ text: string }] } }).new_message.parts[0].text;
}

test('no prompt reaches Nemo twice, and none that was “not sent” did, whatever breaks', async () => {
  const seen = { accepted: 0, refused: 0, repliedTo: 0, notSent: 0, maybe: 0 };
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed);
    const pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)] as T;
    const { fake, nemo: direct, store } = await bench();
    const { sessionId } = await direct.createSession('en');
    const wire = await startWire(fake.url);
    const clock = new EagerClock();
    const { nemo, client } = await bench({ apiUrl: wire.url, clock, random, maxWaitMs: 120_000 }, store.kept);

    const accepted = new Map<string, number>();
    fake.on(ROUTES.prompt, async (request, response) => {
      if (random() < 0.25) {
        seen.refused += 1;
        return pick(TURNED_AWAY)(request, response);
      }
      seen.accepted += 1;
      accepted.set(textOf(request), (accepted.get(textOf(request)) ?? 0) + 1);
      return pick(TAKEN)(request, response);
    });
    for (const route of [ROUTES.credits, ROUTES.state, ROUTES.token]) {
      const faults = Array.from({ length: 12 }, () => pick(ELSEWHERE));
      fake.next(route, ...faults.slice(0, Math.floor(random() * 12)));
    }

    for (let round = 0; round < 4; round++) {
      const down = random() < 0.4;
      if (down) await wire.refuse();
      const texts = [1, 2, 3].map((number) => `${seed}/${round}/${number}`);
      const work = texts.map(async (text) => {
        const abort = new AbortController();
        const outcome = nemo.prompt(sessionId, text, { signal: abort.signal }).catch((error: unknown) => error);
        if (random() < 0.1) setImmediate(() => abort.abort(new Error('cancelled')));
        const result = await outcome;
        if (result instanceof NemoError && result.sent === 'no') {
          seen.notSent += 1;
          expect(accepted.get(text), `${text}: ${result.message}`).toBeUndefined();
        } else if (result instanceof NemoError) seen.maybe += 1;
        else if (!(result instanceof Error)) seen.repliedTo += 1;
        if (result instanceof Error && !(result instanceof NemoError)) expect(result.message).toBe('cancelled');
      });
      const state = nemo.state(sessionId).catch(() => {});
      for (let i = 0; i < 20 * random(); i++) await new Promise((resolve) => setImmediate(resolve));
      if (down) await wire.accept();
      await Promise.all([...work, state]);
    }
    for (const [text, times] of accepted) expect(times, text).toBe(1);
    await client.close();
  }
  // All kinds of endings were met, so that the promise was really put to the test.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10);
});
