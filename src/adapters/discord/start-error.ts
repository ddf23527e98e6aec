import { PlatformStartError } from '../kit/platform-module.ts';

/** The bot cannot be started on Discord, or not go on; the message says why and what to do. */
export class DiscordStartError extends PlatformStartError {
  override readonly name = 'DiscordStartError';
}
