import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { expect, it } from 'vitest';
import { readError } from '../../../src/adapters/discord/platform-error.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';

const refusal = (status: number, code: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'POST', 'https://discord.invalid', {});

it.each<[number, number, PlatformErrorKind]>([
  [404, 10003, 'chat-gone'],
  [404, 10004, 'chat-gone'],
  [403, 50007, 'chat-gone'],
  [403, 50278, 'chat-gone'],
  [404, 10008, 'message-gone'],
  [404, 10015, 'token-expired'],
  [404, 10062, 'token-expired'],
  [401, 50027, 'token-expired'],
  [400, 40094, 'token-expired'],
  [400, 40005, 'too-large'],
  [413, 0, 'too-large'],
  [413, 50013, 'too-large'],
  [403, 50001, 'no-access'],
  [403, 50013, 'forbidden'],
  [400, 50083, 'thread-gone'],
  [400, 160005, 'thread-gone'],
  [400, 40060, 'done-already'],
  [400, 200000, 'content-refused'],
  [400, 240000, 'content-refused'],
  [400, 160002, 'reply-forbidden'],
  [404, 0, 'chat-gone'],
  [400, 50035, 'bad-request'],
  [403, 0, 'bad-request'],
])('HTTP %i with code %i means "%s"', (status, code, kind) => {
  const error = refusal(status, code);
  expect(readError(error)).toMatchObject({ kind, cause: error });
});

it('a rate limit says how long to wait: the longer of the two limits, in ms', () => {
  const limit = (retryAfter: number, sublimitTimeout: number) =>
    readError(
      new RateLimitError({
        ...{ timeToReset: 0, limit: 5, method: 'POST', hash: '', url: '', route: '', majorParameter: '' },
        ...{ global: false, scope: 'user', retryAfter, sublimitTimeout },
      }),
    );
  expect(limit(700, 0)).toMatchObject({ kind: 'rate-limited', retryAfterMs: 700 });
  expect(limit(700, 9000).retryAfterMs).toBe(9000);
});

it('a fault of Discord’s own or of the network leaves open how far it got', () => {
  const http = (status: number) => new HTTPError(status, 'text', 'POST', 'https://discord.invalid', {});
  expect(readError(http(502)).kind).toBe('unknown-outcome');
  expect(readError(http(413)).kind).toBe('too-large');
  expect(readError(new TypeError('fetch failed')).message).toBe('unknown-outcome: fetch failed');
  expect(readError('odd').message).toBe('unknown-outcome: odd');
  const read = new PlatformError('forbidden', '');
  expect(readError(read)).toBe(read);
});
