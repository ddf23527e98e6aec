import { expect, it } from 'vitest';
import { escapeText, splitText, truncate } from '../../../src/adapters/discord/text.ts';
import { Turnstile } from '../../../src/adapters/discord/turnstile.ts';

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

it('no more tasks run at once than there are places; who gives up leaves the line', async () => {
  const turnstile = new Turnstile(1);
  const ends: (() => void)[] = [];
  const began: string[] = [];
  const task = (name: string) => () => {
    began.push(name);
    return new Promise<void>((resolve) => void ends.push(resolve));
  };
  const first = turnstile.pass(task('first'));
  const giving = new AbortController();
  const second = turnstile.pass(task('second'), giving.signal);
  const third = turnstile.pass(task('third'));
  giving.abort(new Error('not any more'));
  await expect(second).rejects.toThrow('not any more');
  expect(began).toEqual(['first']);
  ends[0]?.();
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  expect(began).toEqual(['first', 'third']);
  ends[1]?.();
  await third;
});
