/** The bot cannot be started on Discord, or not go on; the message says why and what to do. */
export class DiscordStartError extends Error {
  override readonly name = 'DiscordStartError';
}
