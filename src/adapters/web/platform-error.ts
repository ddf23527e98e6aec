import { StoreUnavailableError } from '../../core/storage/errors.ts';
import { PlatformError } from '../kit/platform-error.ts';

/** What kept a message from being put into its chat. */
export function readError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  // It is tried again under the same id, which changes nothing if it was done.
  if (error instanceof StoreUnavailableError)
    return new PlatformError('unavailable', 'the store does not answer', { cause: error });
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO')
    return new PlatformError('unavailable', 'the disk takes no more files', { cause: error });
  return new PlatformError('internal', error instanceof Error ? error.name : 'unknown error', { cause: error });
}

/** The visitor has erased the chat. */
export function chatGone(): PlatformError {
  return new PlatformError('chat-gone', 'the chat was erased');
}
