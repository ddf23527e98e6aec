import { describe, expect, it } from 'vitest';
import {
  choiceSetting,
  listSetting,
  numberSetting,
  switchSetting,
  textSetting,
  tokenOf,
} from '../../../src/core/settings/kinds.ts';
import type { SettingPlace } from '../../../src/core/settings/setting.ts';
import { translator } from '../../../src/i18n/translator.ts';

const PLACE: SettingPlace = {
  ...{ platform: 'test', voice: 'en', t: translator('en') },
  operator: { skills: [], language: 'auto', sharedProjects: true, threads: false, freeOfCharge: false },
};
const said = { title: { en: 'T', zh: '题' }, about: { en: 'A', zh: '关' } };

describe('a choice', () => {
  const color = choiceSetting({
    ...{ key: 'color', ...said, fallback: () => 'blue' },
    choices: () => [
      { value: 'red', label: 'Deep red' },
      { value: 'blue', label: 'Blue' },
      { value: 'ultramarine', label: 'Other' },
    ],
  });

  it.each([
    ['1', 'red'],
    ['3', 'ultramarine'],
    ['BLUE ', 'blue'],
    ['deep red', 'red'],
    [tokenOf('ultramarine'), 'ultramarine'],
  ])('is read from “%s”', (text, value) => expect(color.read(text, PLACE, undefined)).toEqual({ value }));

  it.each(['0', '4', 'green', ''])('is not read from “%s”, and says what there is', (text) => {
    expect(color.read(text, PLACE, undefined)).toEqual({ problem: expect.stringContaining('Deep red · Blue · Other') });
  });

  it('is shown by its label, or as it is where it is none any more', () => {
    expect([color.show('red', PLACE), color.fallback(PLACE)]).toEqual(['Deep red', 'Blue']);
    expect(
      choiceSetting({ key: 'c', ...said, choices: () => [], fallback: () => 'x' }).show('red' as never, PLACE),
    ).toBe('red');
  });

  it('of on and off follows the operator', () => {
    const threads = switchSetting({ key: 's', ...said, fallback: ({ threads }) => threads });
    const on = { ...PLACE, operator: { ...PLACE.operator, threads: true } };
    expect([threads.fallback(on), threads.fallback(PLACE)]).toEqual([
      threads.show('on', PLACE),
      threads.show('off', PLACE),
    ]);
    expect(threads.read('2', PLACE, undefined)).toEqual({ value: 'off' });
  });

  it('has a token of eight characters at most on a button', () => {
    expect([tokenOf('12345678'), tokenOf('123456789').length]).toEqual(['12345678', 8]);
  });
});

it.each([
  ['5', 5],
  ['20', 20],
  ['１２', 12],
  ['1 5', 15],
  ['4', undefined],
  ['21', undefined],
  ['-5', undefined],
  ['5.5', undefined],
  ['five', undefined],
  ['1'.repeat(13), undefined],
])('a number from 5 to 20 is read from “%s”: %s', (text, value) => {
  const number = numberSetting({ key: 'n', ...said, min: 5, max: () => 20, fallback: () => '-' });
  const read = number.read(text, PLACE, undefined);
  expect(read).toEqual(value === undefined ? { problem: expect.stringMatching(/5.*20/) } : { value });
});

it('a text is taken up to its letters, of which an emoji is one', () => {
  const text = textSetting({ key: 't', ...said, maxLetters: 3, fallback: () => '-' });
  expect(text.read('😀😀😀', PLACE, undefined)).toEqual({ value: '😀😀😀' });
  expect(text.read('abcd', PLACE, undefined)).toEqual({ problem: expect.stringContaining('3') });
});

describe('a list', () => {
  const list = listSetting({
    ...{ key: 'l', ...said, maxItems: 3, maxLetters: 4, fallback: () => 'nobody' },
    readItem: (text) => (text === 'bad' ? undefined : text.toLowerCase()),
  });
  const read = (text: string, now?: readonly string[]) => list.read(text, PLACE, now);

  it('is given, added to and taken from, each item once', () => {
    expect(read('A, b;c')).toEqual({ value: ['a', 'b', 'c'] });
    expect(read('a，a、b')).toEqual({ value: ['a', 'b'] });
    expect(read('x', ['a'])).toEqual({ value: ['x'] });
    expect(read('+c, a', ['a', 'b'])).toEqual({ value: ['b', 'c', 'a'] });
    expect(read('-a, x', ['a', 'b'])).toEqual({ value: ['b'] });
    expect(read('+c')).toEqual({ value: ['c'] });
    expect(read('-c')).toEqual({ value: [] });
  });

  it('has no more items and no longer ones than it may, and none that is none', () => {
    expect(read('+d', ['a', 'b', 'c'])).toEqual({ problem: expect.stringContaining('3') });
    expect(read('abcd')).toEqual({ value: ['abcd'] });
    expect(read('abcde')).toEqual({ problem: expect.stringContaining('abcde') });
    expect(read('a, bad')).toEqual({ problem: expect.stringContaining('bad') });
  });

  it('is shown with its items, or as what holds without any', () => {
    expect([list.show(['a', 'b'], PLACE), list.show([], PLACE)]).toEqual(['a, b', 'nobody']);
  });
});

it('what is stored and no value of the setting is as if nothing was set', () => {
  const number = numberSetting({ key: 'n', ...said, min: 5, max: () => 20, fallback: () => '-' });
  expect([number.of({ n: 7 }), number.of({ n: 'x' }), number.of({ n: 1.5 }), number.of({})]).toEqual([
    7,
    undefined,
    undefined,
    undefined,
  ]);
});
