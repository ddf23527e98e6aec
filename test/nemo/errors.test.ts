import { describe, expect, test } from 'vitest';
import {
  errorKind,
  NemoAuthError,
  type NemoErrorCode,
  NemoUnreachableError,
  type Refusal,
  refusalError,
  reportedError,
  type Sent,
} from '../../src/nemo/errors.ts';

describe('the kind of an error', () => {
  test.each<[number | string | undefined, string, NemoErrorCode | undefined]>([
    [1001, '', 'auth'],
    [1010, '', 'auth'],
    [1011, '', 'auth'],
    [401, '', 'auth'],
    [1002, '', 'session-gone'],
    [2001, '', 'out-of-credits'],
    [4001, '', 'unsupported-type'],
    [415, '', 'unsupported-type'],
    [4002, '', 'too-large'],
    [413, '', 'too-large'],
    [402, '', 'export-blocked'],
    [403, '', 'missing-scope'],
    [409, '', 'duplicate-id'],
    [429, '', 'rate-limited'],
    [' 429 ', '', 'rate-limited'],
    ['2001', '', 'out-of-credits'],
    ['20011', '', undefined],
    ['unauthenticated', '', 'auth'],
    ['UNAUTHORIZED', '', 'auth'],
    ['PERMISSION_DENIED', '', 'missing-scope'],
    ['FORBIDDEN', '', 'missing-scope'],
    ['INSUFFICIENT_CREDITS', '', 'out-of-credits'],
    ['RATE_LIMITED', '', 'rate-limited'],
    ['INTERNAL', '', undefined],
    [undefined, '', undefined],
    [400, 'X-Client-Id is missing', 'client-id'],
    [400, 'draft is not valid', undefined],
    [500, 'X-Client-Id is missing', undefined],
    [404, 'unknown session', 'session-gone'],
    [500, 'unknown session', undefined],
    [404, 'unknown render', undefined],
    [500, 'The session 5 was not found', 'session-gone'],
    [undefined, 'no such session', 'session-gone'],
    [400, 'render r already exists', 'duplicate-id'],
    [undefined, 'You have run out of credits', 'out-of-credits'],
    [undefined, '余额不足', 'out-of-credits'],
    // A code says more than words.
    [429, 'insufficient credits', 'rate-limited'],
  ])('%j with "%s" is %s', (code, message, kind) => {
    expect(errorKind(code, message)).toBe(kind);
  });

  test('is looked for in the first 2000 characters', () => {
    const words = 'no more credit';
    expect(errorKind(undefined, ' '.repeat(2000 - words.length) + words)).toBe('out-of-credits');
    expect(errorKind(undefined, ' '.repeat(2001 - words.length) + words)).toBeUndefined();
  });
});

describe('a refusal', () => {
  test.each<[Refusal, NemoErrorCode, Sent]>([
    [{ nemoCode: 2001, httpStatus: 500 }, 'out-of-credits', 'no'],
    [{ httpStatus: 429 }, 'rate-limited', 'no'],
    [{ httpStatus: 400 }, 'refused', 'no'],
    [{ httpStatus: 399 }, 'refused', 'maybe'],
    [{ httpStatus: 404 }, 'refused', 'no'],
    [{ httpStatus: 408 }, 'refused', 'maybe'],
    [{ httpStatus: 499 }, 'refused', 'no'],
    [{ httpStatus: 500 }, 'unreachable', 'maybe'],
    [{ httpStatus: 503 }, 'unreachable', 'maybe'],
    [{ nemoCode: 4999, httpStatus: 200 }, 'refused', 'maybe'],
    [{ nemoCode: 500, httpStatus: 500 }, 'refused', 'maybe'],
    [{ nemoCode: 404, httpStatus: 200 }, 'refused', 'no'],
    [{}, 'refused', 'maybe'],
  ])('%j is %s, taken: %s', (refusal, code, sent) => {
    expect(refusalError('POST x', refusal)).toMatchObject({ code, sent, ...refusal });
  });

  test('says what was refused, with which code and in which words', () => {
    const said = (refusal: Refusal) => refusalError('POST x', refusal).message;
    expect(said({ httpStatus: 400, nemoCode: 4999, message: 'bad' })).toBe('POST x was refused with code 4999: bad');
    expect(said({ httpStatus: 503 })).toBe('POST x was refused with HTTP 503');
    expect(said({ message: 'bad' })).toBe('POST x was refused: bad');
    expect(refusalError('GET y', { httpStatus: 503 })).toBeInstanceOf(NemoUnreachableError);
    expect(refusalError('GET y', { httpStatus: 401 })).toBeInstanceOf(NemoAuthError);
  });
});

describe('what the agent reports', () => {
  test.each<[string, string, NemoErrorCode | undefined]>([
    ['2001', '', 'out-of-credits'],
    ['402', '', 'export-blocked'],
    ['429', '', 'rate-limited'],
    ['ERROR', 'session not found', 'session-gone'],
    ['409', '', undefined],
    ['400', 'X-Client-Id', undefined],
    ['ERROR', 'boom', undefined],
  ])('%s "%s" is told the user as %s', (code, message, kind) => {
    const error = reportedError({ code, message });
    expect(error?.code).toBe(kind);
    if (kind) expect(error).toMatchObject({ sent: 'yes', message: `the agent reported ${code}: ${message}`.trimEnd() });
  });
});
