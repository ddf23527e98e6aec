import { TimeLimitError } from '@reelay/async';
import { FakeClock } from '@reelay/async/fake-clock';
import { describe, expect, it } from 'vitest';
import { type CallOptions, Calls, type CallsOptions, type CallTarget } from '../../../src/adapters/kit/calls.ts';
import { Pacer } from '../../../src/adapters/kit/pacer.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });
const lost = new PlatformError('unknown-outcome', 'no answer');
const away = new PlatformError('unavailable', 'no connection');
const limited = (retryAfterMs: number) => new PlatformError('rate-limited', 'slow down', { retryAfterMs });

/** Calls that read what is no PlatformError as a lost answer. */
function callsWith<C extends EagerClock | FakeClock>(clock: C, more: Partial<CallsOptions> = {}) {
  const read = (error: unknown) => (error instanceof PlatformError ? error : lost);
  return new Calls({ clock, log, read, backOffMs: [1000, 4000], pauses: true, ...more });
}

/** A call that is rejected with these, one after the other, and then answers "done". */
function failing(...errors: Error[]) {
  const made = { attempts: 0 };
  const call = async () => {
    const error = errors[made.attempts++];
    if (error) throw error;
    return 'done';
  };
  return { made, call };
}

const target = (place: string, posts = false): CallTarget => ({ place, posts });
const NO_SIGNAL = new AbortController().signal;

describe('a call that is made until it is done', () => {
  it.each<[PlatformErrorKind, boolean, number]>([
    ['unavailable', false, 2],
    ['rate-limited', false, 2],
    ['unknown-outcome', true, 2],
    ['unknown-outcome', false, 1],
    ['forbidden', true, 1],
    ['chat-gone', true, 1],
    ['internal', true, 1],
  ])('after "%s", with idempotent %s, there are %i attempts', async (kind, idempotent, attempts) => {
    const { made, call } = failing(new PlatformError(kind, 'it failed'));
    const done = callsWith(new EagerClock()).untilDone('send', call, { idempotent });
    if (attempts === 1) await expect(done).rejects.toMatchObject({ kind, message: `send: ${kind}: it failed` });
    else expect(await done).toBe('done');
    expect(made.attempts).toBe(attempts);
  });

  it('waits longer after each failure, the last wait again and again', async () => {
    const clock = new EagerClock();
    expect(await callsWith(clock).untilDone('send', failing(away, away, away).call, { idempotent: false })).toBe(
      'done',
    );
    expect(clock.slept).toEqual([1000, 4000, 4000]);
  });

  it('gives up after as many failures as it may have, of which rate limits are none', async () => {
    const { made, call } = failing(limited(500), away, limited(500), away, away);
    const clock = new EagerClock();
    const options: CallOptions = { idempotent: false, attempts: 2 };
    await expect(callsWith(clock).untilDone('send', call, options)).rejects.toBe(away);
    expect(made.attempts).toBe(4);
    expect(clock.slept).toEqual([500, 1000, 500]);
  });

  it('ends with the reason of a signal, also while it waits', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const { made, call } = failing(away);
    const done = callsWith(clock).untilDone('send', call, { idempotent: true, signal: stop.signal });
    await clock.untilPending(1);
    stop.abort(new Error('stopped'));
    await expect(done).rejects.toThrow('stopped');
    await expect(callsWith(clock).untilDone('send', call, { idempotent: true, signal: stop.signal })).rejects.toThrow(
      'stopped',
    );
    expect(made.attempts).toBe(1);
  });

  it('ends with the reason of a signal also where the call fails with something else', async () => {
    const stop = new AbortController();
    const call = async () => {
      stop.abort(new Error('stopped'));
      throw new Error('socket closed');
    };
    await expect(callsWith(new EagerClock()).attempt('send', call, stop.signal)).rejects.toThrow('stopped');
  });

  it('has a limit for each attempt: its own, else that of all', async () => {
    const clock = new FakeClock();
    const signals: AbortSignal[] = [];
    const hangs = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const read = (error: unknown) => (error instanceof TimeLimitError ? lost : new PlatformError('internal', 'other'));
    const calls = callsWith(clock, { limitMs: 5000, read });
    const ends: string[] = [];
    for (const [name, limitMs] of [['own', 2000] as const, ['of all', undefined] as const]) {
      const options = { idempotent: false, ...(limitMs !== undefined && { limitMs }) };
      void calls.untilDone('send', hangs, options).catch((error) => ends.push(`${name}: ${error.kind}`));
    }
    await clock.advance(1999);
    expect(ends).toEqual([]);
    await clock.advance(1);
    expect(ends).toEqual(['own: unknown-outcome']);
    await clock.advance(2999);
    expect(ends).toHaveLength(1);
    await clock.advance(1);
    expect(ends).toEqual(['own: unknown-outcome', 'of all: unknown-outcome']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe('a rate limit', () => {
  it('of a place holds back what goes there, and nothing else', async () => {
    const clock = new FakeClock();
    const calls = callsWith(clock);
    const options = { idempotent: false, target: target('one') };
    const first = calls.untilDone('send', failing(limited(3000)).call, options);
    const second = failing();
    await clock.untilPending(1);
    const waits = calls.untilDone('send', second.call, options);
    expect(await calls.untilDone('send', failing().call, { idempotent: false, target: target('other') })).toBe('done');
    expect(await calls.untilDone('send', failing().call, { idempotent: false })).toBe('done');
    expect(await calls.once('edit', failing().call, NO_SIGNAL, target('one'))).toBeUndefined();
    await clock.advance(2999);
    expect(second.made.attempts).toBe(0);
    await clock.advance(1);
    expect(await Promise.all([first, waits])).toEqual(['done', 'done']);
    expect(await calls.once('edit', failing().call, NO_SIGNAL, target('one'))).toEqual({ answer: 'done' });
  });

  it('of no place holds back everything', async () => {
    const clock = new FakeClock();
    const calls = callsWith(clock);
    const first = calls.untilDone('poll', failing(limited(3000)).call, { idempotent: true });
    await clock.untilPending(1);
    expect(await calls.once('edit', failing().call, NO_SIGNAL, target('one'))).toBeUndefined();
    expect(await calls.once('edit', failing().call, NO_SIGNAL)).toBeUndefined();
    await clock.advance(3000);
    expect(await first).toBe('done');
  });

  it.each([undefined, target('one')])('that is shorter than one before it ends it no sooner: %j', async (of) => {
    const clock = new FakeClock();
    const calls = callsWith(clock);
    const attempt = (ms: number) =>
      calls.attempt('send', failing(limited(ms)).call, undefined, { target: of }).catch(() => {});
    // Both are under way when the first one is told to wait.
    await Promise.all([attempt(5000), attempt(1000)]);
    await clock.advance(4999);
    expect(await calls.once('edit', failing().call, NO_SIGNAL, of)).toBeUndefined();
    const { made, call } = failing();
    const waits = calls.attempt('send', call, undefined, { target: of });
    await Promise.resolve();
    expect(made.attempts).toBe(0);
    await clock.advance(1);
    expect(await waits).toBe('done');
    expect(await calls.once('edit', failing().call, NO_SIGNAL, of)).toEqual({ answer: 'done' });
  });

  it('that three places meet within three seconds is that of the bot', async () => {
    const clock = new FakeClock();
    const calls = callsWith(clock);
    const meets = (place: string, ms: number) =>
      calls.attempt('send', failing(limited(ms)).call, undefined, { target: target(place) }).catch(() => {});
    const isHeld = async () => (await calls.once('edit', failing().call, NO_SIGNAL, target('any'))) === undefined;
    await meets('one', 60);
    await clock.advance(100);
    // The same place again is no other one.
    await meets('one', 60);
    await meets('two', 60);
    expect(await isHeld()).toBe(false);
    await clock.advance(3000);
    await meets('three', 60);
    expect(await isHeld()).toBe(false);
    await meets('four', 60);
    await clock.advance(2999);
    await meets('five', 60);
    expect(await isHeld()).toBe(true);
    await clock.advance(60);
    expect(await isHeld()).toBe(false);
  });

  it.each([true, false])('of no time at all is 50 ms, where it pauses others: %s', async (pauses) => {
    const clock = new EagerClock();
    const { made, call } = failing(limited(0));
    await callsWith(clock, { pauses }).untilDone('send', call, { idempotent: false, target: target('one') });
    expect(made.attempts).toBe(2);
    expect(clock.slept).toEqual([50]);
  });

  it('holds back the call alone that met it, where it says nothing about others', async () => {
    const clock = new FakeClock();
    const calls = callsWith(clock, { pauses: false });
    const first = calls.untilDone('send', failing(limited(3000)).call, { idempotent: false, target: target('one') });
    await clock.untilPending(1);
    expect(await calls.once('edit', failing().call, NO_SIGNAL, target('one'))).toEqual({ answer: 'done' });
    await clock.advance(3000);
    expect(await first).toBe('done');
  });
});

describe('a call that is made once', () => {
  it.each([away, lost, limited(100)])('is skipped when it failed and may succeed later: %s', async (error) => {
    const { made, call } = failing(error);
    expect(await callsWith(new EagerClock()).once('edit', call, NO_SIGNAL)).toBeUndefined();
    expect(made.attempts).toBe(1);
  });

  it('tells of a refusal', async () => {
    const { call } = failing(new PlatformError('message-gone', 'not there'));
    await expect(callsWith(new EagerClock()).once('edit', call, NO_SIGNAL)).rejects.toMatchObject({
      kind: 'message-gone',
    });
  });

  it('takes a place of the pace when it posts, and only where one is to spare', async () => {
    const clock = new FakeClock();
    const pace = { burst: 4, perMs: 1 / 1000 };
    const pacer = new Pacer({ clock, all: { burst: 100, perMs: 1 }, place: () => [pace] });
    const calls = callsWith(clock, { pacer });
    const posted = async (posts: boolean) => {
      return (await calls.once('show', failing().call, NO_SIGNAL, target('one', posts))) !== undefined;
    };
    expect([await posted(true), await posted(true), await posted(true), await posted(true)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    // What changes no message is not counted, and a result has what was left for it.
    expect(await posted(false)).toBe(true);
    expect(await calls.untilDone('send', failing().call, { idempotent: false, target: target('one', true) })).toBe(
      'done',
    );
    const waits = calls.untilDone('send', failing().call, { idempotent: false, target: target('one', true) });
    await clock.untilPending(1);
    await clock.advance(1000);
    expect(await waits).toBe('done');
  });
});
