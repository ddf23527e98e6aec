import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeferredReplies } from '../../../src/adapters/discord/deferred-replies.ts';
import { readError } from '../../../src/adapters/discord/platform-error.ts';
import { Repository, type RequestRecord } from '../../../src/adapters/discord/repository.ts';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const CHAT = 'discord:5@7';
const signal = new AbortController().signal;
const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });

let store: Store;
let clock: FakeClock;
let repository: Repository;
let deferred: DeferredReplies;
/** What was asked of Discord. */
let asked: string[];
/** What the next calls fail with. */
let failures: PlatformErrorKind[];

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  clock = new FakeClock();
  repository = new Repository(store, clock);
  asked = [];
  failures = [];
  const call = async (what: string) => {
    asked.push(what);
    const kind = failures.shift();
    if (kind) throw new PlatformError(kind, '');
  };
  const api = {
    editAnswer: (_webhook: unknown, id: string, { content }: { content?: string }) => call(`${id}: ${content}`),
    deleteAnswer: (_webhook: unknown, id: string) => call(`delete ${id}`),
  };
  // Failures are repeated at once.
  const calls = new Calls({ clock, log, read: readError, backOffMs: [0], pauses: false });
  deferred = new DeferredReplies({ api, calls, repository, clock, log } as never);
});
afterEach(() => store.close());

/** Settles while the time moves on a little. */
async function done<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const settled = work.finally(() => {
    over = true;
  });
  settled.catch(() => {});
  while (!over) await clock.advance(25);
  return settled;
}

async function asks(deferredReply: RequestRecord['deferredReply'] = 'thinking'): Promise<RequestRecord> {
  const request: RequestRecord = {
    ...{ id: '1', chat: CHAT, userId: '7', language: 'en', at: clock.now(), deferredReply },
    ...{ answersInPlace: true, ephemeral: false, note: 'note', webhook: { application: '1', token: 't' } },
  };
  await repository.saveRequest(request);
  return request;
}
const state = async () => (await repository.request(CHAT, '1'))?.deferredReply;

describe('the deferred reply', () => {
  it('gets its note once, and only where nothing stands there', async () => {
    const request = await asks();
    await done(deferred.settle(request));
    expect(await state()).toBe('settled');
    await done(deferred.settle(request));
    expect(asked).toEqual(['@original: note']);
    for (const other of ['none', 'settled', 'answered'] as const) await done(deferred.settle(await asks(other)));
    expect(asked).toHaveLength(1);
  });

  it('gets its note after ten seconds without an answer', async () => {
    deferred.settleSoon(await asks());
    await clock.advance(9999);
    expect(asked).toEqual([]);
    await clock.advance(1);
    await expect.poll(() => asked).toEqual(['@original: note']);
    await done(deferred.close());
  });

  it('gets no note where the answer came first, and is not answered twice', async () => {
    const request = await asks();
    deferred.settleSoon(request);
    expect(await done(deferred.answer(request, { content: 'done' }, signal))).toBe(true);
    expect(await state()).toBe('answered');
    expect(await done(deferred.answer(request, { content: 'again' }, signal))).toBe(false);
    await clock.advance(60_000);
    expect(asked).toEqual(['@original: done']);
    expect(clock.pending).toBe(0);
  });

  it.each<[PlatformErrorKind, boolean]>([
    ['token-expired', false],
    ['message-gone', false],
    ['chat-gone', false],
    ['unknown-outcome', true],
    ['rate-limited', true],
  ])('whose change ends as "%s" is answered: %s', async (kind, isAnswered) => {
    const request = await asks('settled');
    failures.push(kind);
    const answered = deferred.answer(request, { content: 'done' }, signal);
    expect(await done(answered)).toBe(isAnswered);
    expect(await state()).toBe(isAnswered ? 'answered' : 'settled');
  });

  it('that may not be changed says so, and is none of a button or of a token that is over', async () => {
    const request = await asks();
    failures.push('bad-request');
    await expect(done(deferred.answer(request, { content: 'done' }, signal))).rejects.toMatchObject({
      kind: 'bad-request',
    });
    expect(await state()).toBe('thinking');
    expect(await done(deferred.answer(await asks('none'), { content: 'done' }, signal))).toBe(false);
    const over = await asks();
    await clock.advance(15 * 60_000);
    expect(await done(deferred.answer(over, { content: 'done' }, signal))).toBe(false);
    await done(deferred.settle(over));
    expect(asked).toHaveLength(1);
  });

  it('is removed where the answer is elsewhere, once, also where Discord does not do it', async () => {
    const request = await asks();
    failures.push('forbidden');
    await done(deferred.remove(request));
    expect(await state()).toBe('answered');
    await done(deferred.remove(request));
    await done(deferred.remove(await asks('none')));
    expect(asked).toEqual(['delete @original']);
  });

  it('shows progress in place of the note, and gets no note then', async () => {
    const request = await asks();
    await done(deferred.show(request, '50 %', signal));
    expect(await state()).toBe('settled');
    await done(deferred.show(request, '60 %', signal));
    expect(asked).toEqual(['@original: 50 %', '@original: 60 %']);
    for (const other of ['none', 'answered'] as const) await done(deferred.show(await asks(other), '70 %', signal));
    expect(asked).toHaveLength(2);
    failures.push('unavailable');
    await expect(done(deferred.show(await asks(), '80 %', signal))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await state()).toBe('thinking');
  });

  it('is changed by one after another: the note never overtakes the answer', async () => {
    const request = await asks();
    await done(Promise.all([deferred.answer(request, { content: 'done' }, signal), deferred.settle(request)]));
    expect(asked).toEqual(['@original: done']);
  });

  it('gets every note that is due when the bot stops, and no timer is left', async () => {
    deferred.settleSoon(await asks());
    await done(deferred.close());
    expect(asked).toEqual(['@original: note']);
    expect(clock.pending).toBe(0);
  });

  it('is a sentence for a request that was not taken; a note is given up after three failures', async () => {
    const request = await asks();
    deferred.settleSoon(request);
    failures.push('unavailable', 'unavailable', 'unavailable', 'unavailable');
    await done(deferred.refuse(request, 'no'));
    expect(asked).toEqual(['@original: no', '@original: no', '@original: no']);
    expect(clock.pending).toBe(0);
  });
});
