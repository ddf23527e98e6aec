import { expect, it } from 'vitest';
import {
  isPlatformError,
  mayPass,
  PlatformError,
  type PlatformErrorKind,
} from '../../../src/adapters/kit/platform-error.ts';

it.each<[PlatformErrorKind, boolean]>([
  ['rate-limited', true],
  ['unavailable', true],
  ['unknown-outcome', true],
  ['chat-gone', false],
  ['message-gone', false],
  ['forbidden', false],
  ['conflict', false],
  ['unauthorized', false],
  ['internal', false],
])('"%s" may pass: %s', (kind, passes) => {
  expect(mayPass(new PlatformError(kind, ''))).toBe(passes);
});

it('names the innermost call, keeps its cause, and has a pause only when it is told', () => {
  const cause = new Error('socket hang up');
  const error = new PlatformError('unavailable', 'no connection', { cause });
  expect(error.during('getFile').during('open the file')).toBe(error);
  expect(error).toMatchObject({ message: 'getFile: unavailable: no connection', cause, retryAfterMs: 0 });
  expect(new PlatformError('rate-limited', '', { retryAfterMs: 7000 }).retryAfterMs).toBe(7000);
  expect('cause' in new PlatformError('internal', '')).toBe(false);
});

it('is told from others, and by its kind', () => {
  const error = new PlatformError('chat-gone', '');
  expect(isPlatformError(error)).toBe(true);
  expect(isPlatformError(error, 'forbidden', 'chat-gone')).toBe(true);
  expect(isPlatformError(error, 'forbidden')).toBe(false);
  expect(isPlatformError(new Error('chat-gone'))).toBe(false);
  expect(isPlatformError(undefined, 'chat-gone')).toBe(false);
});
