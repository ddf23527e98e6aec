import { FakeClock } from '@reelay/async/fake-clock';
import { describe, expect, it } from 'vitest';
import { JoinWindow, joinParts, joinTexts, standsAlone } from '../../../src/adapters/kit/joining.ts';
import { MessageJoiner } from '../../../src/adapters/kit/message-joiner.ts';

const TIMES = { quietMs: 1200, longestMs: 6000 };

describe('the window', () => {
  it('stays open for the quiet time after the last word', () => {
    const window = new JoinWindow(TIMES, 10_000);
    window.grew(10_000, { words: true });
    expect([10_000, 11_199, 11_200, 20_000].map((now) => window.leftMs(now))).toEqual([1200, 1, 0, 0]);
    window.grew(11_000, { words: false });
    expect(window.leftMs(11_000)).toBe(1200);
  });

  it('stays open twice as long for files without a word', () => {
    const window = new JoinWindow(TIMES, 0);
    window.grew(0, { words: false });
    expect(window.leftMs(0)).toBe(2400);
    window.grew(2000, { words: true });
    expect(window.leftMs(2000)).toBe(1200);
  });

  it('is never open longer than it may', () => {
    const window = new JoinWindow(TIMES, 0);
    window.grew(5900, { words: true });
    expect(window.leftMs(5900)).toBe(100);
    expect([5999, 6000].map((now) => window.isExhausted(now))).toEqual([false, true]);
  });
});

describe('a text of several parts', () => {
  const said = (...texts: string[]) => texts.map((text) => ({ text, cut: false }));

  it('has each line once, in order', () => {
    expect(joinTexts(said('one', '', 'two', 'one', 'three'))).toBe('one\ntwo\nthree');
    expect(joinTexts([])).toBe('');
  });

  it('is put together where a client cut it, also at words that were said before', () => {
    const parts = [
      { text: 'ha', cut: true },
      { text: 'ha', cut: true },
      { text: 'ha', cut: false },
      { text: 'ha', cut: false },
    ];
    expect(joinParts(parts)).toEqual({
      text: 'hahaha',
      spans: [
        { from: 0, to: 2 },
        { from: 2, to: 4 },
        { from: 4, to: 6 },
        { from: 6, to: 6 },
      ],
    });
  });

  it('tells where each part stands, and the end for one that says nothing new', () => {
    expect(joinParts(said('make it', '', 'longer'))).toEqual({
      text: 'make it\nlonger',
      spans: [
        { from: 0, to: 7 },
        { from: 14, to: 14 },
        { from: 8, to: 14 },
      ],
    });
  });
});

it('a command or a question to the bot itself waits for nobody, unless it has files', () => {
  const file = { name: 'a.jpg', ref: 'a' };
  const alone = (more: object) => standsAlone({ text: '', attachments: [], ...more });
  expect(alone({ command: { name: 'status' } })).toBe(true);
  expect(alone({ text: 'cancel' })).toBe(true);
  expect(alone({ text: 'make a clip of the lake' })).toBe(false);
  expect(alone({ command: { name: 'animate' }, attachments: [file] })).toBe(false);
  expect(alone({ text: 'status', attachments: [file] })).toBe(false);
});

describe('messages of one person in one place', () => {
  function rig(times = TIMES) {
    const clock = new FakeClock();
    const taken: string[] = [];
    const joiner = new MessageJoiner<string>({
      clock,
      times,
      take: async (messages) => void taken.push(messages.join('+')),
    });
    const add = (key: string, message: string, { words = true, joins = true } = {}) =>
      joiner.add(key, message, { words, joins: () => joins });
    return { clock, taken, joiner, add };
  }

  it('are one request after the quiet time, and each of them knows when it was taken', async () => {
    const { clock, taken, add, joiner } = rig();
    const ends: string[] = [];
    void add('ann', 'a').then(() => ends.push('a'));
    await clock.advance(1199);
    void add('ann', 'b').then(() => ends.push('b'));
    void add('bob', 'c');
    expect(joiner.waiting('ann')).toEqual(['a', 'b']);
    await clock.advance(1199);
    expect(taken).toEqual([]);
    await clock.advance(1);
    expect(taken.sort()).toEqual(['a+b', 'c']);
    expect(ends).toEqual(['a', 'b']);
    expect(joiner.waiting('ann')).toEqual([]);
  });

  it('wait twice as long where none has a word, and never longer than they may', async () => {
    const { clock, taken, add } = rig();
    void add('ann', 'a', { words: false });
    await clock.advance(2399);
    expect(taken).toEqual([]);
    void add('ann', 'b', { words: false });
    await clock.advance(2399);
    void add('ann', 'c', { words: false });
    await clock.advance(1201);
    expect(taken).toEqual([]);
    await clock.advance(1);
    expect(taken).toEqual(['a+b+c']);
  });

  it('that do not go on with what waits come after it', async () => {
    const { clock, taken, add } = rig();
    void add('ann', 'a');
    const second = add('ann', 'b', { joins: false });
    expect(taken).toEqual(['a']);
    await clock.advance(1200);
    await second;
    expect(taken).toEqual(['a', 'b']);
  });

  it('are taken at once where there is no window, and one that stands alone after what was said before', async () => {
    const none = rig({ quietMs: 0, longestMs: 6000 });
    await none.add('ann', 'a');
    expect(none.taken).toEqual(['a']);
    expect(none.clock.pending).toBe(0);
    const { taken, add, joiner } = rig();
    void add('ann', 'a');
    await joiner.takeAlone('ann', 'status');
    expect(taken).toEqual(['a', 'status']);
  });

  it('change while they wait, and a request of which nothing is left is dropped', async () => {
    const { clock, taken, add, joiner } = rig();
    void add('ann', 'a');
    void add('ann', 'b');
    const left = add('bob', 'c');
    joiner.change('nobody', () => ['x']);
    joiner.change('ann', (waiting) => waiting.map((each) => each.toUpperCase()));
    joiner.leaveOut((message) => message === 'B' || message === 'c');
    await left;
    expect(joiner.waiting('bob')).toEqual([]);
    await clock.advance(1200);
    expect(taken).toEqual(['A']);
  });

  it('are all taken when the process stops, each request once', async () => {
    const { clock, taken, add, joiner } = rig();
    void add('ann', 'a');
    void add('bob', 'b');
    joiner.closeAll();
    expect(taken).toEqual(['a', 'b']);
    // A later request of the same person is not ended by the old one's time.
    await clock.advance(600);
    void add('ann', 'c');
    await clock.advance(1199);
    expect(taken).toEqual(['a', 'b']);
    await clock.advance(1);
    expect(taken).toEqual(['a', 'b', 'c']);
  });
});
