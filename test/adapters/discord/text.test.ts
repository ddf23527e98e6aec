import { expect, it } from 'vitest';
import { escapeText, messagesOfText, shortened } from '../../../src/adapters/discord/text.ts';
import { growth, LINEAR } from '../../growth.ts';

it.each([
  ['*bold* _it_ ~~no~~ `code` ||hid||', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|hid\\|\\|'],
  ['# head\n> quote\n-# small\n1. one', '\\# head\n\\> quote\n\\-# small\n1. one'],
  ['a\n\n  ## head', 'a\n\n  \\## head'],
  ['[text](https://x.example)', '\\[text\\](https://x.example)'],
  ['a \\ b', 'a \\\\ b'],
  ['https://x.example/a_b_c and a_b', 'https://x.example/a_b_c and a\\_b'],
  ['@everyone @here', '@\u2060everyone @\u2060here'],
])('%s is shown character by character', (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
});

it.each(['\n', '\r', '\u2028', ' ', '\n ', '*', '@everyone'])('%j, repeated, is escaped in linear time', (unit) => {
  expect(growth(unit, escapeText)).toBeLessThan(LINEAR);
});

it('a long text is cut on paragraphs, then lines, then words', () => {
  expect(messagesOfText('aaaa bbbb\n\ncccc dddd', '', 12)).toEqual(['aaaa bbbb', 'cccc dddd']);
  expect(messagesOfText('aaaa bbbb\ncccc dddd', '', 12)).toEqual(['aaaa bbbb', 'cccc dddd']);
  expect(messagesOfText('aaaa bbbb cccc', '', 10)).toEqual(['aaaa bbbb', 'cccc']);
});

it('a cut goes neither through a character nor through an escape, which counts', () => {
  expect(messagesOfText('abc🏝️🏝️', '', 4)[0]).toBe('abc');
  expect(messagesOfText('abc*de', '', 4)).toEqual(['abc', '\\*de']);
  expect(messagesOfText('ab\\cde', '', 4)).toEqual(['ab\\\\', 'cde']);
  expect(shortened('abc🏝️🏝️', 5)).toBe('abc…');
  expect(shortened('ab**', 5)).toBe('ab\\*…');
});

it('a headline stands before the first part, as it is, and counts', () => {
  expect(messagesOfText('aaaa bbbb cccc', '<#1>\n', 14)).toEqual(['<#1>\naaaa bbbb', 'cccc']);
});
