import { describe, expect, it } from 'vitest';
import { blocksOf, type SplitOptions, splitText, truncate, withoutTrailing } from '../../../src/adapters/kit/text.ts';

/** As a platform that writes a backslash before every asterisk. */
const measure = (text: string) => text.length + (text.match(/\*/g)?.length ?? 0);

describe('splitText', () => {
  it('measures a text as it will be written', () => {
    expect(splitText('**** **** ****', { limit: 8, measure })).toEqual(['****', '****', '****']);
    expect(splitText('*'.repeat(20), { limit: 10, measure }).map(measure)).toEqual([10, 10, 10, 10]);
  });

  it('shows code fences as prose where they are not asked for', () => {
    expect(splitText('```\nab\ncd\n```', { limit: 9 })).toEqual(['```\nab\ncd', '```']);
    expect(splitText('```\nab\ncd\n```', { limit: 11, fences: true })).toEqual(['```\nab\n```', '```\ncd\n```']);
  });

  it.each<[string, string, SplitOptions]>([
    ['words', 'word '.repeat(200_000), { limit: 2000, measure }],
    ['line ends', '\n'.repeat(1_000_000), { limit: 4096, fences: true }],
    ['marks that grow', '*'.repeat(1_000_000), { limit: 2000, measure }],
    ['one code fence', `\`\`\`\n${'x\n'.repeat(500_000)}\`\`\``, { limit: 4096, fences: true }],
    ['open code fences', '```a '.repeat(200_000), { limit: 4096, fences: true }],
    ['spans', '`a` '.repeat(250_000), { limit: 4096, spans: /`[^`\n]+`/g }],
    ['no border at all', 'x'.repeat(1_000_000), { limit: 4096 }],
  ])('takes time linear in a text of %s', (_name, text, options) => {
    const timeOf = (part: string) => {
      const runs = [1, 2, 3].map(() => {
        const start = performance.now();
        splitText(part, options);
        return performance.now() - start;
      });
      return Math.min(...runs);
    };
    // Quadratic time would be 16 times as long, linear time is 4 times; the rest is for a machine that is busy.
    const quarter = timeOf(text.slice(0, text.length / 4));
    expect(timeOf(text)).toBeLessThan(12 * Math.max(quarter, 3));
  });
});

it('truncate keeps whole characters, and counts as the platform does', () => {
  expect(truncate('abcdef', 4)).toBe('abc…');
  expect(truncate('ab****', 6, measure)).toBe('ab*…');
  expect(truncate('ab', 4)).toBe('ab');
});

it('blocksOf divides a text into code fences and what is between them', () => {
  expect(blocksOf('a\n```js\nb\n```\nc')).toEqual([
    { fence: false, text: 'a\n' },
    { fence: true, text: '```js\nb\n```' },
    { fence: false, text: '\nc' },
  ]);
});

it('withoutTrailing takes these characters off the end only', () => {
  expect(withoutTrailing('https://x.example/a.).', '.)')).toBe('https://x.example/a');
  expect(withoutTrailing(').', '.)')).toBe('');
});
