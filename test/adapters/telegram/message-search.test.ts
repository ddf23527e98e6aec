import { describe, expect, it } from 'vitest';
import { Calls } from '../../../src/adapters/kit/calls.ts';
import type { UnansweredPart } from '../../../src/adapters/kit/delivery-ledger.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { untilReachable } from '../../../src/adapters/telegram/calls.ts';
import { MessageIds } from '../../../src/adapters/telegram/message-ids.ts';
import { MessageSearch, type SearchedMessage, type Trace } from '../../../src/adapters/telegram/message-search.ts';
import { readError } from '../../../src/adapters/telegram/platform-error.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { EagerClock } from '../../fakes/eager-clock.ts';

const CHAT = '-1001234567890';
const NOW = Date.UTC(2026, 0, 1);
const signal = new AbortController().signal;
const log = createLogger({ level: 'fatal', pretty: false, write: () => {} });

/** What an edit of each id ends as; of one that is not named, nobody's message is there. */
type Chat = Record<number, PlatformErrorKind | true | { thread: number }>;

function rig(chat: Chat = {}, unanswered: (Partial<Trace> & { delivery: string })[] | 'away' = []) {
  const clock = new EagerClock();
  const noted: number[] = [];
  const ids = new MessageIds({
    posted: async () => [],
    setPosted: async (_sequence, all) => void noted.push(...all.slice(-1)),
  });
  const calls = new Calls({ clock, log, read: readError, backOffMs: [1000], pauses: true });
  const ledger = {
    unanswered: async (): Promise<UnansweredPart[]> => {
      if (unanswered === 'away') throw new Error('away');
      return unanswered.map(({ delivery, ...trace }) => ({
        delivery,
        part: { at: NOW, trace: { ...TRACE, ...trace } },
      }));
    },
  };
  const search = new MessageSearch({ calls, ids, log, ledger: ledger as never });
  const looked: string[] = [];
  const message: SearchedMessage = {
    ...{ delivery: 'telegram:1/k', kind: 'text', place: { chatId: CHAT } },
    async edit(kind, id) {
      looked.push(`${kind} ${id}`);
      const end = chat[id] ?? 'message-gone';
      if (typeof end === 'string') throw new PlatformError(end, '');
      if (end === true) return true;
      return { chat: { id: Number(CHAT) }, message_thread_id: end.thread, is_topic_message: true } as never;
    },
    remove: async (id) => void looked.push(`remove ${id}`),
  };
  const find = (trace: Partial<Trace> = {}, more: Partial<SearchedMessage> = {}) =>
    search.find({ ...message, ...more }, { at: NOW, trace: { ...TRACE, ...trace } }, signal);
  return { search, ids, noted, looked, message, find, clock };
}

const TRACE: Trace = { kind: 'text', chatId: CHAT, after: 100, at: NOW };
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `text ${from + index}`);

describe('a message that may be there', () => {
  it('is the one that says the same already, and is known from then on', async () => {
    const { find, looked, noted, ids } = rig({ 101: 'bad-request', 102: 'message-gone', 103: 'not-modified' });
    expect(await find()).toEqual({ ref: '103' });
    expect(looked).toEqual(range(101, 103));
    expect([noted, ids.has(CHAT, 103)]).toEqual([[103], true]);
  });

  it('is one of the bot that says so now; in another topic that one is removed', async () => {
    expect(await rig({ 101: true }).find()).toEqual({ ref: '101' });
    const place = { chatId: CHAT, thread: 5 };
    const topics = rig({ 101: { thread: 7 }, 102: { thread: 5 } });
    expect(await topics.find({}, { place })).toEqual({ ref: '102' });
    expect(topics.looked).toEqual(['text 101', 'remove 101', 'text 102']);
  });

  it('is looked for up to ten ids behind the last that is known, those that are known left out', async () => {
    const { find, looked, ids } = rig();
    expect(await find()).toBe('absent');
    expect(looked).toEqual(range(101, 110));
    looked.length = 0;
    ids.seen(CHAT, 103);
    ids.seen(CHAT, 102);
    expect(await find()).toBe('absent');
    expect(looked).toEqual(['text 101', ...range(104, 113)]);
  });

  it('is not looked for more than twenty times', async () => {
    const { find, looked, ids } = rig();
    ids.seen(CHAT, 111);
    expect(await find()).toBe('absent');
    expect(looked).toHaveLength(20);
    ids.seen(CHAT, 112);
    looked.length = 0;
    expect(await find({ after: 99 })).toBe('unknowable');
    expect(looked).toHaveLength(20);
  });

  it('is looked for as what it was sent as; a text that is a video now is not there', async () => {
    const { find, looked } = rig({ 101: 'not-modified' });
    expect(await find({ kind: 'video' })).toEqual({ ref: '101' });
    expect(looked).toEqual(['video 101']);
    expect(await find({}, { kind: 'video' })).toBe('absent');
    expect(await find({ kind: 'video' }, { kind: 'video' })).toEqual('absent');
  });

  it('is not there where nothing is noted of it, or where it was sent elsewhere', async () => {
    const { find, search, message, looked } = rig({ 101: 'not-modified' });
    expect(await search.find(message, { at: NOW }, signal)).toBe('absent');
    expect(await find({ chatId: '-5' })).toBe('absent');
    expect(looked).toEqual([]);
  });

  it.each<[string, Parameters<typeof rig>[1], string]>([
    ['the same at the same time', [{ delivery: 'telegram:1/other' }], 'unknowable'],
    ['the same up to a quarter of an hour before', [{ delivery: 'telegram:1/other', at: NOW - 899_999 }], 'unknowable'],
    ['the same a quarter of an hour after', [{ delivery: 'telegram:1/other', at: NOW + 900_000 }], 'found'],
    ['of another kind', [{ delivery: 'telegram:1/other', kind: 'video' }], 'found'],
    ['of another chat', [{ delivery: 'telegram:1/other', chatId: '-5' }], 'found'],
    ['its own reply', [{ delivery: 'telegram:1/k' }], 'found'],
    ['what the store does not tell', 'away', 'unknowable'],
  ])('cannot be told from another one that has no answer: %s', async (_what, unanswered, expected) => {
    const found = await rig({ 101: 'not-modified' }, unanswered).find();
    expect(typeof found === 'object' ? 'found' : found).toBe(expected);
  });

  it('cannot be told where no id is known, or while another one of its kind is sent there', async () => {
    expect(await rig({ 101: 'not-modified' }).find({ after: 0 })).toBe('unknowable');
    const { search, find } = rig({ 101: 'not-modified' });
    let sent = () => {};
    const sending = (kind: 'text' | 'video', chat = CHAT) =>
      search.counted(chat, kind, () => new Promise<void>((resolve) => (sent = resolve)));
    const text = sending('text');
    expect(await find()).toBe('unknowable');
    sent();
    await text;
    const others = [sending('video'), sending('text', '-5')];
    expect(await find()).toEqual({ ref: '101' });
    void others;
  });

  it('ends the search with whatever else is wrong', async () => {
    await expect(rig({ 101: 'chat-gone' }).find()).rejects.toMatchObject({ kind: 'chat-gone' });
  });
});

describe('while a message is looked for', () => {
  it('nothing is posted in its chat that could be mistaken for it, and a further search waits', async () => {
    const { search, find, message } = rig();
    let edited = () => {};
    const slow = find({}, { edit: () => new Promise((resolve) => (edited = () => resolve(true))) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(await search.postUntracked(CHAT, async () => expect.fail('it is posted'))).toBeUndefined();
    const posted = { message_id: 7 } as never;
    expect(await search.postUntracked('-5', async () => posted)).toBe(posted);
    let traced: Trace | undefined;
    const trace = search.trace(message, 0, NOW).then((each) => {
      traced = each;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(traced).toBeUndefined();
    edited();
    expect(await slow).toEqual({ ref: '101' });
    await trace;
    expect(traced).toEqual({ ...TRACE, after: 101 });
    expect(await search.postUntracked(CHAT, async () => posted)).toBe(posted);
  });

  it('what is noted of a send is the highest id that is known there, or the message it answers', async () => {
    const { search, message, ids } = rig();
    ids.seen(CHAT, 50);
    expect(
      [await search.trace(message, 60, NOW), await search.trace(message, 40, NOW)].map(({ after }) => after),
    ).toEqual([...[60, 50]]);
  });
});

describe('Telegram is waited for', () => {
  it.each<[PlatformErrorKind, number]>([
    ['unavailable', 2],
    ['unknown-outcome', 2],
    ['internal', 2],
    ['unauthorized', 1],
    ['rate-limited', 1],
  ])('after "%s" it is asked %i times', async (kind, times) => {
    const clock = new EagerClock();
    const calls = new Calls({ clock, log, read: readError, backOffMs: [500, 2000], pauses: true });
    let asked = 0;
    const api = {
      getMe: async () => {
        asked += 1;
        if (asked === 1) throw new PlatformError(kind, '');
      },
    };
    await untilReachable(api as never, calls, signal);
    expect(asked).toBe(times);
    expect(clock.slept.slice(0, times)).toEqual([500, 2000].slice(0, times));
  });
});
