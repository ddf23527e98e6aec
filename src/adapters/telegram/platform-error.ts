import { GrammyError, HttpError } from 'grammy';
import { PlatformError, type PlatformErrorKind } from '../kit/platform-error.ts';
import { WireError } from './transport.ts';

/** Telegram's refusals by their text; the texts are those of the Bot API server and of Telegram behind it. */
const BY_TEXT: [PlatformErrorKind, RegExp][] = [
  ['bad-markup', /can't parse entities/i],
  ['bad-button', /button(_| )(url|data|type)|wrong http url|unsupported url protocol/i],
  ['too-large', /too (big|large)|entity too large/i],
  [
    'media-forbidden',
    /rights to send (videos?|media|documents?|animations?|audios?|files?)|SEND_(VIDEOS|MEDIA|DOCS|GIFS|AUDIOS)_FORBIDDEN/i,
  ],
  ['text-forbidden', /rights to send text messages|SEND_PLAIN_FORBIDDEN/i],
  ['thread-gone', /thread not found|TOPIC_(CLOSED|DELETED)/i],
  ['not-modified', /message is not modified|MESSAGE_NOT_MODIFIED/i],
  ['message-gone', /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID/i],
  [
    'chat-gone',
    /chat not found|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|rights to send|PEER_ID_INVALID|user is deactivated|need to be (invited|a member)|group chat was (deactivated|deleted)/i,
  ],
];

/** Reads what a call of the Bot API was rejected with. */
export function readError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof GrammyError) {
    const retryAfterMs = (error.parameters.retry_after ?? 1) * 1000;
    return new PlatformError(kindOf(error), error.description, { cause: error, retryAfterMs });
  }
  const wire = error instanceof HttpError ? error.error : error;
  if (wire instanceof WireError) {
    return new PlatformError(wire.stage === 'sent' ? 'unknown-outcome' : 'unavailable', wire.message, { cause: wire });
  }
  return new PlatformError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}

/** The id that a group got when it became a supergroup, where that is why a call was refused. */
export function migratedTo(error: PlatformError): string | undefined {
  const id = error.cause instanceof GrammyError ? error.cause.parameters.migrate_to_chat_id : undefined;
  return id === undefined ? undefined : String(id);
}

function kindOf(error: GrammyError): PlatformErrorKind {
  const { error_code: code, description, method, parameters } = error;
  if (code === 429) return 'rate-limited';
  // With an error of its own Telegram says that it did nothing; 504 is its gateway's answer when it does not know.
  if (code === 504) return 'unknown-outcome';
  if (code >= 500) return 'unavailable';
  if (parameters.migrate_to_chat_id !== undefined) return 'chat-migrated';
  // A token of an impossible shape is answered as an unknown address.
  if (code === 401 || (code === 404 && method === 'getMe')) return 'unauthorized';
  if (code === 409) return 'conflict';
  if (code === 413) return 'too-large';
  const known = BY_TEXT.find(([, text]) => text.test(description))?.[0];
  return known ?? (code === 403 ? 'chat-gone' : 'bad-request');
}
