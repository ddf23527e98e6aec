import { GrammyError, HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { PlatformError, type PlatformErrorKind } from '../../../src/adapters/kit/platform-error.ts';
import { migratedTo, readError } from '../../../src/adapters/telegram/platform-error.ts';
import { type Stage, WireError } from '../../../src/adapters/telegram/transport.ts';

type Parameters = { retry_after?: number; migrate_to_chat_id?: number };

/** What grammY throws for an answer of the Bot API. */
function refusal(code: number, description: string, method = 'sendMessage', parameters: Parameters = {}) {
  const answer = { ok: false, error_code: code, description, parameters } as const;
  return new GrammyError('refused', answer, method, {});
}

describe('an answer of the Bot API', () => {
  it.each<[number, string, PlatformErrorKind]>([
    [429, 'Too Many Requests: retry after 5', 'rate-limited'],
    [504, 'Gateway Timeout', 'unknown-outcome'],
    [500, 'Internal Server Error', 'unavailable'],
    [502, 'Bad Gateway', 'unavailable'],
    [401, 'Unauthorized', 'unauthorized'],
    [404, 'Not Found', 'bad-request'],
    [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
    [413, 'Request Entity Too Large', 'too-large'],
    [413, 'whatever it says', 'too-large'],
    [403, 'Forbidden: bot was blocked by the user', 'chat-gone'],
    [403, 'Forbidden: user is deactivated', 'chat-gone'],
    [400, 'Bad Request: chat not found', 'chat-gone'],
    [400, 'Bad Request: need to be invited', 'chat-gone'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'text-forbidden'],
    [400, 'Bad Request: not enough rights to send videos to the chat', 'media-forbidden'],
    [403, 'Forbidden: CHAT_SEND_VIDEOS_FORBIDDEN', 'media-forbidden'],
    [400, 'Bad Request: not enough rights to send polls to the chat', 'chat-gone'],
    [400, "Bad Request: can't parse entities: unexpected end tag", 'bad-markup'],
    [400, 'Bad Request: BUTTON_URL_INVALID', 'bad-button'],
    [400, 'Bad Request: wrong HTTP URL', 'bad-button'],
    [400, 'Bad Request: file is too big', 'too-large'],
    [400, 'Bad Request: message thread not found', 'thread-gone'],
    [400, 'Bad Request: TOPIC_CLOSED', 'thread-gone'],
    [400, 'Bad Request: message is not modified', 'not-modified'],
    [400, 'Bad Request: message to edit not found', 'message-gone'],
    [400, "Bad Request: message can't be deleted", 'message-gone'],
    [400, 'Bad Request: there is no text in the message to edit', 'bad-request'],
  ])('%i "%s" means "%s"', (code, description, kind) => {
    const error = readError(refusal(code, description));
    expect(error.kind).toBe(kind);
    expect(error.message).toBe(`${kind}: ${description}`);
  });

  it('to a token of an impossible shape is an unknown address', () => {
    expect(readError(refusal(404, 'Not Found', 'getMe')).kind).toBe('unauthorized');
    expect(readError(refusal(400, 'Bad Request', 'getMe')).kind).toBe('bad-request');
  });

  it('says for how many seconds to wait; a second where it does not', () => {
    expect(readError(refusal(429, 'slow down', 'sendMessage', { retry_after: 7 })).retryAfterMs).toBe(7000);
    expect(readError(refusal(429, 'slow down')).retryAfterMs).toBe(1000);
  });

  it('says where a group has moved to, and nothing else does', () => {
    const moved = readError(refusal(400, 'group chat was upgraded', 'sendMessage', { migrate_to_chat_id: -1001 }));
    expect(moved.kind).toBe('chat-migrated');
    expect(migratedTo(moved)).toBe('-1001');
    expect(migratedTo(readError(refusal(400, 'chat not found')))).toBeUndefined();
    expect(migratedTo(new PlatformError('chat-migrated', ''))).toBeUndefined();
  });
});

describe('no answer', () => {
  it.each<[Stage, PlatformErrorKind]>([
    ['unopened', 'unavailable'],
    ['unfinished', 'unavailable'],
    ['refused', 'unavailable'],
    ['sent', 'unknown-outcome'],
  ])('to a request that is "%s" means "%s", by itself and from grammY', (stage, kind) => {
    const wire = new WireError(stage, 'ECONNRESET');
    expect(readError(wire)).toMatchObject({ kind, cause: wire });
    expect(readError(new HttpError('network', wire))).toMatchObject({ kind, cause: wire });
  });

  it('is a fault of our own where it is nothing that is known; what was read already stays', () => {
    const fault = new TypeError('undefined is not a function');
    expect(readError(fault)).toMatchObject({ kind: 'internal', cause: fault });
    expect(readError('odd').message).toBe('internal: odd');
    const read = new PlatformError('forbidden', '');
    expect(readError(read)).toBe(read);
  });
});
