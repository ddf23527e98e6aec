import { describe, expect, it } from 'vitest';
import { boundedCopy, cutText, idOf, parseJson, parseJsonExact } from '../../src/nemo/json.ts';

describe('a bounded copy', () => {
  const WIDE = { chars: 1000, depth: 10 };

  it('is the same where the limits are wide', () => {
    const value = { a: 'text', b: [1, null, true, { c: ['d'] }], e: {} };
    expect(boundedCopy(value, WIDE)).toEqual(value);
  });

  it('has as many characters as it may, and nothing behind them', () => {
    // The key and what separates it are two, the text the other eight.
    expect(boundedCopy({ a: '0123456789', b: 'more' }, { chars: 10, depth: 3 })).toEqual({ a: '01234567' });
    expect(boundedCopy({ a: '01234567', b: 'more' }, { chars: 12, depth: 3 })).toEqual({ a: '01234567' });
    expect(boundedCopy({ a: '01234567', b: 'more' }, { chars: 13, depth: 3 })).toEqual({ a: '01234567', b: 'm' });
  });

  it('has as many items as it may: each counts, whatever it is', () => {
    expect(boundedCopy({ a: [1, 2, 3, 4, 5] }, { chars: 5, depth: 3 })).toEqual({ a: [1, 2, 3] });
    expect(boundedCopy({ a: Array(1_000_000).fill(0) }, { chars: 100, depth: 3 })).toEqual({ a: Array(98).fill(0) });
  });

  it('is as deep as it may be', () => {
    expect(boundedCopy({ a: { b: { c: 1 } } }, { chars: 100, depth: 2 })).toEqual({ a: { b: undefined } });
    let nested: unknown = 'x';
    for (let level = 0; level < 100_000; level++) nested = [nested];
    expect(JSON.stringify(boundedCopy({ nested }, { chars: 100, depth: 3 }))).toBe('{"nested":[[null]]}');
  });
});

it('a text that is as long as it may be stays whole, a longer one is cut', () => {
  expect([cutText('abc', 3), cutText('abcd', 3), cutText('', 0)]).toEqual(['abc', 'abc', '']);
});

it('an id is a text or a whole number that lost nothing', () => {
  expect([' a ', 7, 0, '', ' ', 1.5, 2 ** 53, null, {}].map(idOf)).toEqual([
    'a',
    '7',
    '0',
    ...Array(6).fill(undefined),
  ]);
});

it('JSON is read down to 200 levels; brackets in its texts are none', () => {
  const nested = (depth: number, inside = '') => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;
  const long = JSON.stringify('x'.repeat(2000));
  expect(parseJson(nested(200, long))).toBeDefined();
  expect(parseJson(nested(201, long))).toBeUndefined();
  for (const text of ['['.repeat(3000), `\\"${'{'.repeat(3000)}`, `${'\\'.repeat(2001)}[`]) {
    const json = JSON.stringify({ text, next: [text, { a: [] }] });
    expect(parseJson(json)).toEqual(JSON.parse(json));
  }
  // Levels that were closed again do not count.
  expect(parseJson(`[${Array(300).fill('[{}]').join()}, ${long}]`)).toHaveLength(301);
  expect(parseJson('{')).toBeUndefined();
});

it('whole numbers that would lose digits are read as text, others as they are', () => {
  const text =
    '{"a":1234567890123456789,"b":-12345678901234567890,"c":1234567890123456,"d":1.2345678901234567e3,"e":"1234567890123456789"}';
  expect(parseJsonExact(text)).toEqual({
    ...{ a: '1234567890123456789', b: '-12345678901234567890', c: 1234567890123456, d: 1234.5678901234567 },
    e: '1234567890123456789',
  });
});
