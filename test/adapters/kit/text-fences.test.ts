import { expect, it } from 'vitest';
import { splitText } from '../../../src/adapters/kit/text.ts';

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
