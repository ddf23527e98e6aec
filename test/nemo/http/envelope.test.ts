import { describe, expect, test } from 'vitest';
import { NemoBadAnswerError } from '../../../src/nemo/errors.ts';
import { codeOf, dataOf, readAnswer, refusalIn, words } from '../../../src/nemo/http/envelope.ts';

const read = (text: string, status = 200, type = 'application/json') => readAnswer('GET x', { status, type, text });

describe('an answer', () => {
  test.each([
    ['{"a":1}', 200, 'application/json'],
    ['{"code":0,"data":{}}', 201, 'application/problem+json'],
    ['{"code":"200"}', 299, 'text/plain'],
    ['{"success":true,"code":null}', 200, ''],
  ])('%s with HTTP %i as "%s" is one', (text, status, type) => {
    expect(read(text, status, type)).toEqual(JSON.parse(text));
  });

  test.each<[string, number, string, object]>([
    ['{"code":2001}', 200, 'application/json', { code: 'out-of-credits', httpStatus: 200, nemoCode: 2001 }],
    ['{"success":false,"message":"no"}', 200, 'application/json', { code: 'refused', sent: 'maybe' }],
    ['{"a":1}', 199, 'application/json', { code: 'refused', httpStatus: 199 }],
    ['{"a":1}', 300, 'application/json', { code: 'refused', httpStatus: 300 }],
    ['<html>', 502, 'text/html', { code: 'unreachable', httpStatus: 502 }],
    ['{"code":1001}', 502, 'text/html', { code: 'unreachable' }],
    ['{"detail":"session 1 not found"}', 404, 'application/json', { code: 'session-gone' }],
  ])('%s with HTTP %i as "%s" is a refusal', (text, status, type, error) => {
    expect(() => read(text, status, type)).toThrow(expect.objectContaining(error));
  });

  test.each([
    ['<!doctype html>', 'text/plain', 'a web page'],
    [' <HTML>', '', 'a web page'],
    ['{}', 'text/html', 'a web page'],
    ['{}', 'image/png', 'image/png'],
    ['[]', 'application/json', 'no JSON object'],
    ['', '', 'no JSON object'],
  ])('"%s" as "%s" cannot be used: %s', (text, type, kind) => {
    expect(() => read(text, 200, type)).toThrow(NemoBadAnswerError);
    expect(() => read(text, 200, type)).toThrow(`GET x: expected JSON, got ${kind}`);
  });
});

test('data are in the envelope or are the answer', () => {
  expect(dataOf({ code: 0, data: { a: 1 } })).toEqual({ a: 1 });
  expect(dataOf({ a: 1, data: [1] })).toEqual({ a: 1, data: [1] });
});

test.each<[Record<string, unknown>, object | undefined]>([
  [{ code: 0 }, undefined],
  [{ code: 200 }, undefined],
  [
    { code: 201, msg: 'no' },
    { nemoCode: 201, message: 'no' },
  ],
  [{ code: '1002' }, { nemoCode: 1002 }],
  [{ code: 'E1' }, undefined],
  [{ error: { code: 403, message: 'scope' } }, { nemoCode: 403, message: 'scope' }],
  [{ detail: { code: 2001 } }, { nemoCode: 2001 }],
  [{ code: 0, success: false }, {}],
  [{ success: true }, undefined],
])('the refusal in %j is %j', (answer, refusal) => {
  expect(refusalIn(answer)).toEqual(refusal);
});

test('a code is a number, or digits', () => {
  expect([7, '7', ' 7 ', '7a', '', Number.NaN, null].map(codeOf)).toEqual([7, 7, 7, ...Array(4).fill(undefined)]);
});

test('the words of an answer are the first that there are, also within others', () => {
  expect(words({ msg: 'b', message: 'a' })).toBe('a');
  expect(words({ message: '', error: { code: 1, detail: 'c' }, detail: 'd' })).toBe('c');
  expect(words({ error: {}, errorMessage: 'e' })).toBe('e');
  expect(words({ error: true })).toBeUndefined();
});
