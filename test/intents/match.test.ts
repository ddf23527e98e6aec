import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/core/actions/all.ts';
import { matchAll, matchMisspelled, matchWhole } from '../../src/intents/match.ts';
import { isOnlyPoliteness, peelPoliteness } from '../../src/intents/politeness.ts';

const book = ACTIONS.phrases;
const whole = (text: string) => matchWhole(book, text)?.rule;
const all = (text: string) => matchAll(book, text)?.map(({ entry }) => entry.action);
const misspelled = (text: string) => matchMisspelled(book, text)?.entry.action;

describe('a whole text', () => {
  it('asks for an action up to 160 characters', () => {
    expect(whole(`status${'!'.repeat(154)}`)).toBe('status.en.bare');
    expect(whole(`status${'!'.repeat(155)}`)).toBeUndefined();
    expect(misspelled(`statsu${'!'.repeat(154)}`)).toBe('status');
    expect(misspelled(`statsu${'!'.repeat(155)}`)).toBeUndefined();
    expect(all(`status, credits${'!'.repeat(145)}`)).toEqual(['status', 'credits']);
    expect(all(`status, credits${'!'.repeat(146)}`)).toBeUndefined();
  });

  it('that puts it off does not ask for what is done at once, and an edit that goes on for nothing that costs', () => {
    expect(whole('cancel')).toBe('cancel.en.bare');
    expect(whole('cancel when you are done')).toBeUndefined();
    expect(whole('new')).toBe('new.en.bare');
    expect(whole('new, please')).toBe('new.en.bare');
    expect(whole('new, man')).toBeUndefined();
    expect(whole('then cancel')).toBeUndefined();
  });
});

describe('several commands', () => {
  it('are two to five, and nothing else', () => {
    expect(all('status')).toBeUndefined();
    expect(all('status and credits')).toEqual(['status', 'credits']);
    expect(all('status, credits, timeline, usage, help')).toHaveLength(5);
    expect(all('status, credits, timeline, usage, help, status')).toBeUndefined();
    expect(all('status and make it rain')).toBeUndefined();
    expect(all('thanks, status and then credits')).toEqual(['status', 'credits']);
    expect(all('please, thanks')).toBeUndefined();
  });
});

describe('a misspelled word', () => {
  it.each([
    ['exprot the video now', 'export'],
    ['cancle', 'cancel'],
    ['cancle this', 'cancel'],
    ['cerdits', 'credits'],
    ['cancle all', undefined],
    ['status', undefined],
    ['nothing like it', undefined],
  ])('“%s”: %s', (text, action) => expect(misspelled(text)).toBe(action));
});

describe('politeness', () => {
  it('is taken off both ends, layer by layer, what stands behind it last', () => {
    expect(peelPoliteness('ok then status please thanks')).toEqual([
      ...['ok then status please thanks', 'then status please thanks', 'status please thanks'],
      ...['ok then status please', 'then status please', 'status please'],
      ...['ok then status', 'then status', 'status'],
    ]);
    expect(peelPoliteness('请导出一下吧')).toEqual([
      '请导出一下吧',
      '导出一下吧',
      '请导出一下',
      '导出一下',
      '请导出',
      '导出',
    ]);
    expect(peelPoliteness('!!')).toEqual([]);
  });

  it('has six layers at most', () => {
    expect(peelPoliteness('hi hi hi hi hi hi hi export').at(-1)).toBe('hi export');
  });

  it.each([
    ['thanks', true],
    ['ok, please', true],
    ['谢谢', true],
    ['', true],
    ['status', false],
    ['please status', false],
  ])('“%s” is nothing else: %s', (text, only) => expect(isOnlyPoliteness(text)).toBe(only));
});
