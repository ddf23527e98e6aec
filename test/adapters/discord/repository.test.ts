import { FakeClock } from '@reelay/async/fake-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Repository, type RequestRecord } from '../../../src/adapters/discord/repository.ts';
import { UploadLimits } from '../../../src/adapters/discord/upload-limits.ts';
import { openStore, type Store } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });
const MIB = 1024 ** 2;

let store: Store;
let clock: FakeClock;
let repository: Repository;

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  clock = new FakeClock();
  repository = new Repository(store, clock);
});
afterEach(() => store.close());

const request = (id: string, chat = 'discord:5@7', more: Partial<RequestRecord> = {}): RequestRecord => ({
  ...{ id, chat, userId: '7', language: 'en', at: clock.now(), deferredReply: 'thinking' },
  ...{ answersInPlace: true, ephemeral: false, note: 'a secret', webhook: { application: '1', token: 't' } },
  ...more,
});
const modal = (channel: string, userId?: string) => ({
  attachments: [],
  message: '1',
  channel,
  ...(userId && { userId }),
});
const nextProcess = () => new Repository(store, clock);

describe('what the adapter remembers', () => {
  it('is known to the next process', async () => {
    await repository.saveRequest(request('1'));
    await repository.savePlace('discord:5@7', { kind: 'guild', guild: '6' });
    await repository.saveModal('m', modal('5', '7'));
    const next = nextProcess();
    expect(await next.request('discord:5@7', '1')).toEqual(request('1'));
    expect(await next.request('discord:5@8', '1')).toBeUndefined();
    expect(next.cachedPlace('discord:5@7')).toBeUndefined();
    expect(await next.place('discord:5@7')).toEqual({ kind: 'guild', guild: '6' });
    expect(next.cachedPlace('discord:5@7')).toEqual({ kind: 'guild', guild: '6' });
    expect(await next.modal('m')).toEqual(modal('5', '7'));
  });

  it('holds what waits for more, oldest first, until it is released', async () => {
    for (const id of ['1000000000000000001', '999999999999999999', '1000000000000000000'])
      await repository.hold({ id } as never);
    await repository.release('1000000000000000000');
    expect((await nextProcess().heldMessages()).map(({ id }) => id)).toEqual([
      ...['999999999999999999', '1000000000000000001'],
    ]);
  });

  it('answers an interaction for fourteen and a half minutes', async () => {
    const asked = request('1');
    expect(repository.webhookOf(undefined)).toBeUndefined();
    await clock.advance(14.5 * 60_000 - 1);
    expect(repository.webhookOf(asked)).toEqual({ application: '1', token: 't' });
    await clock.advance(1);
    expect(repository.webhookOf(asked)).toBeUndefined();
  });

  it('reads the records of an earlier version', async () => {
    const { webhook, deferredReply, answersInPlace, ...rest } = request('1');
    const old = { ...rest, hook: webhook, original: deferredReply, answersThere: answersInPlace };
    await store.table('discord-asks', z.unknown()).set('discord:5@7/1', old);
    await store.table('discord-places', z.unknown()).set('discord:5@7', { kind: 'alone', lastAsk: '1' });
    expect(await repository.request('discord:5@7', '1')).toEqual(request('1'));
    expect(await repository.place('discord:5@7')).toEqual({ kind: 'not-member', lastRequest: '1' });
  });
});

describe('a chat that is forgotten', () => {
  it('leaves nothing in the store; what is still to be answered is known until the process ends', async () => {
    await repository.saveRequest(request('1'));
    await repository.savePlace('discord:5@7', { kind: 'dm' });
    await repository.forget('discord:5@7');
    expect(await repository.request('discord:5@7', '1')).toEqual(request('1', 'discord:5@7', { note: '' }));
    await repository.saveRequest(request('1', 'discord:5@7', { deferredReply: 'answered' }));
    expect((await repository.request('discord:5@7', '1'))?.deferredReply).toBe('answered');
    expect(await repository.place('discord:5@7')).toEqual({ kind: 'dm' });
    expect([await nextProcess().request('discord:5@7', '1'), await nextProcess().place('discord:5@7')]).toEqual([
      ...[undefined, undefined],
    ]);
  });

  it('is no other chat, nor another person’s in its channel', async () => {
    await repository.saveRequest(request('1', 'discord:5@8'));
    for (const [id, open] of Object.entries({ a: modal('5', '7'), b: modal('5', '8'), c: modal('6', '7') }))
      await repository.saveModal(id, open);
    await repository.forget('discord:5@7');
    expect(await nextProcess().request('discord:5@8', '1')).toBeDefined();
    const left = await Promise.all(['a', 'b', 'c'].map(async (id) => (await repository.modal(id)) !== undefined));
    expect(left).toEqual([false, true, true]);
    // A place that all share is forgotten with the windows of all.
    await repository.forget('discord:5');
    expect(await repository.modal('b')).toBeUndefined();
  });
});

it('a server takes files by its tier, which is asked for once an hour', async () => {
  let tier = 2;
  let asked = 0;
  const api = {
    guild: async () => {
      asked += 1;
      if (tier < 0) throw new Error('away');
      return { tier };
    },
  };
  const limits = new UploadLimits({ api: api as never, clock, log });
  expect([limits.bytes(undefined), limits.bytes('6')]).toEqual([10 * MIB, 10 * MIB]);
  await limits.learn('6');
  expect(limits.bytes('6')).toBe(50 * MIB);
  tier = 3;
  await clock.advance(3_599_999);
  await limits.learn('6');
  expect([limits.bytes('6'), asked]).toEqual([50 * MIB, 1]);
  await clock.advance(1);
  await limits.learn('6');
  expect([limits.bytes('6'), asked]).toEqual([100 * MIB, 2]);
  for (const [other, expected] of [
    [0, 10],
    [1, 10],
    [9, 10],
  ] as const) {
    tier = other;
    await limits.learn(`g${other}`);
    expect(limits.bytes(`g${other}`)).toBe(expected * MIB);
  }
  tier = -1;
  await limits.learn('7');
  expect(limits.bytes('7')).toBe(10 * MIB);
});
