import { FakeClock } from '@reelay/async/fake-clock';
import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { Inbox, type InboxOptions } from '../../../src/adapters/telegram/inbox.ts';
import { Repository } from '../../../src/adapters/telegram/repository.ts';
import { ShutdownError } from '../../../src/core/queue/chat-queues.ts';
import { StoreUnavailableError } from '../../../src/core/storage/errors.ts';
import { openStore } from '../../../src/core/storage/store.ts';
import { createLogger } from '../../../src/lib/logger.ts';

const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });

/** What of an update is looked at; Telegram sends much more. */
const says = (id: number, more: object = {}, chat = 1, user = 7) =>
  ({
    update_id: id,
    message: {
      message_id: id,
      date: 1000,
      chat: { id: chat, type: 'private' },
      from: { id: user, is_bot: false, first_name: 'Ann' },
      text: 'a',
      ...more,
    },
  }) as never as Update;
const press = (id: number) => ({ update_id: id, callback_query: { id: String(id) } }) as never as Update;

function rig(more: Partial<InboxOptions> = {}) {
  const clock = new FakeClock();
  const handled: string[] = [];
  const told = { waiting: [] as string[], storeFails: 0, messages: [] as number[], done: [] as number[] };
  const ids = (updates: Update[]) => updates.map(({ update_id: id }) => id).join('+');
  /** What handling an update waits for, or fails with. */
  const ends = new Map<number, () => Promise<void>>();
  const inbox = new Inbox({
    ...{ clock, log, joining: { quietMs: 1200, longestMs: 6000 } },
    standsAlone: ({ message }) => message?.text === '/alone',
    onMessage: (message) => void told.messages.push(message.message_id),
    onWaiting: (updates) => told.waiting.push(ids(updates)) > 0,
    onStoreFails: () => void told.storeFails++,
    onHandled: (id) => void told.done.push(id),
    handle: async (updates) => {
      await ends.get(updates[0].update_id)?.();
      handled.push(ids(updates));
    },
    ...more,
  });
  const take = async (updates: Update[] = [], isMore = false) => {
    inbox.take(updates, isMore);
    await clock.advance(0);
  };
  const passes = async (ms: number) => {
    await clock.advance(ms);
    await take();
  };
  return { clock, inbox, handled, told, ends, take, passes };
}

describe('what comes from Telegram', () => {
  it('is put together while it is quiet, and shown once that it is read', async () => {
    const { inbox, handled, told, take, passes } = rig();
    await take([says(1), says(2)]);
    expect([handled, inbox.offset, inbox.size, told.waiting]).toEqual([[], 1, 2, ['1+2']]);
    await passes(1199);
    expect([handled, told.waiting]).toEqual([[], ['1+2']]);
    await passes(1);
    expect([handled, inbox.offset, inbox.size]).toEqual([['1+2'], 3, 0]);
    expect(told).toMatchObject({ messages: [1, 2], done: [1, 2] });
  });

  it('is shown again until the person has seen that it is read', async () => {
    let shown = 0;
    const { take } = rig({ onWaiting: () => ++shown > 1 });
    for (let count = 0; count < 4; count++) await take(count === 0 ? [says(1)] : []);
    expect(shown).toBe(2);
  });

  it('stays open while more may be at Telegram', async () => {
    const { handled, take, clock } = rig();
    await take([says(1)], true);
    await clock.advance(2000);
    await take([says(2)], true);
    expect(handled).toEqual([]);
    await take([]);
    expect(handled).toEqual([]);
    await clock.advance(1200);
    await take([]);
    expect(handled).toEqual(['1+2']);
  });

  it('is passed over when it comes again, also after it was handled', async () => {
    const { inbox, handled, take } = rig();
    await take([says(5, { text: '/alone' })]);
    await take([says(5, { text: '/alone' }), says(6, { text: '/alone' })]);
    expect(handled).toEqual(['5', '6']);
    expect([inbox.knows(5), inbox.knows(6), inbox.knows(7), inbox.offset]).toEqual([true, true, false, 7]);
  });

  it('is remembered for two thousand updates', async () => {
    const { inbox, take } = rig();
    await take(Array.from({ length: 2001 }, (_, index) => press(index + 1)));
    for (let count = 0; count < 200 && inbox.size > 0; count++) await take();
    expect([inbox.knows(1), inbox.knows(2), inbox.knows(2001)]).toEqual([false, true, true]);
  });

  it('that stands alone waits for nobody, and ends what was said before it', async () => {
    const { handled, take } = rig();
    await take([says(1), says(2, { text: '/alone' }), says(3)]);
    expect(handled).toEqual(['1', '2']);
  });

  it('of others in the chat goes on while one is still open; a press never waits', async () => {
    const { handled, take, passes } = rig();
    await take([says(1), says(2, { text: '/alone' }, 1, 8), press(3)]);
    expect(handled.toSorted()).toEqual(['2', '3']);
    await passes(1200);
    expect(handled).toHaveLength(3);
  });

  it('is passed by nothing where it says that the chat has moved', async () => {
    const { handled, take, ends } = rig();
    let moved = () => {};
    ends.set(2, () => new Promise((resolve) => (moved = resolve)));
    await take([says(1), says(2, { migrate_to_chat_id: -1001 }), says(3, { text: '/alone' }, 1, 8)]);
    expect(handled).toEqual(['1']);
    moved();
    await take();
    expect(handled).toEqual(['1', '2', '3']);
  });

  it('keeps an album together though the person goes on', async () => {
    const { handled, take, passes } = rig();
    const album = { media_group_id: 'g', text: undefined };
    await take([says(1, album), says(2, { text: '/alone' })]);
    expect(handled).toEqual([]);
    await take([says(3, album)]);
    await passes(2400);
    expect(handled).toEqual(['1+3', '2']);
  });
});

describe('what cannot be journaled', () => {
  it('stays with Telegram and is tried again after longer and longer waits; the person is told once', async () => {
    const { inbox, handled, told, ends, take, clock } = rig();
    let tries = 0;
    ends.set(1, async () => {
      tries += 1;
      if (tries < 7) throw new StoreUnavailableError('the disk is full');
    });
    await take([press(1)]);
    const seen: number[] = [];
    for (const ms of [999, 1, 1999, 1, 4999, 1, 9999, 1, 9999, 1, 9999, 1]) {
      await clock.advance(ms);
      seen.push(tries);
    }
    expect(seen).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]);
    expect([handled, told.storeFails, inbox.offset]).toEqual([['1'], 1, 2]);
  });

  it('is dropped where it would fail again and again, and holds up nothing', async () => {
    const { inbox, handled, told, ends, take } = rig();
    ends.set(1, () => Promise.reject(new Error('a fault of our own')));
    await take([says(1, { text: '/alone' }), says(2, { text: '/alone' })]);
    expect([handled, told.storeFails, inbox.offset, told.done]).toEqual([['2'], 0, 3, [1, 2]]);
  });

  it('stays with Telegram where the bot is stopping', async () => {
    const { inbox, handled, ends, take } = rig();
    ends.set(1, () => Promise.reject(new ShutdownError('stopping')));
    await take([press(1)]);
    expect([handled, inbox.offset, inbox.size]).toEqual([[], 1, 1]);
  });
});

describe('a stop', () => {
  it('begins nothing more, and waits for what is being journaled', async () => {
    const { inbox, handled, ends, take } = rig();
    let journaled = () => {};
    ends.set(1, () => new Promise((resolve) => (journaled = resolve)));
    await take([says(1, { text: '/alone' }), says(2, { text: '/alone' })]);
    let isOver = false;
    const stopped = inbox.stop().then(() => {
      isOver = true;
    });
    await take([press(3)]);
    expect([isOver, handled]).toEqual([false, []]);
    journaled();
    await stopped;
    expect([handled, inbox.offset]).toEqual([['1'], 2]);
  });

  it('is told when nothing is held any more', async () => {
    const { inbox, ends, take } = rig();
    let journaled = () => {};
    ends.set(1, () => new Promise((resolve) => (journaled = resolve)));
    await inbox.emptied();
    await take([press(1)]);
    let isEmpty = false;
    const emptied = inbox.emptied().then(() => {
      isEmpty = true;
    });
    await take();
    expect(isEmpty).toBe(false);
    journaled();
    await emptied;
    ends.set(2, () => new Promise((resolve) => (journaled = resolve)));
    await take([press(2)]);
    isEmpty = false;
    void inbox.emptied().then(() => {
      isEmpty = true;
    });
    await take();
    expect(isEmpty).toBe(false);
    journaled();
  });
});

it('what is remembered follows a group to its new id, and goes with the chat or the person', async () => {
  const store = await openStore('sqlite://:memory:');
  const [old, now] = ['telegram:-5', 'telegram:-1001'];
  const repository = new Repository(store);
  await repository.setRequester(`${old}@7`, '1', '7');
  await repository.setMove('-5', '-1001');
  expect([await repository.chatNow('-5'), await repository.chatNow('-6')]).toEqual(['-1001', '-6']);
  expect([
    await repository.formerKey(now),
    await repository.formerKey(`${now}@7`),
    await repository.formerKey(old),
  ]).toEqual([...[old, `${old}@7`, undefined]]);
  expect(await repository.requester(now, '1')).toEqual({ userId: '7', before: true });
  expect(await repository.requester(old, '1')).toEqual({ userId: '7', before: false });
  expect(await repository.requester(now, '2')).toBeUndefined();

  const button = { chat: `${now}@7`, userId: '7', name: 'export' };
  await repository.setButton('a', button);
  await repository.setButton('b', { ...button, userId: '8' });
  await repository.setButton('c', { ...button, chat: 'telegram:-10012' });
  await repository.setRequester(now, '3', '8');
  await repository.setHadVideo(`${now}@7`);
  expect([await repository.hadVideo(now), await repository.hadVideo(old)]).toEqual([true, false]);
  await repository.forget(`${now}@7`);
  const left = async () =>
    (await Promise.all(['a', 'b', 'c'].map((id) => repository.button(id)))).map((each) => each !== undefined);
  expect([await left(), await repository.hadVideo(now)]).toEqual([[false, true, true], true]);
  expect(await repository.requester(now, '3')).toEqual({ userId: '8', before: false });
  await repository.forget(now);
  expect([await left(), await repository.hadVideo(now)]).toEqual([[false, false, true], false]);
  expect(await repository.requester(now, '3')).toBeUndefined();
  await store.close();
});
