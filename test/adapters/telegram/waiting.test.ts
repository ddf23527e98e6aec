import type { Message, Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { beginItem, belongsTo, grow, isWhole, messagesOf, senderOf } from '../../../src/adapters/telegram/waiting.ts';

const TIMES = { quietMs: 1200, longestMs: 6000 };
const NO_JOINING = { ...TIMES, quietMs: 0 };

type Given = Partial<Message> & { message_id: number };

// What of a message is looked at; Telegram sends much more.
const message = (given: Given) => ({ date: 1000, chat: { id: 1 }, from: { id: 7 }, ...given }) as Message;
let updates = 0;
const update = (given: Given): Update => ({ update_id: ++updates, message: message(given) }) as Update;
const edit = (given: Given): Update => ({ update_id: ++updates, edited_message: message(given) }) as Update;
const begun = (given: Given, times = TIMES, alone = false) => beginItem(update(given), 0, times, alone);
const wholeAt = (item: ReturnType<typeof begun>, more = false) =>
  [0, 999, 1000, 1199, 1200, 2399, 2400, 5999, 6000].find((now) => isWhole(item, now, more));

describe('what a message begins', () => {
  it.each<[string, Given, typeof TIMES, boolean, number]>([
    ['words', { message_id: 1, text: 'a' }, TIMES, false, 1200],
    ['a file with words', { message_id: 1, caption: 'a' }, TIMES, false, 1200],
    ['a file without words', { message_id: 1 }, TIMES, false, 2400],
    ['a command', { message_id: 1, text: '/status' }, TIMES, true, 0],
    ['words where nothing is joined', { message_id: 1, text: 'a' }, NO_JOINING, false, 0],
    ['an album where nothing is joined', { message_id: 1, media_group_id: 'g', caption: 'a' }, NO_JOINING, false, 1000],
    ['an album', { message_id: 1, media_group_id: 'g', caption: 'a' }, TIMES, false, 1200],
    ['an album with a command', { message_id: 1, media_group_id: 'g', caption: '/a' }, TIMES, true, 1200],
    ['a group that moved away', { message_id: 1, migrate_to_chat_id: -1001 }, TIMES, false, 0],
    ['a group that moved here', { message_id: 1, migrate_from_chat_id: -5 }, TIMES, false, 0],
  ])('%s is whole in time', (_what, given, times, alone, ms) => {
    expect(wholeAt(begun(given, times, alone))).toBe(ms);
  });

  it('lets nothing pass it where it tells that the chat has moved', () => {
    expect(begun({ message_id: 1, migrate_to_chat_id: -1001 }).barrier).toBe(true);
    expect(begun({ message_id: 1, migrate_from_chat_id: -5 }).barrier).toBe(true);
    expect(begun({ message_id: 1, text: 'a' }).barrier).toBe(false);
  });

  it('is whole at once where it is an edit or a press', () => {
    expect(wholeAt(beginItem(edit({ message_id: 1, text: 'a' }), 0, TIMES, false))).toBe(0);
    expect(wholeAt(beginItem({ update_id: 1 } as Update, 0, TIMES, false))).toBe(0);
  });
});

describe('what waits', () => {
  it('stays open while more may be at Telegram, and no longer than it may', () => {
    const item = begun({ message_id: 1, text: 'a' });
    expect(isWhole(item, 5999, true)).toBe(false);
    expect(isWhole(item, 6000, true)).toBe(true);
  });

  it('waits anew with each message, and not for one that only changes nothing', () => {
    const item = begun({ message_id: 1 });
    grow(item, update({ message_id: 2, text: 'b' }), 1000);
    expect([isWhole(item, 2199, false), isWhole(item, 2200, false)]).toEqual([false, true]);
    grow(item, edit({ message_id: 2, text: 'c' }), 2000);
    expect([isWhole(item, 3199, false), isWhole(item, 3200, false)]).toEqual([false, true]);
  });

  it('is whole with ten members, where an album alone is waited for', () => {
    const ten = (times: typeof TIMES) => {
      const item = begun({ message_id: 1, media_group_id: 'g' }, times);
      for (let id = 2; id < 10; id++) grow(item, update({ message_id: id, media_group_id: 'g' }), 0);
      const before = isWhole(item, 0, true);
      grow(item, update({ message_id: 10, media_group_id: 'g' }), 0);
      return [before, isWhole(item, 0, true)];
    };
    expect(ten(NO_JOINING)).toEqual([false, true]);
    expect(ten(TIMES)).toEqual([false, false]);
  });

  it('is said by the person, or by the channel in whose name they write', () => {
    expect(senderOf(update({ message_id: 1 }))).toBe('7');
    expect(senderOf(update({ message_id: 1, sender_chat: { id: -1001, type: 'channel', title: 'c' } }))).toBe('-1001');
    expect(senderOf({ update_id: 1 } as Update)).toBe('');
  });

  it('has its messages as they were edited last', () => {
    const item = begun({ message_id: 1, text: 'a' });
    for (const next of [
      update({ message_id: 2, text: 'b' }),
      edit({ message_id: 1, text: 'A' }),
      edit({ message_id: 1, text: 'AA' }),
    ])
      grow(item, next, 0);
    expect(messagesOf(item).map(({ text }) => text)).toEqual(['AA', 'b']);
  });
});

describe('a message that goes on with what waits', () => {
  const answering = (id: number, more: object = {}) =>
    ({ reply_to_message: message({ message_id: id, ...more }) }) as Partial<Message>;
  const goesOn = (item: ReturnType<typeof begun>, given: Given, times = TIMES) => belongsTo(item, update(given), times);

  it('is one that was said soon after it', () => {
    const item = begun({ message_id: 1, text: 'a' });
    // Twice the quiet time and the grain of the dates: 3.4 seconds.
    expect(goesOn(item, { message_id: 2, date: 1003 })).toBe(true);
    expect(goesOn(item, { message_id: 2, date: 1004 })).toBe(false);
  });

  it('is one of its album, however late, and no other where only the album is waited for', () => {
    const item = begun({ message_id: 1, media_group_id: 'g' }, NO_JOINING);
    expect(goesOn(item, { message_id: 2, media_group_id: 'g', date: 9000 })).toBe(true);
    expect(goesOn(item, { message_id: 2, media_group_id: 'h' })).toBe(false);
    expect(goesOn(item, { message_id: 2, text: 'b' })).toBe(false);
    expect(goesOn(begun({ message_id: 1 }), { message_id: 2, media_group_id: 'h' })).toBe(true);
  });

  it('is none where it points elsewhere than the others', () => {
    const item = begun({ message_id: 1, text: 'a' });
    expect(goesOn(item, { message_id: 2, ...answering(90) })).toBe(false);
    expect(goesOn(item, { message_id: 2, ...answering(1) })).toBe(true);
    // The note that a topic was made is answered by every message in it.
    const topic = { forum_topic_created: { name: 't', icon_color: 0x6fb9f0 as const } };
    expect(goesOn(item, { message_id: 2, ...answering(90, topic) })).toBe(true);
    const pointing = begun({ message_id: 1, text: 'a', ...answering(90) });
    expect(goesOn(pointing, { message_id: 2, ...answering(90) })).toBe(true);
    expect(goesOn(pointing, { message_id: 2, ...answering(91) })).toBe(false);
    expect(goesOn(pointing, { message_id: 2, text: 'b' })).toBe(true);
  });

  it('is none of Telegram’s that tells that the chat has moved, in the name of the same person', () => {
    const item = begun({ message_id: 1, text: 'a' });
    expect(goesOn(item, { message_id: 2, migrate_to_chat_id: -1001 })).toBe(false);
    expect(goesOn(item, { message_id: 2, migrate_from_chat_id: -5 })).toBe(false);
  });

  it('is none beyond sixty messages', () => {
    const item = begun({ message_id: 1, text: 'a' });
    for (let id = 2; id < 60; id++) grow(item, update({ message_id: id, text: 'a' }), 0);
    expect(goesOn(item, { message_id: 60 })).toBe(true);
    grow(item, update({ message_id: 60, text: 'a' }), 0);
    expect(goesOn(item, { message_id: 61 })).toBe(false);
  });

  it('may be the edit of one of them, and nothing that is no message', () => {
    const item = begun({ message_id: 1, text: 'a' });
    expect(belongsTo(item, edit({ message_id: 1, text: 'b' }), TIMES)).toBe(true);
    expect(belongsTo(item, edit({ message_id: 2, text: 'b' }), TIMES)).toBe(false);
    expect(belongsTo(item, { update_id: 1 } as Update, TIMES)).toBe(false);
  });
});
