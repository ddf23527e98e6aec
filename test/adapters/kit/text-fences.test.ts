import { expect, it } from 'vitest';
import { plainName, splitText, truncate } from '../../../src/adapters/kit/text.ts';

const fence = (code: string) => `\`\`\`js\n${code}\n\`\`\``;
const split = (text: string, limit: number) => splitText(text, { limit, fences: true });

it('code without a line end is cut where a part is full, and each part is code again', () => {
  // The marks take ten of the twenty.
  expect(split(fence('x'.repeat(25)), 20)).toEqual([
    fence('x'.repeat(10)),
    fence('x'.repeat(10)),
    fence('x'.repeat(5)),
  ]);
  expect(split(fence('😀'.repeat(7)), 20)).toEqual([fence('😀'.repeat(5)), fence('😀'.repeat(2))]);
});

it('code with line ends is cut at the last one that fits, which is left out', () => {
  expect(split(fence('aaaa\nbbbb\ncccc'), 20)).toEqual([fence('aaaa\nbbbb'), fence('cccc')]);
});

it('what stands before code stays with it where it fits, and a part that is begun is closed before it is torn', () => {
  expect(split(`Look:\n${fence('aaaa')}`, 30)).toEqual([`Look:\n${fence('aaaa')}`]);
  expect(split(`Look at this:\n${fence('aaaaaaaa')}`, 20)).toEqual(['Look at this:', fence('aaaaaaaa')]);
});

it('a tight cut fills the parts: a better border before is left alone', () => {
  const text = `${'a'.repeat(8)}\n\n${'b'.repeat(60)}`;
  expect(splitText(text, { limit: 20 }).map((part) => part.length)).toEqual([8, 20, 20, 20]);
  expect(splitText(text, { limit: 24, tight: true }).map((part) => part.length)).toEqual([24, 24, 22]);
});

it('a fence fits where its code and its marks do, to the last character', () => {
  const code = fence('x'.repeat(10));
  expect(split(code, code.length)).toEqual([code]);
  expect(split(code, code.length - 1)).toEqual([fence('x'.repeat(9)), fence('x')]);
  expect(split('```\n\n```', 8)).toEqual(['```\n\n```']);
  // There is no room for any code beside the marks.
  expect(split(fence('abcdef'), 9).join('')).toContain('abc');
});

it('a line end at the very place where a part is full ends it', () => {
  expect(split(fence('aaaaaaaaaa\nbb'), 20)).toEqual([fence('aaaaaaaaaa'), fence('bb')]);
  expect(split(fence('\naaaaaaaaaaa'), 20)).toEqual([fence('\naaaaaaaaa'), fence('aa')]);
});

it('prose is cut at a border that is no nearer to the start than a quarter', () => {
  const text = (before: number) => `${'a'.repeat(before)} ${'b'.repeat(40)}`;
  expect(splitText(text(6), { limit: 20 })[0]).toBe('aaaaaa');
  expect(splitText(text(5), { limit: 20 })[0]).toBe(`aaaaa ${'b'.repeat(14)}`);
  expect(splitText('aaaa bbbb', { limit: 4 })).toEqual(['aaaa', 'bbbb']);
  expect(splitText('好。再来', { limit: 2 })).toEqual(['好。', '再来']);
});

it('the first part has its own limit, which another text in it takes from', () => {
  expect(splitText('aaaa bbbb cccc', { limit: 9, first: 4 })).toEqual(['aaaa', 'bbbb cccc']);
  expect(splitText('', { limit: 9 })).toEqual([]);
});

it('a span is kept whole where it fits, also when it begins at the border', () => {
  const spans = /\*[^*]+\*/g;
  expect(splitText('aa *b c* dd', { limit: 8, spans })).toEqual(['aa *b c*', 'dd']);
  expect(splitText('aa *b c* dd', { limit: 7, spans })).toEqual(['aa', '*b c*', 'dd']);
  expect(splitText('*a b* *c d*', { limit: 7, spans })).toEqual(['*a b*', '*c d*']);
});

it('a truncated text ends with whole characters, whatever they are made of', () => {
  expect([truncate('a\r\nb', 3), truncate('😀😀', 3), truncate('abc', 3)]).toEqual(['a…', '😀…', 'abc']);
  expect(truncate('ab😀', 3)).toBe('ab…');
});

it('a name is one line in the direction of its sentence', () => {
  expect(plainName(' a\u202eb\n.jpg\ufeff ')).toBe('ab.jpg');
});
