import { describe, expect, it } from 'vitest';
import { truncate } from '../../../src/adapters/kit/text.ts';
import { partsOfText, toHtml, withoutMentions } from '../../../src/adapters/telegram/text.ts';

describe('HTML', () => {
  it.each([
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['**bold** and `a<b`', '<b>bold</b> and <code>a&lt;b</code>'],
    ['2 ** 3 ** 4, a ** b', '2 ** 3 ** 4, a ** b'],
    ['**open', '**open'],
    [
      'see:\n```js\nif (a < b) **no**\n```\nend',
      'see:\n<pre><code class="language-js">if (a &lt; b) **no**</code></pre>\nend',
    ],
    ['```\nplain\n```', '<pre>plain</pre>'],
    ['<b>not ours</b>', '&lt;b&gt;not ours&lt;/b&gt;'],
  ])('%j', (text, html) => {
    expect(toHtml(text)).toBe(html);
  });
});

it('what is quoted mentions nobody; addresses stay as they are', () => {
  expect(withoutMentions('ask @durov, or me@example.org, https://t.me/@name and @ 5')).toBe(
    'ask @\u2060durov, or me@example.org, https://t.me/@name and @ 5',
  );
});

describe('long text', () => {
  it('is cut between paragraphs, else between lines, else between words', () => {
    expect(partsOfText('one two\n\nthree four\nfive six', 20)).toEqual(['one two', 'three four\nfive six']);
    expect(partsOfText('one two three\nfour five six', 20)).toEqual(['one two three', 'four five six']);
    expect(partsOfText('one two three four five six', 14)).toEqual(['one two three', 'four five six']);
    expect(partsOfText('做好了。加了音乐。再看看。', 9)).toEqual(['做好了。加了音乐。', '再看看。']);
  });

  it('that fits stays one piece', () => {
    expect(partsOfText('short', 4096)).toEqual(['short']);
    expect(partsOfText('   ', 4096)).toEqual([]);
  });

  it('the first part may have a limit of its own', () => {
    expect(partsOfText('aaaa bbbb cccc dddd', 14, 5)).toEqual(['aaaa', 'bbbb cccc dddd']);
  });

  it('no character is cut in two: neither a surrogate pair nor a sequence of them', () => {
    expect(partsOfText('😀😀😀😀', 5)).toEqual(['😀😀', '😀😀']);
    expect(partsOfText('👨‍👩‍👧👨‍👩‍👧', 12)).toEqual(['👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it('a bold or code span is not cut in two', () => {
    expect(partsOfText('aaaa bbbb **cc dd**', 15)).toEqual(['aaaa bbbb', '**cc dd**']);
  });

  it('a code fence that is too long is closed and opened again', () => {
    const parts = partsOfText('```js\nline one\nline two\nline three\n```', 25);
    expect(parts).toEqual(['```js\nline one\n```', '```js\nline two\n```', '```js\nline three\n```']);
  });

  it('a fence that fits into a part of its own is not torn', () => {
    expect(partsOfText('some words here\n```\ncode one\ncode two\n```', 30)).toEqual([
      'some words here',
      '```\ncode one\ncode two\n```',
    ]);
  });

  it('keeps every word, whatever it is made of', () => {
    const text = Array.from({ length: 3000 }, (_, n) => `w${n}${n % 7 ? ' ' : '\n'}${n % 50 ? '' : '\n'}`).join('');
    const parts = partsOfText(text, 4096);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(4096);
    expect(parts.join(' ').split(/\s+/)).toEqual(text.trim().split(/\s+/));
    const wall = 'x'.repeat(10_000);
    expect(partsOfText(wall, 4096).join('')).toBe(wall);
  });

  it('what grows is cut off with an ellipsis', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('ab😀😀', 5)).toBe('ab😀…');
    expect(truncate('abcd', 4)).toBe('abcd');
  });
});
