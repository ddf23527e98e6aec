import { expect, it } from 'vitest';
import { escapeText, splitText, truncate } from '../../../src/adapters/discord/text.ts';

it.each([
  ['*bold* _it_ ~~no~~ `code` ||hid||', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|hid\\|\\|'],
  ['# head\n> quote\n-# small\n1. one', '\\# head\n\\> quote\n\\-# small\n1. one'],
  ['[text](https://x.example)', '\\[text\\](https://x.example)'],
  ['a \\ b', 'a \\\\ b'],
  ['https://x.example/a_b_c and a_b', 'https://x.example/a_b_c and a\\_b'],
  ['@everyone @here', '@\u2060everyone @\u2060here'],
])('%s is shown letter by letter', (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
});

it('a long text is cut on paragraphs, then lines, then words', () => {
  expect(splitText('aaaa bbbb\n\ncccc dddd', 12)).toEqual(['aaaa bbbb', 'cccc dddd']);
  expect(splitText('aaaa bbbb\ncccc dddd', 12)).toEqual(['aaaa bbbb', 'cccc dddd']);
  expect(splitText('aaaa bbbb cccc', 10)).toEqual(['aaaa bbbb', 'cccc']);
});

it('a cut goes neither through a pair nor through an escape', () => {
  expect(splitText('abc🏝️🏝️', 4)[0]).toBe('abc');
  expect(splitText('abc\\*de', 4)).toEqual(['abc', '\\*de']);
  expect(splitText('ab\\\\cde', 4)).toEqual(['ab\\\\', 'cde']);
  expect(truncate('abc🏝️🏝️', 5)).toBe('abc…');
});
