import { PlatformStartError } from '../kit/platform-module.ts';

/** The chat on this machine cannot go on; the message says why and what to do. */
export class LocalChatError extends PlatformStartError {
  override readonly name = 'LocalChatError';
}
