import { GrammyError, HttpError } from 'grammy';
import { WireError } from './transport.ts';

/**
 * What a failed call means for the next step.
 *
 * - `flood`: Telegram asks for a pause.
 * - `again`: it certainly did not happen; trying again is safe.
 * - `unknown`: it may have happened.
 * - `refused`: Telegram said no, and why.
 * - `ours`: it failed on this side and would fail again.
 */
export type PlatformError =
  | { kind: 'flood'; retryAfterMs: number }
  | { kind: 'again' | 'unknown'; detail: string }
  | { kind: 'refused'; error: GrammyError }
  | { kind: 'ours'; error: unknown };

/** Sorts what a call of the Bot API was rejected with. */
export function platformErrorOf(error: unknown): PlatformError {
  if (error instanceof GrammyError) {
    if (error.error_code === 429) return { kind: 'flood', retryAfterMs: (error.parameters.retry_after ?? 1) * 1000 };
    // With an error of its own Telegram says that it did nothing; 504 is its gateway's word that it does not know.
    if (error.error_code === 504) return { kind: 'unknown', detail: error.description };
    if (error.error_code >= 500) return { kind: 'again', detail: error.description };
    return { kind: 'refused', error };
  }
  const wire = error instanceof HttpError ? error.error : error;
  if (wire instanceof WireError) return { kind: wire.stage === 'sent' ? 'unknown' : 'again', detail: wire.message };
  return { kind: 'ours', error };
}

/** What Telegram's "no" to a send is about; the texts are those of the Bot API server and of Telegram behind it. */
export type Refusal =
  | 'gone'
  | 'migrated'
  | 'file'
  | 'markup'
  | 'button'
  | 'no-message'
  | 'unmodified'
  | 'token'
  | 'second-poller'
  | 'other';

const BY_TEXT: [Refusal, RegExp][] = [
  ['markup', /can't parse entities/i],
  ['button', /button(_| )(url|data|type)|wrong http url|unsupported url protocol/i],
  ['file', /too (big|large)|entity too large|rights to send (videos?|media|documents?)|SEND_(VIDEOS|MEDIA)_FORBIDDEN/i],
  ['unmodified', /message is not modified|MESSAGE_NOT_MODIFIED/i],
  ['no-message', /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID/i],
  [
    'gone',
    /chat not found|thread not found|TOPIC_(CLOSED|DELETED)|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|rights to send|PEER_ID_INVALID|user is deactivated|need to be (invited|a member)|group chat was (deactivated|deleted)/i,
  ],
];

/** Tells which refusal it is, by its code where that is enough, else by its text. */
export function refusalOf(error: GrammyError): Refusal {
  if (error.parameters.migrate_to_chat_id !== undefined) return 'migrated';
  if (error.error_code === 401) return 'token';
  // A token of an impossible shape is answered as an unknown address.
  if (error.error_code === 404 && error.method === 'getMe') return 'token';
  if (error.error_code === 409) return 'second-poller';
  if (error.error_code === 413) return 'file';
  const found = BY_TEXT.find(([, text]) => text.test(error.description))?.[0];
  return found ?? (error.error_code === 403 ? 'gone' : 'other');
}
