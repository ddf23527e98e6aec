import { describe, expect, it } from 'vitest';
import { speaks, vocabularyOf, wordsOf } from '../../src/intents/vocabulary.ts';

describe('a question in English', () => {
  const english = vocabularyOf({
    ...{ rule: 'r', language: 'en', keys: ['cost|price', 'clip'], others: 'big', without: 'my', question: true },
  });
  const asks = (text: string) => english(text, wordsOf(text));
  const short = (count: number) => `what ${'is '.repeat(count - 3)}clip cost`;

  it.each(['what does a clip cost?', 'how big is the clip price', 'a clip cost?', short(14)])(
    '“%s” is made of its words',
    (text) => expect(asks(text)).toBe(true),
  );

  it.each([
    ['what does a clip?', 'a word of each group is needed'],
    ['a clip cost', 'no question'],
    ['how is my clip price', 'a word that says something here'],
    ['how is the red clip price', 'a word that it does not know'],
    ['how is the "clip" price', 'quoted words'],
    [short(15), 'more words than anybody asks with'],
    ['', 'no words'],
  ])('“%s” is not: %s', (text) => expect(asks(text)).toBe(false));

  it('is not read where it is longer than 120 characters', () => {
    expect(wordsOf(`${'a'.repeat(59)} ${'b'.repeat(60)}`)).toHaveLength(2);
    expect(wordsOf(`${'a'.repeat(60)} ${'b'.repeat(60)}`)).toEqual([]);
  });
});

describe('a question in Chinese', () => {
  const chinese = vocabularyOf({
    ...{
      rule: 'r',
      language: 'zh',
      keys: ['费用|价格'],
      others: '一个视频的总|视频视频视频视',
      without: '的',
      question: true,
    },
  });
  const asks = (text: string) => chinese(text, []);

  it.each(['费用多少', '价格呢', '费用,多少?', '一个视频的总费用多少', `费用${'呢'.repeat(28)}`])(
    '“%s” can be cut into its words',
    (text) => expect(asks(text)).toBe(true),
  );

  it.each([
    ['多少', 'no word of the group'],
    ['费用', 'no question'],
    ['费用红色吗', 'a word that it does not know'],
    ['费用的多少', 'a word that says something here'],
    ['“费用”多少', 'quoted words'],
    [`费用${'呢'.repeat(29)}`, 'more characters than anybody asks with'],
    ['费用多少视频视频视频视', 'a longer word than there are'],
  ])('“%s” cannot: %s', (text) => expect(asks(text)).toBe(false));
});

it('a vocabulary is of its text’s language', () => {
  expect([speaks({ language: 'en' }, 'credits'), speaks({ language: 'zh' }, 'credits')]).toEqual([true, false]);
  expect([speaks({ language: 'en' }, '积分 ok'), speaks({ language: 'zh' }, '积分 ok')]).toEqual([false, true]);
});
